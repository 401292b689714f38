"""What is inside of an image, said by its own Python: `python3 -c` runs this file in a container.

Standard library only: it does not depend on what the image has.
"""

import json
import subprocess
import sysconfig
from email.parser import HeaderParser
from pathlib import Path

PREFIX = Path("/opt/omero")
# What dpkg-query prints of one package; its own fields.
FIELDS = ("Package", "Version", "Architecture", "source:Package", "source:Version", "Homepage")
SEPARATOR = "\x1f"


def debian_packages() -> list[dict[str, str]]:
    """Every installed Debian package, as dpkg names its fields."""
    wanted = SEPARATOR.join(f"${{{field}}}" for field in FIELDS)
    command = ["dpkg-query", "--show", f"--showformat={wanted}\n"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [dict(zip(FIELDS, line.split(SEPARATOR), strict=True)) for line in said.splitlines()]


def python_packages() -> list[dict[str, str]]:
    """Every installed Python package once, as its METADATA says."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    folders = [PREFIX, Path(sysconfig.get_paths()["purelib"]), Path("/usr/lib/python3")]
    for folder in folders:
        for metadata in sorted(folder.rglob("*.dist-info/METADATA")):
            head = HeaderParser().parsestr(metadata.read_text(encoding="utf-8", errors="replace"))
            package = {
                "Name": head["Name"],
                "Version": head["Version"],
                "License": head["License-Expression"] or "",
                "Homepage": head["Home-page"] or "",
                "Summary": head["Summary"] or "",
            }
            found[package["Name"].lower(), package["Version"]] = package
    return [found[key] for key in sorted(found)]


def os_release() -> dict[str, str]:
    """The distribution, os-release(5)."""
    lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if "=" in line)
    return {name: value.strip('"') for name, value in pairs}


if __name__ == "__main__":
    print(
        json.dumps(
            {
                "debian": debian_packages(),
                "python": python_packages(),
                "os_release": os_release(),
            }
        )
    )
