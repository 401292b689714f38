"""What is in the images, and what is not; the words that are said of them."""

import json
import re
import subprocess
import time
from pathlib import Path
from urllib.parse import unquote

import pytest

from builder import dockerfile, engine, images
from builder.cli import main
from builder.cli.build import CA_BUNDLE
from builder.inspection import MEGABYTE
from builder.request import Request
from tests.container.conftest import AUTHORITY
from tests.container.stack import ROOT, TAG

HERE = Path(__file__).parent
MOST = {"web": 450 * MEGABYTE, "nginx": 160 * MEGABYTE}
MOST_WITH_FORMATS = 700 * MEGABYTE
PAGE = ROOT / "docs" / "containers.md"
every_image = pytest.mark.parametrize("target", ["web", "nginx"])


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["docker", *arguments], capture_output=True, text=True, timeout=300, check=False
    )


def body_of(certificate: Path) -> str:
    """A line from the middle of a certificate: what a copy of it in a bundle would contain."""
    return certificate.read_text().splitlines()[2]


@every_image
def test_an_image_has_nothing_that_it_does_not_need(
    built_images: dict[str, str], target: str
) -> None:
    script = f"{HERE / 'look_inside.py'}:/look_inside.py:ro"
    look = ["--rm", "--user", "0:0", "--network", "none", "--volume", script]
    command = ["--entrypoint", "python3", built_images[target]]
    done = run("run", *look, *command, "/look_inside.py", body_of(AUTHORITY))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found == {name: [] for name in found}


def test_the_certificates_of_a_build_are_trusted_while_it_goes_on(
    built_images: dict[str, str],
) -> None:
    request = Request(
        "build",
        arguments={"BASE": dockerfile.base_image(dockerfile.read())},
        extra={CA_BUNDLE: AUTHORITY.read_bytes()},
    )
    look = f"grep -c '{body_of(AUTHORITY)}' /etc/ssl/certs/ca-certificates.crt"
    with engine.connect() as client:
        # All of its steps are in the cache: it is the stage that the images were made from.
        stage = images.build(client, [request])["build"]
        said = client.containers.run(stage, ["-c", look], entrypoint="sh", remove=True)
    assert said == b"1\n"


@every_image
def test_an_image_stays_below_its_size(built_images: dict[str, str], target: str) -> None:
    with engine.connect() as client:
        size = engine.image(client, built_images[target]).attrs["Size"]
    assert size <= MOST[target], f"{size / MEGABYTE:.0f} MB"


def test_the_web_image_reads_formats_of_microscopes_where_that_is_asked_for(
    built_images: dict[str, str],
) -> None:
    """Its other steps are in the cache: the images were built from them."""
    name = f"omeroweb/web:{TAG}-formats"
    more = ["--formats", "--ca-bundle", str(AUTHORITY), "--tag", f"{TAG}-formats"]
    assert main(["build", "web", *more]) == 0
    try:
        imports = "import liffile, mrc, nd2, pylibCZIrw.czi"
        done = run("run", "--rm", "--entrypoint", "python", name, "-c", imports)
        assert done.returncode == 0, done.stderr
        with engine.connect() as client:
            size = engine.image(client, name).attrs["Size"]
        assert size <= MOST_WITH_FORMATS, f"{size / MEGABYTE:.0f} MB"
    finally:
        run("rmi", name)


def test_the_table_of_sizes_is_true(built_images: dict[str, str]) -> None:
    said = re.search(r"\*\*together\*\* \| \*\*(\d+) MB\*\* \| \*\*(\d+) MB\*\*", PAGE.read_text())
    assert said, f"{PAGE}: omero-builder sizes --write {PAGE}"
    with engine.connect() as client:
        sizes = [engine.image(client, name).attrs["Size"] for name in built_images.values()]
    for written, size in zip(said.groups(), sizes, strict=True):
        # A base image and libraries of another day differ a little.
        assert int(written) == pytest.approx(size / MEGABYTE, rel=0.05)


@every_image
def test_labels_say_where_an_image_comes_from(built_images: dict[str, str], target: str) -> None:
    with engine.connect() as client:
        image = engine.image(client, built_images[target])
        base = client.images.get(image.labels["org.opencontainers.image.base.name"])
    labels = {
        name.removeprefix("org.opencontainers.image."): text for name, text in image.labels.items()
    }
    assert labels["version"] == "0.1.0"
    assert labels["licenses"] == "BSD-2-Clause"
    assert re.fullmatch(r"[0-9a-f]{40}(-dirty)?|unknown", labels["revision"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", labels["created"])
    # A base image that was made here has no digest in any registry.
    digests = [name.rpartition("@")[2] for name in base.attrs["RepoDigests"] or []]
    assert [labels["base.digest"]] == digests[:1] if digests else "base.digest" not in labels


@every_image
def test_help_is_given(built_images: dict[str, str], target: str) -> None:
    done = run("run", "--rm", *("--read-only", "--user", "54321:0"), built_images[target], "--help")
    assert done.returncode == 0
    assert "docker run" in done.stdout
    assert "CONFIG_omero_web_" in done.stdout


def test_inspect_shows_layers_labels_and_settings(
    built_images: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inspect", "--tag", TAG]) == 0
    said = capsys.readouterr().out
    assert re.search(r"^omeroweb/web:test  \d+ MB  linux/", said, re.MULTILINE)
    assert re.search(r" MB  apt-get update .*install .*python3", said)
    assert "org.opencontainers.image.version=0.1.0" in said
    assert "omero.web.nginx.web=web:4080" in said
    assert "CONFIG_omero_web_application__server_host=0.0.0.0" in said
    assert main(["inspect", "--tag", TAG, "--json", "web"]) == 0
    (web,) = json.loads(capsys.readouterr().out)
    assert sum(layer["size"] for layer in web["layers"]) == pytest.approx(web["size"], rel=0.01)


def test_the_list_of_packages_is_complete(built_images: dict[str, str], tmp_path: Path) -> None:
    assert main(["sbom", "--tag", TAG, "--output", str(tmp_path)]) == 0
    web = json.loads((tmp_path / "web.cdx.json").read_text())
    assert (web["bomFormat"], web["specVersion"]) == ("CycloneDX", "1.6")
    urls = {component["purl"].partition("?")[0] for component in web["components"]}
    locked = (ROOT / "requirements" / "run.lock").read_text()
    django = re.search(r"^django==(\S+)", locked, re.MULTILINE)
    assert django
    assert f"pkg:pypi/django@{django[1]}" in urls
    assert "pkg:pypi/omeroweb@0.1.0" in urls
    shown = run("run", "--rm", "--entrypoint", "dpkg-query", built_images["web"], "--show")
    debian = {line.split("\t")[0].partition(":")[0] for line in shown.stdout.splitlines()}
    names = (url.split("/")[2].partition("@")[0] for url in urls if url.startswith("pkg:deb/"))
    listed = {unquote(name) for name in names}
    assert len(debian) > 50
    assert debian == listed
    again = tmp_path / "again"
    assert main(["sbom", "--tag", TAG, "--output", str(again), "web"]) == 0
    assert (again / "web.cdx.json").read_bytes() == (tmp_path / "web.cdx.json").read_bytes()


# --- process 1 ----------------------------------------------------------------


@every_image
@pytest.mark.parametrize("moment", [0.0, 0.4, 0.8])
def test_process_1_ends_with_0_while_it_starts(
    built_images: dict[str, str], target: str, moment: float
) -> None:
    """Whatever it is doing then: settings, the database, becoming Gunicorn or NGINX."""
    handles = (
        "until [ $((0x$(awk '/^SigCgt/ {print $2}' /proc/1/status) & 0x4000)) -ne 0 ]; do :; done"
    )
    with engine.connect() as client:
        container = client.containers.create(built_images[target], tmpfs={"/OMERO": "mode=1777"})
        try:
            container.start()
            container.exec_run(["sh", "-c", handles])
            time.sleep(moment)
            container.stop(timeout=60)
            state = client.api.inspect_container(str(container.id))["State"]
            assert state["ExitCode"] == 0, container.logs().decode()
        finally:
            container.remove(force=True)


@every_image
def test_process_1_reaps_children_that_others_left(
    built_images: dict[str, str], target: str
) -> None:
    with engine.connect() as client:
        container = client.containers.create(built_images[target], tmpfs={"/OMERO": "mode=1777"})
        try:
            container.start()
            healthy = f"until python -m builder.health {target} >/dev/null; do sleep 0.2; done"
            assert container.exec_run(["sh", "-c", healthy]).exit_code == 0
            # Its parent ends at once, so process 1 inherits it, and it ends a moment later.
            container.exec_run(["sh", "-c", "sleep 0.3 & exit 0"])
            left = "sleep 1; cat /proc/[0-9]*/status 2>/dev/null | grep -c '^State:.*zombie'"
            assert container.exec_run(["sh", "-c", left]).output == b"0\n"
        finally:
            container.remove(force=True)
