from typing import Any

from django.core.management import call_command
from django.utils import timezone

from pages.demo.command import DemoCommand
from pages.demo.loader import COUNTRY, load_demo, missing_communes


class Command(DemoCommand):
    help = "Load the demo, or bring it up to date. Safe to repeat: a second run changes nothing."

    def handle(self, **options: Any) -> None:
        if missing_communes():
            call_command("import_communes", COUNTRY)
        outcome = load_demo(now=timezone.now())
        self.stdout.write(f"Demo: {outcome}.")
