from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communes.directory import EDITIONS, communes_in_file
from communes.services import import_directory


class Command(BaseCommand):
    help = "Load or update the communes of a country from its official list in the repository."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("country", help=f"one of {', '.join(EDITIONS)}")
        parser.add_argument("--department", default="", help="only this département, such as 44")

    def handle(self, country: str, department: str, **options: Any) -> None:
        if country not in EDITIONS:
            known = ", ".join(EDITIONS)
            raise CommandError(
                f"No list of {country} comes with the site (only {known}). "
                "Communes of other countries come with import_communes_csv."
            )
        listed = communes_in_file(country, department)
        if not listed:
            raise CommandError(f"The list of {country} has no département {department}.")
        outcome = import_directory(
            country=country, listed=listed, day=EDITIONS[country].day, department=department
        )
        self.stdout.write(f"{country}: {outcome}")
