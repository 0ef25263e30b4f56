import time
from argparse import ArgumentTypeError
from typing import Any

from django.core.management import call_command

from communes.models import Commune
from pages.demo.command import DemoCommand
from pages.demo.synthetic import load_synthetic


def count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ArgumentTypeError("a number from 0 on")
    return number


class Command(DemoCommand):
    help = (
        "Load invented operations of any size, from a fixed seed. Another run adds as much again."
    )

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--operations", type=count, default=1, metavar="N")
        parser.add_argument("--shifts", type=count, default=40, metavar="N", help="per operation")
        parser.add_argument("--volunteers", type=count, default=100, metavar="N", help="in all")
        parser.add_argument("--guides", type=count, default=0, metavar="N")

    def handle(
        self, operations: int, shifts: int, volunteers: int, guides: int, **options: Any
    ) -> None:
        if not Commune.objects.filter(country="FR").exists():
            call_command("import_communes", "FR")
        began = time.monotonic()
        outcome = load_synthetic(operations=operations, shifts=shifts, volunteers=volunteers)
        self.stdout.write(f"Load: {outcome}, in {time.monotonic() - began:.1f} s.")
        if guides:
            self.stdout.write("No guides were made: this version of the site holds none yet.")
