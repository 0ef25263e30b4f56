"""Real processes: stand-ins for the children first, then the site itself."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.notifications.sink import free_port

ROOT = Path(__file__).resolve().parent.parent.parent

# Each child writes its number into a folder, and may start one of its own that would outlive it.
STANDS_IN = """
import os, pathlib, signal, subprocess, sys, time
from config.supervisor import Child, Supervisor

folder = pathlib.Path(sys.argv[1])
child = '''
import os, pathlib, signal, subprocess, sys, time
folder, name, manner = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
if manner == "parent":
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    (folder / f"{name}-other").write_text(str(other.pid))
def stop(*_):
    time.sleep(0.3)
    (folder / f"{name}-finished").touch()
    sys.exit(0)
signal.signal(signal.SIGTERM, signal.SIG_IGN if manner == "deaf" else stop)
(folder / f"{name}.new").write_text(str(os.getpid()))
os.replace(folder / f"{name}.new", folder / name)
while manner != "brief":
    time.sleep(0.05)
'''
def make(name, manner):
    return Child(name, [sys.executable, "-c", child, str(folder), name, manner])

supervisor = Supervisor(
    make("web", sys.argv[2]), [make("worker", "good")],
    is_answering=lambda: (folder / "web").exists(),
)
sys.exit(supervisor.run())
"""


def wait_until(is_so, *, seconds=30):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to pass in time"
        time.sleep(0.02)


def is_running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.fixture
def started():
    """Starts commands that end with the test, whatever happens."""
    processes = []

    def start(command, **environment):
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        # Asked first: it ends its children, and what they have started.
        process.terminate()
        process.communicate(timeout=40)


@pytest.fixture
def supervised(started, tmp_path):
    """A supervisor of two stand-ins; the first is of the manner that is given."""

    class Supervised:
        def start(self, manner="good"):
            command = [sys.executable, "-c", textwrap.dedent(STANDS_IN), str(tmp_path), manner]
            self.process = started(command)
            wait_until(lambda: (tmp_path / "worker").exists() or manner == "brief")
            return self

        def pid_of(self, name):
            return int((tmp_path / name).read_text())

        def has_finished(self, name):
            return (tmp_path / f"{name}-finished").exists()

    return Supervised()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_lets_all_children_finish_and_ends_with_zero(supervised, number):
    supervised.start()

    supervised.process.send_signal(number)

    assert supervised.process.wait(timeout=20) == 0
    for name in ("web", "worker"):
        assert supervised.has_finished(name)
        assert not is_running(supervised.pid_of(name))


def test_a_child_that_is_killed_is_started_again_and_the_other_left_alone(supervised):
    supervised.start()
    before, web = supervised.pid_of("worker"), supervised.pid_of("web")

    os.kill(before, signal.SIGKILL)
    wait_until(lambda: supervised.pid_of("worker") != before)

    assert is_running(supervised.pid_of("worker"))
    assert supervised.pid_of("web") == web


def test_what_a_killed_child_left_behind_is_ended_before_it_starts_again(supervised):
    supervised.start("parent")
    before, left_behind = supervised.pid_of("web"), supervised.pid_of("web-other")

    os.kill(before, signal.SIGKILL)
    wait_until(lambda: supervised.pid_of("web") != before)

    assert not is_running(left_behind)


def test_a_child_that_keeps_ending_makes_it_give_up_with_one(supervised):
    supervised.start("brief")

    assert supervised.process.wait(timeout=60) == 1
    assert "The web ended 5 times in a minute: giving up." in supervised.process.stdout.read()
    wait_until(lambda: not is_running(supervised.pid_of("worker")))


def test_killed_itself_it_leaves_no_child(supervised):
    supervised.start()

    supervised.process.kill()

    for name in ("web", "worker"):
        wait_until(lambda name=name: not is_running(supervised.pid_of(name)))
        assert supervised.has_finished(name)


def serve(started, port, folder, broker=""):
    return started(
        [sys.executable, "manage.py", "serve", "--prepare"],
        DJANGO_SETTINGS_MODULE="config.settings",
        DATABASE_URL=f"sqlite:///{folder / 'site.sqlite3'}",
        REDIS_URL=broker,
        VAR_DIR=str(folder),
        PORT=str(port),
        PUBLIC_BASE_URL=f"http://127.0.0.1:{port}",
        ALLOWED_HOSTS="127.0.0.1",
    )


def wait_for(process, port, path):
    wait_until(lambda: process.poll() is not None or get(port, path) == 200, seconds=240)
    assert process.poll() is None, process.communicate()[0]


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def processes_of(folder):
    """Those that were told this folder in their environment, dead ones aside."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if f"VAR_DIR={folder}".encode() in environment.split(b"\0") and is_running(process.name):
            found.append(int(process.name))
    return found


def test_a_port_in_use_is_said_in_words(started, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = serve(started, port, tmp_path)
        words, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert f"Port {port} is in use" in words


@pytest.mark.parametrize(
    "broker", ["", pytest.param(settings.REDIS_URL, marks=pytest.mark.redis, id="redis")]
)
def test_the_site_serves_from_one_command_survives_kills_and_leaves_nothing(
    started, tmp_path, broker
):
    port = free_port()
    process = serve(started, port, tmp_path, broker)
    # Ready once the worker gave a sign of life, too.
    wait_for(process, port, "/readyz")
    assert len(processes_of(tmp_path)) >= 4

    process.send_signal(signal.SIGINT)
    words, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert processes_of(tmp_path) == []
    assert f"Ready on http://127.0.0.1:{port}" in words
    assert "Traceback" not in words

    again = serve(started, port, tmp_path, broker)
    wait_for(again, port, "/readyz")
    again.kill()
    wait_until(lambda: processes_of(tmp_path) == [], seconds=40)

    third = serve(started, port, tmp_path, broker)
    wait_for(third, port, "/healthz")
    third.terminate()
    assert third.wait(timeout=60) == 0
