"""What the commands that load invented content have in common."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class DemoCommand(BaseCommand):
    """Runs on a machine of one's own; on a public site only when that is said on purpose."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--on-a-public-host",
            action="store_true",
            help="load invented content although others can reach this site",
        )

    def execute(self, *args: Any, **options: Any) -> Any:
        if not settings.IS_LOOPBACK and not options["on_a_public_host"]:
            raise CommandError(
                "This loads invented people and accounts whose passwords lie in a file, and "
                f"{settings.PUBLIC_BASE_URL} is open to others. Nothing was done. "
                "Add --on-a-public-host to do it all the same."
            )
        return super().execute(*args, **options)
