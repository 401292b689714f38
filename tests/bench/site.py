"""The whole of this site on loopback: NGINX, the render pool and the stream pool."""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from builder import nginx_places
from builder.nginx import installed_version, nginx_settings, render_nginx
from omeroweb.config import catalogue, load
from tests.bench.load import BenchFailed, need
from tests.ports import free_port
from tests.server import environment

PATIENCE = 120
BAD_GATEWAY = 502
# Making an empty file takes some 10 microseconds.
SLOW_SECONDS = 100e-6
# For so long ext4 without a journal remembers what was deleted.
DELETED_SECONDS = 400
OMERO = [sys.executable, "-m", "omeroweb.cli.main"]


@dataclass
class Site:
    """url: NGINX's; application: the render pool's own. started: seconds until it answered."""

    omerodir: Path
    url: str = ""
    application: str = ""
    started: float = 0.0
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def image(self, name: str) -> int:
        """The id of the image of a file."""
        found: dict[str, int] = {}
        offset = 0
        while True:
            answer = requests.get(
                f"{self.url}/api/v0/m/images/", {"offset": offset, "limit": 200}, timeout=PATIENCE
            ).json()
            found |= {entry["Name"]: entry["@id"] for entry in answer["data"]}
            offset += 200
            if name in found:
                return found[name]
            if offset >= answer["meta"]["totalCount"]:
                raise BenchFailed(f"{name} is not among the images {sorted(found)}")

    def pids(self) -> list[int]:
        """All processes of the site."""
        return [pid for process in self.processes for pid in family(process.pid)]


def import_images(omerodir: Path, *paths: Path) -> None:
    done = subprocess.run(
        [*OMERO, "import", *map(str, paths)],
        env=environment(omerodir),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchFailed(f"omero import failed:\n{done.stdout}{done.stderr}")


@contextmanager
def running(omerodir: Path, **settings: str) -> Iterator[Site]:
    """Start everything with empty caches of its own; settings: CONFIG_ variables of both pools."""
    need("nginx")
    ports = {name: free_port() for name in ("nginx", "web", "stream")}
    public = {"CONFIG_omero_web_public_enabled": "true"}
    site = Site(omerodir, f"http://127.0.0.1:{ports['nginx']}", f"http://127.0.0.1:{ports['web']}")
    pools = {
        "web": {},
        "stream": {
            catalogue.WORKER_CLASS.variable: "gevent",
            catalogue.WORKERS.variable: "2",
        },
    }
    with ExitStack() as stack:
        begun = time.monotonic()
        for name, own in pools.items():
            variables = {
                catalogue.SERVER_PORT.variable: str(ports[name]),
                catalogue.PID_FILE.variable: str(omerodir / "var" / f"{name}.pid"),
                **public,
                **own,
                **settings,
            }
            site.processes.append(
                stack.enter_context(
                    process(
                        [*OMERO, "web", "start", "--foreground"],
                        omerodir / f"{name}.log",
                        environment(omerodir, **variables),
                    )
                )
            )
            if name == "web":
                wait_for(site.application + "/healthz", site.processes[-1])
                site.started = time.monotonic() - begun
        # Its start would take a core from what is measured.
        wait_for(f"http://127.0.0.1:{ports['stream']}/healthz", site.processes[-1])
        file = _nginx_file(omerodir, ports, settings)
        more = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")
        command = ["nginx", "-e", "stderr", "-c", str(file), "-g", more]
        site.processes.append(
            stack.enter_context(process(command, omerodir / "nginx.log", dict(os.environ)))
        )
        wait_for(site.url + "/healthz", site.processes[-1])
        yield site


def forget_caches(omerodir: Path) -> None:
    """What the last run has rendered; the store stays.

    The folder is put aside and not deleted: see until_files_are_made_quickly().
    """
    kept = Path(load({"OMERODIR": str(omerodir)})[catalogue.KEPT_FOLDER])
    if kept.exists():
        kept.rename(tempfile.mkdtemp(prefix="forgotten-", dir=omerodir))


def until_files_are_made_quickly(folder: Path) -> None:
    """Wait while the file system is slow because thousands of files were deleted minutes ago.

    ext4 without a journal then looks at each of their inodes whenever it makes a file: a third of a
    millisecond for every answer that is kept, which would be measured, too.
    """
    begun = time.monotonic()
    while (seconds := _seconds_to_make_a_file(folder)) > SLOW_SECONDS:
        if time.monotonic() - begun > DELETED_SECONDS:
            print(f"files are made slowly ({seconds * 1e6:.0f} us each): measured all the same")
            return
        print(
            f"files are made slowly ({seconds * 1e6:.0f} us each), as after many were deleted: "
            "waiting",
            flush=True,
        )
        time.sleep(20)


def _seconds_to_make_a_file(folder: Path) -> float:
    """The median of some. They stay: deleted ones would be looked at, too."""
    files = Path(tempfile.mkdtemp(prefix="made-", dir=folder))
    taken = []
    for number in range(100):
        begun = time.perf_counter()
        os.close(os.open(files / str(number), os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def family(pid: int) -> list[int]:
    """A process and all below it."""
    tasks = Path(f"/proc/{pid}/task")
    try:
        children = [int(c) for t in tasks.iterdir() for c in (t / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(other for child in children for other in family(child))]


def _nginx_file(omerodir: Path, ports: dict[str, int], settings: dict[str, str]) -> Path:
    run = omerodir / "nginx"
    for folder in (run, run / "var" / "log", run / "var" / "nginx_tmp"):
        folder.mkdir(parents=True, exist_ok=True)
    configuration = load(
        {"OMERODIR": str(omerodir), "CONFIG_omero_web_public_enabled": "true", **settings},
        {
            catalogue.NGINX_PORT.name: str(ports["nginx"]),
            catalogue.NGINX_WEB.name: f"127.0.0.1:{ports['web']}",
            catalogue.NGINX_STREAM.name: f"127.0.0.1:{ports['stream']}",
        },
    )
    places = nginx_places.of_development(run)
    file = run / "nginx.conf"
    text = render_nginx(
        nginx_settings(configuration, "nginx-development", places, version=installed_version())
    )
    file.write_text(text, encoding="utf-8")
    return file


@contextmanager
def process(
    command: list[str], log: Path, variables: dict[str, str]
) -> Iterator["subprocess.Popen[bytes]"]:
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=variables
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise BenchFailed(f"{process.args!r} ended with code {process.returncode}")
        try:
            if requests.get(url, timeout=5).status_code < BAD_GATEWAY:
                return
        except (requests.ConnectionError, requests.Timeout):  # it is still starting
            pass
        time.sleep(0.02)
    raise BenchFailed(f"{url} gave no answer in {PATIENCE} s")
