"""`omero web`: starting, stopping and looking after a server in the background."""

import fcntl
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from omeroweb.cli.web.log import KEPT, writable_log
from omeroweb.config import catalogue, load
from tests.ports import free_port
from tests.server import OMERO, PATIENCE, environment, omero

PORT = catalogue.SERVER_PORT.variable


class Site:
    """One state directory with a port of its own, and what `omero web` makes of it."""

    def __init__(self, omerodir: Path) -> None:
        self.omerodir = omerodir
        self.port = free_port()
        self.variables = {PORT: str(self.port)}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.omerodir / "var" / "log" / "OMEROweb.log"

    def web(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return omero("web", *arguments, omerodir=self.omerodir, **{**self.variables, **more})

    def pid(self) -> int:
        """The process id that `status` names."""
        found = re.search(r"\[RUNNING\] \(PID (\d+)\)", self.web("status").stdout)
        assert found, "it does not run"
        return int(found[1])

    def answers(self) -> bool:
        return requests.get(f"{self.url}/healthz", timeout=60).text == "ok"

    def sessions(self) -> int:
        with sqlite3.connect(self.omerodir / "store" / "omero.db") as database:
            (count,) = database.execute("SELECT count(*) FROM django_session").fetchone()
        return int(count)

    def add_expired_session(self) -> None:
        with sqlite3.connect(self.omerodir / "store" / "omero.db") as database:
            row = ("a" * 32, "x", "2001-01-01 00:00:00")
            database.execute("INSERT INTO django_session VALUES (?, ?, ?)", row)


@pytest.fixture
def site(ready_omerodir: Path) -> Iterator[Site]:
    """A site that does not run; whatever runs at the end is stopped."""
    made = Site(ready_omerodir)
    yield made
    made.web("stop")


@pytest.fixture
def new_site(omerodir: Path) -> Iterator[Site]:
    """One that has never run."""
    made = Site(omerodir)
    yield made
    made.web("stop")


def workers_of(pid: int) -> set[int]:
    """The child processes of Gunicorn."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return {int(child) for child in children.split()}


def test_restart_makes_a_new_server_on_the_same_port(site: Site) -> None:
    assert site.web("start").returncode == 0
    first = site.pid()
    again = site.web("restart", "--keep-sessions")
    assert again.returncode == 0, again.stderr
    assert again.stdout.splitlines() == [
        "Stopping OMERO.web... [OK]",
        f"OMERO.web WSGI workers (PID {first}) killed.",
        "Starting OMERO.web... [OK]",
    ]
    assert site.pid() != first
    assert site.answers()


def test_restart_starts_a_server_that_did_not_run(site: Site) -> None:
    result = site.web("restart")
    assert result.returncode == 0
    assert "Stopping OMERO.web... [NOT STARTED]" in result.stdout
    assert site.answers()


def test_a_wrong_setting_does_not_stop_a_server_that_runs(site: Site) -> None:
    site.web("start")
    refused = site.web("restart", CONFIG_omero_web_wsgi__workers="few")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "omero.web.wsgi_workers='few'" in refused.stderr
    assert site.answers()


def test_the_options_of_start_win_over_the_properties(site: Site) -> None:
    site.web("start", "--workers", "3", CONFIG_omero_web_wsgi__workers="1")
    assert len(workers_of(site.pid())) == 3


def test_a_worker_is_replaced_after_max_requests(site: Site) -> None:
    site.web(
        "start",
        CONFIG_omero_web_wsgi__workers="1",
        CONFIG_omero_web_application__server_max__requests="2",
    )
    pid = site.pid()
    first = workers_of(pid)
    for _ in range(4):
        requests.get(f"{site.url}/healthz", timeout=60)
    until(lambda: bool(workers_of(pid)) and not workers_of(pid) & first)
    assert site.answers()


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (
            {},
            {
                "worker_class": "omeroweb.http.worker.RenderWorker",
                "threads": "4",
                "max_requests": "10000",
                "timeout": "60",
            },
        ),
        (
            {"wsgi__worker__class": "gevent", "wsgi__worker__connections": "77"},
            {
                "worker_class": "omeroweb.http.stream_worker.StreamWorker",
                "worker_connections": "77",
                "max_requests": "0",
                "preload_app": "True",
            },
        ),
        (
            {"wsgi__worker__class": "sync", "wsgi__timeout": "90"},
            {"worker_class": "sync", "threads": "1", "timeout": "90", "max_requests": "10000"},
        ),
        (
            {"wsgi__worker__class": "sync", "wsgi__threads": "6"},
            {"threads": "6"},
        ),
        ({"wsgi__args": "--timeout 7 --workers 2"}, {"timeout": "7", "workers": "2"}),
        ({"application__server_host": "::1"}, {"bind": "['[::1]:4080']"}),
    ],
)
def test_gunicorn_itself_reads_what_the_properties_say(
    tmp_path: Path, properties: dict[str, str], expected: dict[str, str]
) -> None:
    variables = {f"CONFIG_omero_web_{name}": text for name, text in properties.items()}
    of = environment(tmp_path, PYTHONPATH=os.pathsep.join(sys.path), **variables)
    # The command itself, as `omero web start` runs it, asked to print instead of to serve.
    code = (
        "import os; from omeroweb.cli.gunicorn import become_gunicorn; "
        "from omeroweb.config import load; become_gunicorn(load(os.environ))"
    )
    (tmp_path / "var").mkdir()
    of["GUNICORN_CMD_ARGS"] = "--print-config"
    printed = subprocess.run(
        [sys.executable, "-c", code], env=of, capture_output=True, text=True, check=False
    )
    lines = dict(line.split("=", 1) for line in printed.stdout.splitlines() if "=" in line)
    found = {name.strip(): text.strip() for name, text in lines.items()}
    assert {name: found.get(name) for name in expected} == expected, printed.stderr


def test_arguments_are_split_as_a_shell_would(site: Site) -> None:
    access = site.omerodir.parent / "access of today.log"
    arguments = f"--access-logfile '{access}' --access-logformat 'seen %(r)s'"
    started = site.web("start", f"--wsgi-args={arguments}")
    assert started.returncode == 0, started.stderr
    requests.get(f"{site.url}/healthz?marked", timeout=60)
    until(lambda: "seen GET /healthz?marked HTTP/1.1" in access.read_text(encoding="utf-8"))


def test_arguments_that_gunicorn_does_not_take_are_refused_before_anything_starts(
    site: Site,
) -> None:
    result = site.web("start", CONFIG_omero_web_wsgi__args="--wrkers 3")
    assert (result.returncode, result.stdout) == (1, "")
    assert "omero.web.wsgi_args='--wrkers 3' (from CONFIG_omero_web_wsgi__args)" in result.stderr
    assert "unrecognized arguments: --wrkers" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_start_that_fails_shows_the_reason_and_the_last_lines_of_the_log(site: Site) -> None:
    result = site.web("start", "--wsgi-args=--worker-class no.such.Worker")
    assert result.returncode == 1
    assert result.stdout.splitlines()[-1] == "Starting OMERO.web... [FAILED]"
    assert "No module named 'no'" in result.stderr
    assert f"(whole log: {site.log})" in result.stderr
    assert site.web("status").returncode == 1


def test_a_stale_pid_file_is_not_taken_for_a_server(site: Site) -> None:
    pid_file = site.omerodir / "var" / "django.pid"
    with subprocess.Popen(["sleep", "600"]) as somebody:
        # A process id that another program has got since.
        pid_file.write_text(f"{somebody.pid}\n", encoding="ascii")
        assert site.web("status").stdout == "OMERO.web status... [NOT STARTED]\n"
        stopped = site.web("stop")
        assert stopped.returncode == 0
        assert f"Removed stale {pid_file}" in stopped.stdout
        pid_file.write_text(f"{somebody.pid}\n", encoding="ascii")
        assert site.web("start").returncode == 0
        assert site.pid() != somebody.pid
        assert somebody.poll() is None
        somebody.kill()


def test_stop_waits_until_the_last_worker_is_gone(site: Site) -> None:
    site.web("start")
    pid = site.pid()
    everybody = {pid, *workers_of(pid)}
    assert len(everybody) > 1
    with (site.omerodir / "var" / "django.pid").open("rb") as pid_file:
        assert site.web("stop").returncode == 0
        # Raises where one of them still holds it: they all do while they run.
        fcntl.flock(pid_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    until(lambda: not any(is_alive(process) for process in everybody))


def test_two_servers_share_a_store_each_with_its_own_pid_file(site: Site) -> None:
    """As docs/nginx.md has it: the second one answers downloads."""
    assert site.web("start", "--workers", "1").returncode == 0
    port = free_port()
    second = {
        PORT: str(port),
        catalogue.PID_FILE.variable: str(site.omerodir / "var" / "stream.pid"),
        catalogue.WORKER_CLASS.variable: "gevent",
        catalogue.WORKERS.variable: "1",
    }
    started = site.web("start", **second)
    assert started.returncode == 0, started.stderr
    assert site.answers()
    assert requests.get(f"http://127.0.0.1:{port}/healthz", timeout=60).text == "ok"
    settings = {
        name: (site.omerodir / "var" / f"{name}.gunicorn.conf.py").read_text(encoding="utf-8")
        for name in ("django", "stream")
    }
    assert "worker_class = 'omeroweb.http.worker.RenderWorker'" in settings["django"]
    assert "worker_class = 'omeroweb.http.stream_worker.StreamWorker'" in settings["stream"]
    assert site.web("stop", **second).returncode == 0
    assert site.answers()


def test_the_pid_file_and_the_log_are_where_the_properties_say(site: Site, tmp_path: Path) -> None:
    site.variables |= {
        catalogue.PID_FILE.variable: str(tmp_path / "run" / "omero.pid"),
        catalogue.LOG_FOLDER.variable: str(tmp_path / "logs"),
    }
    assert site.web("start").returncode == 0
    assert (tmp_path / "run" / "omero.pid").read_text(encoding="ascii").strip() == str(site.pid())
    assert (tmp_path / "logs" / "OMEROweb.log").exists()
    assert not site.log.exists()


def test_a_site_with_names_of_its_own_starts_and_refuses_others(site: Site) -> None:
    names = {catalogue.ALLOWED_HOSTS.variable: '["omero.example.org"]'}
    assert site.web("start", **names).returncode == 0
    url = f"{site.url}/webclient/login/"
    ours = requests.get(url, headers={"Host": "omero.example.org"}, timeout=60)
    assert ours.status_code == 200
    assert requests.get(url, timeout=60).status_code == 400
    logged = site.log.read_text(encoding="utf-8")
    assert "Invalid HTTP_HOST header: '127.0.0.1:" in logged
    assert "Traceback" not in logged


def test_a_property_without_effect_is_said_at_the_start(site: Site) -> None:
    result = site.web("start", CONFIG_omero_web_pipeline__js__compressor="uglify")
    assert result.returncode == 0
    assert (
        "omero.web.pipeline_js_compressor (from CONFIG_omero_web_pipeline__js__compressor) "
        "has no effect" in result.stderr
    )


def test_the_development_server_serves_and_says_what_it_is_for(new_site: Site) -> None:
    new_site.variables[catalogue.APPLICATION_SERVER.variable] = "development"
    with subprocess.Popen(
        [*OMERO, "web", "start"],
        env=environment(new_site.omerodir, **new_site.variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        until(lambda: "[RUNNING]" in new_site.web("status").stdout and is_reached(new_site))
        assert new_site.answers()
        page = requests.get(f"{new_site.url}/webclient/login/", timeout=60)
        style = re.search(r'href="([^"]+base[^"]*\.css)"', page.text)
        assert style
        assert requests.get(new_site.url + style[1], timeout=60).status_code == 200
        assert new_site.web("stop").returncode == 0
        output, _ = server.communicate(timeout=PATIENCE)
    assert "for testing only" in output
    assert "password" in output
    assert "Traceback" not in output
    assert server.returncode == 0


@pytest.mark.parametrize("action", ["start", "stop", "status", "restart"])
def test_a_site_under_another_wsgi_host_is_not_managed(site: Site, action: str) -> None:
    result = site.web(action, CONFIG_omero_web_application__server="wsgi")
    assert (result.returncode, result.stdout) == (1, "")
    assert "another WSGI host loads omeroweb.wsgi:application" in result.stderr


def test_expired_sessions_are_cleared_by_the_command_and_by_a_start(new_site: Site) -> None:
    assert "(shown only now)" in new_site.web("clearsessions").stdout
    new_site.add_expired_session()
    cleared = new_site.web("clearsessions")
    assert cleared.stdout == "Clearing expired sessions. This may take some time... [OK]\n"
    assert new_site.sessions() == 0
    new_site.add_expired_session()
    kept = new_site.web("start", "--keep-sessions")
    assert "Clearing" not in kept.stdout
    assert new_site.sessions() == 1
    new_site.web("restart")
    assert new_site.sessions() == 0
    new_site.add_expired_session()
    in_background = new_site.web("clearsessions", "--no-wait")
    assert "[OK]" not in in_background.stdout
    until(lambda: new_site.sessions() == 0)


@pytest.mark.parametrize("name", ["collectstatic", "syncmedia"])
def test_static_files_are_collected_into_static_root(site: Site, tmp_path: Path, name: str) -> None:
    root = tmp_path / "www"
    result = site.web(name, **{catalogue.STATIC_ROOT.variable: str(root)})
    assert result.returncode == 0
    assert f"static files copied to '{root}'" in result.stdout
    assert (root / "staticfiles.json").exists()


def test_diagnostics_tell_what_somebody_who_helps_wants_to_know(site: Site) -> None:
    assert "not started" in site.web("diagnostics").stdout
    site.web("start")
    site.log.write_text(
        "[2001-01-01 00:00:00 +0000] [1] [CRITICAL] WORKER TIMEOUT (pid:1)\n"
        "2001-01-01 00:00:00,000 WARNING  omeroweb (1) slow\nfine\n",
        encoding="utf-8",
    )
    told = site.web("diagnostics").stdout
    assert f"running (PID {site.pid()})" in told
    assert "errors=1 warnings=1" in told


def test_a_log_that_has_grown_too_large_is_put_aside(tmp_path: Path) -> None:
    configuration = load({"OMERODIR": str(tmp_path)})
    log = writable_log(configuration)
    for content in range(KEPT + 3):
        log.write_text(f"{content:02}", encoding="ascii")
        writable_log(configuration, largest=2)
    kept = {file.name: file.read_text(encoding="ascii") for file in log.parent.iterdir()}
    assert kept.pop(log.name) == ""
    newest = KEPT + 2
    assert kept == {f"{log.name}.{n}": f"{newest + 1 - n:02}" for n in range(1, KEPT + 1)}


def test_a_folder_for_the_log_that_cannot_be_made_is_named(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "log"
    result = site.web("start", **{catalogue.LOG_FOLDER.variable: str(folder)})
    assert result.returncode == 1
    assert f"{folder / 'OMEROweb.log'}: Not a directory" in result.stderr
    assert "omero.web.logdir" in result.stderr


def test_a_killed_server_leaves_nothing_that_hinders_the_next(site: Site) -> None:
    site.web("start")
    pid = site.pid()
    # The arbiter first: it would put another worker in the place of one that is killed.
    everybody = [pid, *workers_of(pid)]
    for process in everybody:
        os.kill(process, signal.SIGKILL)
    until(lambda: not any(is_alive(process) for process in everybody))
    assert site.web("status").returncode == 1
    assert site.web("start").returncode == 0
    assert site.answers()


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not waited for does not."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


def is_reached(site: Site) -> bool:
    try:
        return site.answers()
    except requests.ConnectionError:
        return False


def until(is_true: Callable[[], bool]) -> None:
    """Wait for something that another process does soon; a bound ends what never comes."""
    for _ in range(PATIENCE * 10):
        if is_true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen")


# --- apps ------------------------------------------------------------------------------

EXAMPLE = {"PYTHONPATH": str(Path(__file__).parents[1] / "apps")}


def test_an_app_is_switched_on_by_its_name(site: Site) -> None:
    site.variables |= EXAMPLE
    enabled = site.web("enableapp", "omero_example")
    assert enabled.returncode == 0, enabled.stderr
    assert enabled.stdout.splitlines()[-1] == "App 'omero_example' was enabled"
    assert (site.omerodir / "var" / "static" / "omero_example").is_dir()
    again = site.web("enableapp", "omero_example")
    assert again.returncode == 0
    stored = omero("config", "get", "omero.web.apps", omerodir=site.omerodir, **EXAMPLE)
    assert stored.stdout == '["omero_example"]\n'
    assert site.web("start").returncode == 0
    assert site.answers()


def test_an_app_that_is_not_there_changes_nothing(site: Site) -> None:
    result = site.web("enableapp", "omero_nowhere")
    assert result.returncode == 1
    assert "Failed to enable 'omero_nowhere': no such package" in result.stderr
    assert not (site.omerodir / "etc").exists()


def test_apps_that_the_environment_names_are_not_changed_in_a_file(site: Site) -> None:
    site.variables |= {**EXAMPLE, "CONFIG_omero_web_apps": "[]"}
    result = site.web("enableapp", "omero_example")
    assert result.returncode == 1
    assert "CONFIG_omero_web_apps sets omero.web.apps" in result.stderr


def test_without_a_name_apps_are_listed(site: Site) -> None:
    listed = site.web("enableapp")
    assert (listed.returncode, listed.stdout) == (0, "[enableapp] available apps:\n")


def test_a_static_file_of_ones_own_is_also_found_by_its_plain_name(
    site: Site, tmp_path: Path
) -> None:
    (tmp_path / "own" / "lab").mkdir(parents=True)
    (tmp_path / "own" / "lab" / "logo.svg").write_text("<svg/>", encoding="utf-8")
    folders = {catalogue.STATICFILE_FOLDERS.variable: f'["{tmp_path / "own"}"]'}
    assert site.web("start", **folders).returncode == 0
    # As omero.web.top_logo and pages of apps name it.
    answer = requests.get(f"{site.url}/static/lab/logo.svg", timeout=60)
    assert (answer.status_code, answer.text) == (200, "<svg/>")
