"""Runs inside of an image as root: prints what it has that it should not have, as JSON."""

import json
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

NOT_FILES = ("/proc", "/sys", "/dev")
# Sticky, and a tmpfs where the root file system is read-only.
FOR_EVERYBODY = ("/tmp",)  # noqa: S108
PROGRAMS = ("gcc", "cc", "g++", "make", "ld", "pip", "pip3", "npm", "node", "git", "curl")
CODE = Path("/opt/omero")


def everything(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if str(path) in NOT_FILES:
            continue
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from everything(path)


def main(certificate: str) -> None:
    found: dict[str, list[str]] = {
        name: []
        for name in ("setuid", "for_everybody", "documents", "tests", "certificate", "not_compiled")
    }
    for path in everything(Path("/")):
        mode = path.lstat().st_mode
        if stat.S_ISREG(mode) and mode & (stat.S_ISUID | stat.S_ISGID):
            found["setuid"].append(str(path))
        if mode & stat.S_IWOTH and not stat.S_ISLNK(mode) and str(path) not in FOR_EVERYBODY:
            found["for_everybody"].append(str(path))
        if path.name == "tests" and path.is_dir():
            found["tests"].append(str(path))
        if not stat.S_ISREG(mode):
            continue
        text = str(path)
        if text.startswith(("/usr/share/man/", "/usr/share/doc/")) and path.name != "copyright":
            found["documents"].append(text)
        if certificate.encode() in path.read_bytes():
            found["certificate"].append(text)
        # Gunicorn reads its configuration as text.
        if path.suffix == ".py" and path.is_relative_to(CODE) and path.name != "gunicorn.conf.py":
            compiled = list((path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"))
            if not compiled:
                found["not_compiled"].append(text)
    found["programs"] = [name for name in PROGRAMS if shutil.which(name)]
    found["pip"] = [str(path) for path in Path("/").glob("opt/**/site-packages/pip")]
    caches = ("/var/cache/apt/archives", "/var/lib/apt/lists", "/root/.cache", "/tmp")  # noqa: S108
    found["caches"] = [str(one) for name in caches for one in Path(name).rglob("*")]
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
