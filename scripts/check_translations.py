"""Is every sentence of the site translated into every released language?

Collects the sentences as `make messages` would, in a copy, and names those without a translation.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import django
import polib
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def collected(language: str, folder: str) -> Path:
    """The language's file as it is with the sentences of today, in a copy of the sources."""
    copy = Path(folder) / "copy"
    if not copy.exists():
        names = [".git", ".venv", "var", "node_modules", "__pycache__", ".*_cache"]
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*names))
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", language, "--no-obsolete"],
        cwd=copy,
        env={**os.environ, "VAR_DIR": folder},
        check=True,
        capture_output=True,
        text=True,
    )
    return copy / "locale" / language / "LC_MESSAGES" / "django.po"


def problems(path: Path) -> list[str]:
    found = [
        f"not translated: {entry.msgid!r}"
        for entry in polib.pofile(str(path))
        if not entry.translated()
    ]
    checked = subprocess.run(
        ["msgfmt", "--check", "-o", os.devnull, str(path)], capture_output=True, text=True
    )
    return found + (checked.stderr.splitlines() if checked.returncode else [])


def main() -> int:
    if not shutil.which("xgettext"):
        print("Translations were not checked: gettext is missing (`make services` installs it).")
        return 1 if os.environ.get("CI") == "true" else 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    is_complete = True
    with tempfile.TemporaryDirectory() as folder:
        for language in settings.RELEASED_LANGUAGES:
            if language == settings.LANGUAGE_CODE:
                continue  # the sentences in the sources are already in it
            for problem in problems(collected(language, folder)):
                is_complete = False
                print(f"{language}: {problem}")
    return 0 if is_complete else 1


if __name__ == "__main__":
    sys.exit(main())
