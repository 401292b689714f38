"""Starting, stopping, and everything that can stand in the way of it."""

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest
import requests

from tests.images import ramp, write_ome_tiff
from tests.integration.client import login
from tests.ports import free_port
from tests.ready import ROOT_PASSWORD
from tests.server import OMERO, environment, finished, omero, start


@pytest.fixture
def images(tmp_path: Path) -> Path:
    folder = tmp_path / "images"
    folder.mkdir()
    write_ome_tiff(folder / "a.ome.tif", ramp((1, 30, 40)))
    return folder


def listed(url: str) -> list[str]:
    data = requests.get(f"{url}/api/v0/m/images/", timeout=60).json()["data"]
    return [image["Name"] for image in data]


def one_sentence(result: "subprocess.CompletedProcess[str]") -> str:
    """The only line on stderr of a command that failed."""
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


def test_the_password_is_shown_once_and_works(images: Path, omerodir: Path) -> None:
    first = start(omerodir, "--images", images)
    login(first.url, first.root_password)
    assert first.stop() == 0
    second = start(omerodir, "--images", images)
    assert second.root_password == ""
    login(second.url, first.root_password)
    assert second.stop() == 0


def test_the_password_can_be_given_in_a_file(images: Path, omerodir: Path, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("correct horse\n")
    server = start(omerodir, "--images", images, OMERO_WEB_ROOT_PASSWORD_FILE=str(file))
    assert "correct horse" not in "".join(server.output)
    login(server.url, "correct horse")
    assert server.stop() == 0


def test_another_folder_is_shown_instead(
    images: Path, ready_omerodir: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_ome_tiff(other / "b.ome.tif", ramp((1, 30, 40)))
    first = start(ready_omerodir, "--images", images)
    assert listed(first.url) == ["a.ome.tif"]
    first.stop()
    second = start(ready_omerodir, "--images", other)
    assert listed(second.url) == ["b.ome.tif"]
    projects = requests.get(f"{second.url}/api/v0/m/projects/", timeout=60).json()["data"]
    assert [project["Name"] for project in projects] == ["other"]
    second.stop()


def test_a_deleted_file_is_forgotten_at_the_next_start(images: Path, ready_omerodir: Path) -> None:
    path = images / "folder" / "b.ome.tif"
    path.parent.mkdir()
    write_ome_tiff(path, ramp((1, 30, 40)))
    start(ready_omerodir, "--images", images).stop()
    path.unlink()
    server = start(ready_omerodir, "--images", images)
    assert listed(server.url) == ["a.ome.tif"]
    datasets = requests.get(f"{server.url}/api/v0/m/datasets/", timeout=60).json()["data"]
    assert [dataset["Name"] for dataset in datasets] == ["images"]
    server.stop()


def test_visitors_of_a_private_server_must_log_in(images: Path, ready_omerodir: Path) -> None:
    server = start(ready_omerodir, "--images", images, "--private")
    assert requests.get(f"{server.url}/api/v0/m/images/", timeout=60).json() == {
        "message": "Not logged in"
    }
    page = requests.get(f"{server.url}/webclient/?show=image-1", timeout=60, allow_redirects=False)
    assert page.status_code == 302
    assert page.headers["Location"] == "/webclient/login/?url=%2Fwebclient%2F%3Fshow%3Dimage-1"
    script = {"X-Requested-With": "XMLHttpRequest"}
    thumbnail = f"{server.url}/webgateway/render_thumbnail/1/"
    assert requests.get(thumbnail, headers=script, timeout=60).status_code == 403
    session = login(server.url, ROOT_PASSWORD)
    assert session.get(thumbnail).ok
    server.stop()


def test_a_second_server_over_the_same_state_is_refused(images: Path, ready_omerodir: Path) -> None:
    server = start(ready_omerodir, "--images", images)
    for port in (free_port(), server.url.rpartition(":")[2]):
        second = omero("serve", "--images", images, "--port", port, omerodir=ready_omerodir)
        assert f"OMERO.web already runs (PID {server.process.pid}, " in one_sentence(second)
    assert listed(server.url) == ["a.ome.tif"]
    assert server.stop() == 0


def test_the_log_of_a_server_names_every_file_that_it_cannot_show(
    images: Path, ready_omerodir: Path
) -> None:
    names = [f"{number}.tif" for number in range(24)] + ["two\nlines.tif"]
    for name in names:
        (images / name).write_text("not an image")
    server = start(ready_omerodir, "--images", images)
    said = "".join(server.output)
    for name in names:
        assert f"not imported: {images}/{name}: ".replace("\n", r"\n") in said
    assert server.stop() == 0


def test_a_port_in_use_is_named(images: Path, omerodir: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = omero("serve", "--images", images, "--port", port, omerodir=omerodir)
    assert f"cannot listen on 127.0.0.1:{port} (Address already in use)" in one_sentence(result)
    assert not (omerodir / "store").exists()


def test_a_folder_without_images_is_named(omerodir: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "notes.txt").write_text("no image")
    result = omero("serve", "--images", empty, "--port", free_port(), omerodir=omerodir)
    assert one_sentence(result).startswith(f"omero: no image found in {empty}: expected OME-TIFF")


def test_a_folder_without_images_leaves_what_was_shown(
    images: Path, omerodir: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    start(omerodir, "--images", images).stop()
    omero("serve", "--images", tmp_path / "empty", "--port", free_port(), omerodir=omerodir)
    again = omero("import", images, omerodir=omerodir)
    assert again.stdout == "Imported 0 files (0 images), 1 unchanged\n"


def test_a_folder_that_does_not_exist_is_named(omerodir: Path) -> None:
    result = omero("serve", "--images", "/nowhere", omerodir=omerodir)
    assert one_sentence(result) == (
        "omero: /nowhere: no such folder; expected a folder of image files"
    )


def test_wrong_values_are_all_named_before_anything_starts(omerodir: Path) -> None:
    result = omero(
        "serve", "--port", "many", omerodir=omerodir, CONFIG_omero_web_wsgi__workers="few"
    )
    assert result.returncode == 1
    assert result.stdout == ""
    assert "omero.web.wsgi_workers='few'" in result.stderr
    assert "omero.web.application_server.port='many' (from command line)" in result.stderr
    assert not omerodir.exists()


# Root reads every folder; without these capabilities it is refused like everybody else.
AS_OTHERS = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


@pytest.mark.parametrize("closed", ["the folder", "a folder inside"])
def test_an_unreadable_folder_is_named(images: Path, omerodir: Path, closed: str) -> None:
    inside = images / "inside"
    inside.mkdir()
    command = [*OMERO, "import", str(images)]
    if closed == "the folder":
        command = [*OMERO, "serve", "--port", str(free_port()), "--images", str(images)]
    target = images if closed == "the folder" else inside
    target.chmod(0o000)
    try:
        others = AS_OTHERS if os.getuid() == 0 else []
        result = finished([*others, *command], environment(omerodir))
    finally:
        target.chmod(0o755)
    name = "images: not readable by user" if closed == "the folder" else "inside: Permission denied"
    assert name in one_sentence(result)


def test_start_status_and_stop_say_the_lines_that_administrators_know(omerodir: Path) -> None:
    port = {"CONFIG_omero_web_application__server_port": str(free_port())}
    stopped = omero("web", "status", omerodir=omerodir, **port)
    assert (stopped.returncode, stopped.stdout) == (1, "OMERO.web status... [NOT STARTED]\n")
    started = omero("web", "start", omerodir=omerodir, **port)
    assert started.returncode == 0
    assert [line.split(" password ")[0] for line in started.stdout.splitlines()] == [
        "Log in as root,",
        "Clearing expired sessions. This may take some time... [OK]",
        "Starting OMERO.web... [OK]",
    ]
    url = f"http://127.0.0.1:{port['CONFIG_omero_web_application__server_port']}"
    assert requests.get(f"{url}/healthz", timeout=60).text == "ok"
    running = omero("web", "status", omerodir=omerodir, **port)
    pid = (omerodir / "var" / "django.pid").read_text().strip()
    assert (running.returncode, running.stdout) == (
        0,
        f"OMERO.web status... [RUNNING] (PID {pid})\n",
    )
    assert (omerodir / "var" / "log" / "OMEROweb.log").exists()
    twice = omero("web", "start", omerodir=omerodir, **port)
    assert (twice.returncode, twice.stdout) == (1, "Starting OMERO.web... [FAILED]\n")
    ended = omero("web", "stop", omerodir=omerodir, **port)
    assert ended.returncode == 0
    assert ended.stdout.startswith("Stopping OMERO.web... [OK]\n")
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{url}/healthz", timeout=60)
    assert not (omerodir / "var" / "django.pid").exists()
    again = omero("web", "stop", omerodir=omerodir, **port)
    assert again.stdout == "Stopping OMERO.web... [NOT STARTED]\n"


def test_a_start_that_fails_shows_the_reason(omerodir: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        variable = {"CONFIG_omero_web_application__server_port": port}
        result = omero("web", "start", omerodir=omerodir, **variable)
    assert result.returncode == 1
    assert result.stdout == "Starting OMERO.web... [FAILED]\n"
    assert f"cannot listen on 127.0.0.1:{port}" in result.stderr


def test_a_stale_pid_file_is_not_taken_for_a_server(images: Path, ready_omerodir: Path) -> None:
    pid_file = ready_omerodir / "var" / "django.pid"
    # A living process that is not ours: the lock, not the number, counts.
    pid_file.write_text(f"{os.getpid()}\n")
    assert "[NOT STARTED]" in omero("web", "status", omerodir=ready_omerodir).stdout
    server = start(ready_omerodir, "--images", images)
    assert server.stop() == 0


def test_an_asynchronous_worker_serves_downloads(images: Path, ready_omerodir: Path) -> None:
    server = start(
        ready_omerodir, "--images", images, CONFIG_omero_web_wsgi__worker__class="gevent"
    )
    answer = requests.get(f"{server.url}/webgateway/archived_files/download/1/", timeout=60)
    assert answer.content == (images / "a.ome.tif").read_bytes()
    assert server.stop() == 0
    assert not re.search("Traceback|Warning", "".join(server.output))


def test_a_site_may_live_below_a_path(images: Path, ready_omerodir: Path) -> None:
    server = start(ready_omerodir, "--images", images, CONFIG_omero_web_prefix="/omero")
    assert server.url.endswith("/omero")
    root = requests.get(f"{server.url}/api/", timeout=60).json()
    assert root["data"][0]["url:base"] == f"{server.url}/api/v0/"
    assert listed(server.url) == ["a.ome.tif"]
    page = requests.get(f"{server.url}/", timeout=60, allow_redirects=False)
    assert page.headers["Location"] == "/omero/webclient/"
    without = requests.get(server.url.removesuffix("/omero") + "/healthz", timeout=60)
    assert without.text == "ok"
    assert server.stop() == 0


def test_a_container_with_another_uid_may_read_the_key(images: Path, omerodir: Path) -> None:
    command = ["/bin/sh", "-c", 'umask 0002; exec "$@"', "sh", *OMERO, "import", str(images)]
    subprocess.run(command, env=environment(omerodir), check=True, capture_output=True)
    modes = {
        name: (omerodir / name).stat().st_mode & 0o777
        for name in ("store/omero.db", "var/django_secret_key")
    }
    assert modes == {"store/omero.db": 0o664, "var/django_secret_key": 0o660}


def test_help_needs_no_configuration(omerodir: Path) -> None:
    result = omero("--help", omerodir=omerodir, CONFIG_omero_web_wsgi__workers="few")
    assert result.returncode == 0
    assert all(command in result.stdout for command in ("serve", "import", "web"))


def test_the_command_line_imports_neither_django_nor_image_libraries() -> None:
    code = (
        "import sys, omeroweb.cli.main; "
        "print(sorted({'django', 'numpy', 'cv2', 'tifffile'} & set(sys.modules)))"
    )
    python = OMERO[0]
    assert subprocess.check_output([python, "-c", code], text=True) == "[]\n"
