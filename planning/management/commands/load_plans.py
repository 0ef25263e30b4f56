from typing import Any

from django.core.management.base import BaseCommand

from planning.services.loading import load_plans


class Command(BaseCommand):
    help = (
        "Load the back-plannings, legal delays and public holidays that come with the site. "
        "Safe to repeat; rows that staff edited stay as they are."
    )

    def handle(self, **options: Any) -> None:
        outcome = load_plans()
        if outcome or options["verbosity"] > 1:
            self.stdout.write(f"Plans: {outcome}.")
