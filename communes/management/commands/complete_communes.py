import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communes.geoapi import DEFAULT_URL, Unreachable, Unserved, surroundings_in
from communes.models import Commune
from communes.services import complete_communes

FAILURES_BEFORE_GIVING_UP = 3


class Command(BaseCommand):
    help = "Fill in missing places, surfaces and outlines from the public geographic service."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("country", choices=["FR"])
        parser.add_argument("--url", default=DEFAULT_URL, help="the service (%(default)s)")
        parser.add_argument("--timeout", type=float, default=30, help="seconds (%(default)s)")
        parser.add_argument("--pause", type=float, default=1, help="seconds between requests")
        parser.add_argument("--department", action="append", help="only this one; repeatable")

    def handle(self, country: str, **options: Any) -> None:
        incomplete = Commune.objects.filter(country=country).incomplete().order_by()
        waiting = set(incomplete.values_list("department_code", flat=True))
        asked = sorted(waiting.intersection(options["department"] or waiting))
        failed: list[str] = []
        unserved: list[str] = []
        completed = in_a_row = 0
        for position, department in enumerate(asked):
            if in_a_row == FAILURES_BEFORE_GIVING_UP:
                failed += asked[position:]
                break
            if position:
                time.sleep(options["pause"])
            try:
                found = surroundings_in(
                    department, url=options["url"], timeout=options["timeout"], pause=self.wait
                )
            except Unserved:
                unserved.append(department)
                in_a_row = 0
            except Unreachable as error:
                self.stderr.write(f"{department}: {error}")
                failed.append(department)
                in_a_row += 1
            else:
                completed += complete_communes(country=country, found=found)
                in_a_row = 0
        self.report(country, completed, unserved, failed)

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)

    def report(self, country: str, completed: int, unserved: list[str], failed: list[str]) -> None:
        self.stdout.write(f"{completed} communes completed")
        missing = Commune.objects.filter(country=country).incomplete().count()
        self.stdout.write(f"{missing} communes still lack something")
        if unserved:
            self.stdout.write(f"Not known to the service: {', '.join(unserved)}")
        if failed:
            raise CommandError(
                f"No answer for {', '.join(failed)}. What was found is kept; try again later."
            )
