"""Make this installation ready to serve: texts, database, static files. Quick when they are."""

import hashlib
import os
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []
    is_quiet = True  # until it is run as a command

    def handle(self, *args: Any, **options: Any) -> None:
        self.is_quiet = options["verbosity"] == 0
        for folder in settings.LOCALE_PATHS:
            for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
                self.compile_texts(source)
        self.prepare_database()
        call_command("load_guides", verbosity=0)
        call_command("load_plans", verbosity=0)
        call_command("load_documents", verbosity=0)
        self.collect_static_files()

    def compile_texts(self, source: Path) -> None:
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            return
        # Whole or not at all: another process may read it just now.
        draft = compiled.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(compiled)
        self.say(f"Compiled the texts of {source.parent.parent.name}")

    def prepare_database(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("Bringing the database up to date")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)

    def collect_static_files(self) -> None:
        stamp = Path(settings.STATIC_ROOT) / ".collected-from"
        found = fingerprint_of_static_files()
        if stamp.exists() and stamp.read_text() == found:
            return
        self.say("Collecting and compressing the static files")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(found)

    def say(self, text: str) -> None:
        if not self.is_quiet:
            self.stdout.write(text)
            self.stdout.flush()


def fingerprint_of_static_files() -> str:
    """Changes with any file that would be collected, and with how they are stored."""
    found = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda each: each[0]):
            size, modified = storage.size(path), storage.get_modified_time(path).timestamp()
            found.update(f"{path} {size} {modified}\n".encode())
    return found.hexdigest()
