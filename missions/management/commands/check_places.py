import sys
from typing import Any

from django.core.management.base import BaseCommand

from missions.services.recount import differences, repair_counter


class Command(BaseCommand):
    help = "Compare the places counted as taken with the sign-ups that hold them."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--repair", action="store_true", help="set wrong counters right")

    def handle(self, repair: bool, **options: Any) -> None:
        found = list(differences())
        for difference in found:
            self.stdout.write(
                f"Need {difference.need}: {difference.counted} counted, {difference.placed} placed"
            )
        if not found:
            self.stdout.write("All places are counted right.")
        elif repair:
            for difference in found:
                repair_counter(difference.need)
            self.stdout.write(f"{len(found)} repaired.")
        else:
            sys.exit(1)
