from typing import Any

from django.core.management.base import BaseCommand

from pages.services import purge_personal_data


class Command(BaseCommand):
    help = "Erases the personal data that the privacy page says we no longer keep. Runs each night."

    def handle(self, *args: Any, **options: Any) -> None:
        for what, count in purge_personal_data().items():
            self.stdout.write(f"{what}: {count} erased")
