"""A certificate for 127.0.0.1 that nobody else trusts."""

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Certificate:
    """Its files (PEM)."""

    certificate: Path
    key: Path

    @property
    def properties(self) -> dict[str, str]:
        return {
            "omero.web.nginx.ssl_certificate": str(self.certificate),
            "omero.web.nginx.ssl_certificate_key": str(self.key),
        }


def make_certificate(folder: Path) -> Certificate:
    made = Certificate(folder / "site.pem", folder / "site.key")
    command = ["openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-out", str(made.certificate), "-keyout", str(made.key)]
    subprocess.run([*command, *curve, *names, *files], check=True, capture_output=True)
    return made
