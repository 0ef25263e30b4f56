import sys
from typing import Any

from django.core.management.base import BaseCommand

from missions.services.recount import Difference, differences, repair_counter


def _in_words(found: Difference) -> str:
    words = f"Need {found.need}: {found.counted} counted, {found.placed} placed"
    if found.residents_counted == found.residents_placed:
        return words
    return f"{words}; residents: {found.residents_counted} counted, {found.residents_placed} placed"


class Command(BaseCommand):
    help = "Compare the places counted as taken with the sign-ups that hold them."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--repair", action="store_true", help="set wrong counters right")

    def handle(self, repair: bool, **options: Any) -> None:
        found = list(differences())
        for difference in found:
            self.stdout.write(_in_words(difference))
        if not found:
            self.stdout.write("All places are counted right.")
        elif repair:
            for difference in found:
                repair_counter(difference.need)
            self.stdout.write(f"{len(found)} repaired.")
        else:
            sys.exit(1)
