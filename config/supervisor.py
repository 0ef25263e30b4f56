"""`manage.py serve`: web, worker and scheduler as watched children of one small process.

It loads neither Django nor the site, so that nothing in them can stop it. Each child leads a
session of its own: Ctrl-C reaches the supervisor alone, which then asks all of them to finish.
"""

import argparse
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

LOOK_EVERY = 0.2  # seconds
TIME_TO_FINISH = 25
TIME_TO_ANSWER = 20
TIME_TO_FREE_THE_PORT = 10
STARTS_PER_MINUTE = 5
PR_SET_PDEATHSIG = 1

libc = ctypes.CDLL(None)


def say(text: str) -> None:
    print(text, flush=True)


class Child:
    """A process of ours, with whatever processes it starts in its turn."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.process: subprocess.Popen | None = None
        self.starts: deque[float] = deque(maxlen=STARTS_PER_MINUTE)

    def start(self) -> None:
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(
            self.command,
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_the_supervisor,
        )

    @property
    def status(self) -> int | None:
        """How it ended; None while it runs, or before it was started."""
        return self.process.poll() if self.process else None

    @property
    def keeps_ending(self) -> bool:
        is_full = len(self.starts) == self.starts.maxlen
        return is_full and time.monotonic() - self.starts[0] < 60

    def signal(self, number: int) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def sweep(self) -> None:
        """End what its own processes left behind: they may hold the port."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def _end_with_the_supervisor() -> None:
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Keeps children running until it is told to stop.

    The others start once the first one answers, so that the first page comes sooner.
    """

    def __init__(
        self, first: Child, others: list[Child], *, is_answering: Callable[[], bool]
    ) -> None:
        self.first = first
        self.others = others
        self.is_answering = is_answering
        self.is_told_to_stop = False

    def run(self) -> int:
        """Until a signal (0), or until a child cannot be kept running (1)."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        self.first.start()
        waits_until = time.monotonic() + TIME_TO_ANSWER
        answers = False
        try:
            while not self.is_told_to_stop:
                if not self._restart_those_that_ended():
                    return 1
                answers = answers or self.is_answering()
                if answers or time.monotonic() > waits_until:
                    self._start_the_others()
                time.sleep(LOOK_EVERY)
            return 0
        finally:
            self._end_all()

    def _stop(self, _number: int, _frame: object) -> None:
        self.is_told_to_stop = True

    def _start_the_others(self) -> None:
        for child in self.others:
            if child.process is None:
                child.start()

    def _restart_those_that_ended(self) -> bool:
        for child in (self.first, *self.others):
            if child.status is None:
                continue
            child.sweep()
            if child.keeps_ending:
                say(f"The {child.name} ended {STARTS_PER_MINUTE} times in a minute: giving up.")
                return False
            say(f"The {child.name} ended (status {child.status}): starting it again.")
            child.start()
        return True

    def _end_all(self) -> None:
        children = (self.first, *self.others)
        for child in children:
            child.signal(signal.SIGTERM)
        end = time.monotonic() + TIME_TO_FINISH
        running = [child for child in children if child.process]
        while time.monotonic() < end and any(child.status is None for child in running):
            time.sleep(0.05)
        for child in running:
            child.sweep()
            if child.process:
                child.process.wait()


def children(host: str, port: int, *, has_broker: bool) -> tuple[Child, list[Child]]:
    """The commands documented for machines that run them apart, see docs/deployment.md."""
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"]
    granian += ["--host", host, "--port", str(port), "--blocking-threads", "4"]
    granian += ["--workers", os.environ.get("WEB_CONCURRENCY") or "2", "--respawn-failed-workers"]
    granian += ["--workers-kill-timeout", "20", "--log-level", "warning", "config.wsgi:application"]

    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]
    at_once = os.environ.get("WORKER_CONCURRENCY") or "2"
    worker = [*celery, "worker", "--loglevel", "WARNING", "--concurrency", at_once]
    worker += ["--pool", "prefork", "--without-gossip", "--without-mingle"]
    web = Child("web server", granian)
    if not has_broker:
        # Its beat is inside: memory:// reaches no further.
        return web, [Child("worker", worker)]
    beat = [*celery, "beat", "--loglevel", "WARNING"]
    return web, [Child("worker", worker), Child("scheduler", beat)]


def port_is_free(host: str, port: int) -> bool:
    """Wait a little: what an earlier run left may be about to end."""
    end = time.monotonic() + TIME_TO_FREE_THE_PORT
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    while True:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                if time.monotonic() > end:
                    return False
            else:
                return True
        time.sleep(LOOK_EVERY)


def answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    say(f"Ready on http://{host}:{port}")
    return True


def main(arguments: list[str]) -> int:
    environ.Env.read_env(BASE_DIR / ".env")
    parser = argparse.ArgumentParser(prog="manage.py serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--prepare", action="store_true", help="run manage.py prepare before")
    options = parser.parse_args(arguments)
    os.environ["PORT"] = str(options.port)
    # Before there are children to look after, any request to end is a Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.default_int_handler)
    try:
        return serve(options.host, options.port, prepare=options.prepare)
    except KeyboardInterrupt:
        return 0


def serve(host: str, port: int, *, prepare: bool) -> int:
    if not port_is_free(host, port):
        say(
            f"Port {port} is in use, perhaps by this site already running. "
            "Stop that, or choose another port: PORT=8001 make run"
        )
        return 1
    if prepare:
        prepared = subprocess.run([sys.executable, str(BASE_DIR / "manage.py"), "prepare"])
        if prepared.returncode:
            return prepared.returncode
    web, others = children(host, port, has_broker=bool(os.environ.get("REDIS_URL")))
    return Supervisor(web, others, is_answering=lambda: answers(host, port)).run()
