"""What the whole site does by night."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from core.models import ClientKey
from missions.services.retention import erase_past_volunteers
from notifications.services import erase_old_emails
from operations.services.retention import erase_committee_names
from operations.services.team import erase_old_invitations

KEYS_ARE_KEPT_FOR = timedelta(days=1)


def purge_personal_data() -> dict[str, int]:
    """Apply the retention rules of the privacy page now; how many of each were erased."""
    keys, _by_model = ClientKey.objects.filter(
        created_at__lt=timezone.now() - KEYS_ARE_KEPT_FOR
    ).delete()
    counts = {
        "volunteers": erase_past_volunteers(),
        "invitations": erase_old_invitations(),
        "committee members": erase_committee_names(),
        "keys": keys,
    }
    erase_old_emails()
    call_command("clearsessions")
    return counts
