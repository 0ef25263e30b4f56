"""The figures of performance, as a table.

    python -m benchmarks.run [pages …]

On a folder of its own with synthetic data; on PostgreSQL and Redis when DATABASE_URL and
REDIS_URL name them (an empty database of its own, please).
"""

import importlib
import os
import pkgutil
import platform
import sys
import tempfile
from collections.abc import Iterator

import django
from django.core.management import call_command

import benchmarks

# A site as it may be after a year, with one operation as big as they come.
SIZES = [
    {"operations": 12, "shifts": 40, "volunteers": 200},
    {"operations": 1, "shifts": 600, "volunteers": 600},
]


def prepare() -> None:
    django.setup()
    call_command("prepare", verbosity=0)
    for size in SIZES:
        call_command("seed_load", **size, verbosity=0)


def rows(names: list[str]) -> Iterator[benchmarks.Row]:
    for name in names:
        module = importlib.import_module(f"benchmarks.{name}")
        if hasattr(module, "rows"):
            yield from module.rows()


def table(found: list[benchmarks.Row]) -> str:
    head = benchmarks.Row("what", "figure", "beside a bare page", "goal")
    widths = [max(map(len, column)) for column in zip(head, *found, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [head, *found]
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def main() -> None:
    names = sys.argv[1:] or [
        each.name for each in pkgutil.iter_modules(benchmarks.__path__) if each.name != "run"
    ]
    with tempfile.TemporaryDirectory(prefix="free-mission-bench-") as folder:
        os.environ.update(VAR_DIR=folder, DEBUG="false", LOG_LEVEL="ERROR")
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/site.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores", flush=True)
        prepare()
        print(table(list(rows(names))))


if __name__ == "__main__":
    main()
