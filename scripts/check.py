"""What `make check` does: everything that can be said of the code without running the site."""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
PRODUCTION = {
    "SECRET_KEY": secrets.token_urlsafe(48),
    "PUBLIC_BASE_URL": "https://free-mission.example",
    "EMAIL_URL": "smtp://localhost:25",
    "DEBUG": "false",
}
CHECKS = {
    "formatting": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "order of apps and files": ["lint-imports"],
    "formatting of templates": ["djade", "--check", "--target-version", "5.2", "TEMPLATES"],
    "lint of templates": ["djlint", "--lint", "--quiet", "templates"],
    "types": ["mypy", "--no-error-summary", "."],
    "missing migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "production settings": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "translations": ["scripts/check_translations.py"],
}


def command_of(words: list[str]) -> list[str]:
    if words[-1] == "TEMPLATES":
        words = [*words[:-1], *map(str, sorted(ROOT.glob("templates/**/*.html")))]
    if words[0].endswith(".py"):
        return [PYTHON, *words]
    return [str(Path(PYTHON).parent / words[0]), *words[1:]]


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, **PRODUCTION, "VAR_DIR": folder}
        for name, words in CHECKS.items():
            ended = subprocess.run(
                command_of(words), cwd=ROOT, env=environment, capture_output=True, text=True
            )
            print(f"{'fails' if ended.returncode else 'ok':6}{name}", flush=True)
            if ended.returncode:
                failed.append(name)
                print(ended.stdout + ended.stderr, flush=True)
    if failed:
        print(f"To be put right: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
