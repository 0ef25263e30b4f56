"""Write the mission sheets that come with the site; what staff have changed stays."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guides.directory import BadSheet
from guides.services import load_sheets


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = load_sheets()
        except BadSheet as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(str(outcome))
