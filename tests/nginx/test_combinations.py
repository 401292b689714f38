"""Whatever the properties are, NGINX takes the file and a scanner finds nothing in it."""

import json
import subprocess
import sys
from itertools import product
from pathlib import Path

from omeroweb.config.address import has_ipv6
from tests.nginx.certificate import Certificate
from tests.nginx.files import KINDS, write

PREFIXES = ("", "/omero", "/lab.one/omero-web")
STATIC_URLS = (None, "https://static.example.org/")
# Those that do not meet others are turned on and off in different rhythms.
SWITCHES = {
    # NGINX opens what it listens on, also when it only tests a file.
    "omero.web.nginx.ipv6": ("true" if has_ipv6() else "false", "false"),
    "omero.web.nginx.proxy_buffering": ("false", "true"),
    "omero.web.nginx.gzip": ("true", "false"),
    "omero.web.nginx.max_body_size": ("16m", "0"),
    "omero.web.nginx.hsts_seconds": ("31536000", "0"),
    "omero.web.nginx.server_name": ("$hostname", "omero.example.org *.example.org"),
    "omero.web.nginx_server_extra_config": ("[]", '["keepalive_requests 2000;", "autoindex off;"]'),
    "omero.web.nginx.web": ("127.0.0.1:4080", "[::1]:4080"),
    "omero.web.static_root": ("/srv/static", "/srv/Our lab/static"),
    "omero.web.nginx.trusted_proxies": ("[]", '["10.0.0.0/8", "192.0.2.7", "fd00::/8"]'),
}


def combinations(certificate: Certificate) -> list[tuple[str, dict[str, str]]]:
    """Kind and properties, for every pair of what changes the shape of the files."""
    found = []
    for number, (kind, prefix, static_url, has_tls) in enumerate(
        product(KINDS, PREFIXES, STATIC_URLS, (False, True))
    ):
        for rhythm in (1, 2):
            properties = {
                name: texts[(number * rhythm >> place % 5) % 2]
                for place, (name, texts) in enumerate(SWITCHES.items())
            }
            properties["omero.web.prefix"] = prefix
            properties["omero.web.nginx.port"] = "8080"
            properties["omero.web.nginx.https_port"] = "8443"
            if static_url:
                properties["omero.web.static_url"] = static_url
            if has_tls:
                properties |= certificate.properties
            found.append((kind, properties))
    return found


def test_nginx_and_a_scanner_accept_every_combination(
    nginx: str, certificate: Certificate, tmp_path: Path
) -> None:
    files = []
    for number, (kind, properties) in enumerate(combinations(certificate)):
        written = write(kind, tmp_path / str(number), properties)
        tested = subprocess.run(
            [nginx, "-t", "-e", "stderr", "-c", str(written.file)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert tested.returncode == 0, f"{kind} {properties}\n{tested.stderr}"
        assert "[warn]" not in tested.stderr, f"{kind} {properties}\n{tested.stderr}"
        files.append(str(written.file))
    assert len(files) == 96
    assert findings(files) == []


# What is asked for here: without it, no byte of a download arrives before NGINX has its fill.
WANTED = "proxy_buffering_off"


def findings(files: list[str]) -> list[dict[str, str]]:
    """What gixy-next says above its lowest level, once each, and is not meant."""
    gixy = Path(sys.executable).with_name("gixy")
    done = subprocess.run(
        [gixy, "--format", "json", "--skips", WANTED, *files],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout)
    above = [issue for issue in found if issue["severity"] not in ("INFORMATION",)]
    return list({(issue["plugin"], issue["reason"]): issue for issue in above}.values())


def test_the_scanner_finds_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "nginx.conf"
    file.write_text(
        "events {} http { server { listen 80; location /files { alias /srv/files/; } } }"
    )
    assert "alias_traversal" in [issue["plugin"] for issue in findings([str(file)])]


def test_sites_share_one_nginx(nginx: str, tmp_path: Path) -> None:
    # The second prefix makes a name of the first site, had upstreams no letter of their own.
    # Not 80, which not everybody may listen on.
    port = {"omero.web.nginx.port": "8080"}
    others = [
        write("nginx", tmp_path / prefix, {"omero.web.prefix": f"/{prefix}", **port}).text
        for prefix in ("omero", "stream")
    ]
    written = write("nginx", tmp_path / "first", port, beside="".join(others))
    tested = subprocess.run(
        [nginx, "-t", "-e", "stderr", "-c", str(written.file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert tested.returncode == 0, tested.stderr
