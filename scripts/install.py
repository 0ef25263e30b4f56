"""Put the pinned packages of a requirements file into .venv; at once over when they are there.

python3 scripts/install.py requirements.txt
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def works(*command) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    print("Making .venv", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True
    )
    if made.returncode:
        sys.exit(
            "Python cannot make a virtual environment here. On Debian and Ubuntu, install the "
            f"package python3-venv and try again.\n{made.stdout}{made.stderr}"
        )


def install(requirements: Path) -> None:
    print(f"Installing the packages of {requirements.name} (10 to 60 s)", flush=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "-q", "install"]
    uv = [str(PYTHON), "-m", "uv", "-q", "pip", "install", "--python", str(PYTHON)]
    checked = ["--require-hashes", "-r"]
    subprocess.run([*pip, *checked, str(ROOT / "scripts" / "uv.txt")], check=True)
    environment = {**os.environ, "UV_LINK_MODE": "copy"}
    if subprocess.run([*uv, *checked, str(requirements)], env=environment).returncode:
        # uv does not read pip's settings, where some networks name their own mirror.
        print("Trying once more with pip", flush=True)
        subprocess.run([*pip, *checked, str(requirements)], check=True)


def main(name: str) -> None:
    requirements = ROOT / name
    stamp = VENV / f"{name}.sha256"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if works(str(PYTHON), "-c", "") and stamp.exists() and stamp.read_text() == wanted:
        return
    # Also when the one that is there was made by another tool, without pip.
    if not works(str(PYTHON), "-m", "pip", "--version"):
        make_venv()
    try:
        install(requirements)
    except subprocess.CalledProcessError as error:
        sys.exit(f"The packages could not be installed (status {error.returncode}).")
    stamp.write_text(wanted)


if sys.version_info < (3, 11):  # noqa: UP036 - the sentence for those who have an older one
    sys.exit(
        "FREE-MISSION needs Python 3.11 or newer; this is {}.{}. "
        "Name a newer one, for example: make run PYTHON=python3.11".format(*sys.version_info)
    )
main(sys.argv[1])
