"""What `make test` does: every test on SQLite, then every test on PostgreSQL and Redis.

What this machine lacks is left out and named in the last line; with CI=true that is a failure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVICES = ROOT / "var" / "services" / "env"


def services() -> dict[str, str]:
    """Where PostgreSQL and Redis listen: said by the environment or by `make services`."""
    known = {}
    if SERVICES.exists():
        known = dict(line.split("=", 1) for line in SERVICES.read_text().split())
    names = ("DATABASE_URL", "REDIS_URL")
    return {name: url for name in names if (url := os.environ.get(name) or known.get(name))}


def tests_pass(title: str, **environment: str) -> bool:
    print(f"\nTests on {title}", flush=True)
    processes = str(min(os.cpu_count() or 1, 4))
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", processes, "--dist", "loadgroup"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "", "REDIS_URL": "", **environment},
    )
    return ended.returncode == 0


def main() -> int:
    urls = services()
    has_services = len(urls) == 2
    missing = [] if has_services else ["PostgreSQL and Redis"]
    if not shutil.which(os.environ.get("CHROMIUM") or "chromium"):
        missing.append("Chromium")
    left_out = (
        f"Not tested here: {' and '.join(missing)} (`make services` installs them on Debian)."
    )
    if missing and os.environ.get("CI") == "true":
        sys.exit(left_out)

    passed = tests_pass("SQLite")
    if has_services and passed:
        passed = tests_pass("PostgreSQL and Redis", **urls)
    if missing:
        print(left_out)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
