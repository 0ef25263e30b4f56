"""Write the models of documents that come with the site; what staff have changed stays."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.directory import BadModel
from documents.services.loading import load_documents


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = load_documents()
        except BadModel as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(str(outcome))
