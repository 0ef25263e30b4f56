"""How `make run` ends, with a small process in the place of the site."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
SITE = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(print("stopped", flush=True)))
signal.signal(signal.SIGINT, signal.getsignal(signal.SIGTERM))
print("serving", flush=True)
time.sleep(30)
"""
RECIPE = "import sys; import run; sys.exit(run.hold([sys.executable, 'site_stand_in.py']))"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "site_stand_in.py").write_text(SITE)
    (tmp_path / "recipe.py").write_text(
        f"import sys; sys.path.insert(0, {str(SCRIPTS)!r}); {RECIPE}"
    )
    (tmp_path / "Makefile").write_text(f"run:\n\t@{sys.executable} recipe.py\n")
    return tmp_path


def read_until(word: bytes, source: int) -> bytes:
    seen, end = b"", time.monotonic() + 20
    while word not in seen and time.monotonic() < end:
        if select.select([source], [], [], 0.1)[0]:
            seen += os.read(source, 4096)
    assert word in seen, seen
    return seen


def test_ctrl_c_in_a_terminal_stops_the_site_and_make_ends_with_0(folder):
    make, terminal = pty.fork()
    if make == 0:
        os.execvp("make", ["make", "-C", str(folder), "run"])
    read_until(b"serving", terminal)

    os.write(terminal, b"\x03")

    read_until(b"stopped", terminal)
    _, status = os.waitpid(make, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_to_make_stops_the_site(folder, number):
    make = subprocess.Popen(
        ["make", "-C", str(folder), "run"], stdout=subprocess.PIPE, start_new_session=True
    )
    read_until(b"serving", make.stdout.fileno())

    make.send_signal(number)

    read_until(b"stopped", make.stdout.fileno())
    assert make.wait(20) == -number  # Make reports its own signal: docs/decisions/0005
