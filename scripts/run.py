"""What `make run` does once the packages are there: prepare, load the demo once, serve."""

import ctypes
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
VAR_DIR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
DEMO_ACCOUNTS = VAR_DIR / "demo" / "accounts.json"
PREPARED = VAR_DIR / "prepared"
# What `manage.py prepare` looks at, or leaves behind.
SOURCES = [
    ".env",
    "requirements.txt",
    "config/settings*.py",
    "*/migrations/*.py",
    "guides/data/sheets/*.toml",
    "locale/*/LC_MESSAGES/*",
    "static/**/*",
]
PR_SET_PDEATHSIG = 1


def manage(*arguments: str) -> None:
    status = subprocess.run([*MANAGE, *arguments]).returncode
    if status:
        sys.exit(f"manage.py {arguments[0]} ended with status {status}.")


def fingerprint() -> str:
    files = [path for pattern in SOURCES for path in sorted(ROOT.glob(pattern)) if path.is_file()]
    seen = [f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in files]
    settings = [f"{name}={value}" for name, value in sorted(os.environ.items()) if "_URL" in name]
    return hashlib.sha256("\n".join([*seen, *settings]).encode()).hexdigest()


def is_prepared() -> bool:
    """Nothing has changed since: the next start need not load Django to find that out."""
    is_there = (VAR_DIR / "site.sqlite3").exists() and (VAR_DIR / "static").exists()
    return is_there and PREPARED.exists() and PREPARED.read_text() == fingerprint()


def prepare() -> None:
    if not is_prepared():
        manage("prepare")
        PREPARED.write_text(fingerprint())
    if not DEMO_ACCOUNTS.exists():
        print("Loading the communes of France and the demo (once, about 30 s)", flush=True)
        manage("import_communes", "FR")
        manage("seed_demo")


def welcome() -> None:
    print("\nThe demo is loaded; these accounts are for trying the site:")
    for account in json.loads(DEMO_ACCOUNTS.read_text()):
        print("  {role:22} {email:40} {password}".format(**account))
    print(f"\n  http://127.0.0.1:{os.environ.get('PORT') or 8000}\n\nCtrl-C stops it.", flush=True)


def in_our_foreground() -> int | None:
    """The terminal that sends its Ctrl-C to us, if one does."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        return None
    return terminal if os.tcgetpgrp(terminal) == os.getpgrp() else None


def apart() -> None:
    """In the child, before it runs: end with us, and do not let Ctrl-Z stop what we wait for."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)


def handled_signals(pid: int) -> str:
    """The signals that a process has a handler for; empty where this cannot be known."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return ""
    return next(line for line in status.splitlines() if line.startswith("SigCgt"))


def hold(command: list[str]) -> int:
    """Run a command in the terminal's foreground, apart from Make, until it ends; its status.

    Make that receives an interrupt ends with 130, however cleanly its recipe stopped. So the
    command gets a process group of its own, to which the terminal sends Ctrl-C, and Make sleeps
    on. Whatever reaches us or Make by another way is passed on to the command.
    """
    make, handled = os.getppid(), handled_signals(os.getppid())
    terminal = in_our_foreground()
    told = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: told.append(number))
    child = subprocess.Popen(command, process_group=0, preexec_fn=apart)
    if terminal is not None:
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.tcsetpgrp(terminal, child.pid)
    is_stopping = False
    while child.poll() is None:
        # Make passes no interrupt on; but it drops its handlers, and then waits for us.
        if os.getppid() != make or handled_signals(make) != handled:
            told.append(signal.SIGTERM)
        if told and not is_stopping:
            child.terminate()
            is_stopping = True
        time.sleep(0.2)
    if terminal is not None:
        os.tcsetpgrp(terminal, os.getpgrp())
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


if __name__ == "__main__":
    prepare()
    welcome()
    sys.exit(hold([*MANAGE, "serve"]))
