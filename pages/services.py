"""What the whole site does by night."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from core.models import ClientKey
from logistics.services.retention import erase_logistics
from missions.services.retention import erase_past_proposers, erase_past_volunteers
from notifications.services import erase_old_emails
from operations.services.retention import erase_committee_names, erase_votes
from operations.services.team import erase_old_invitations
from registers.services import erase_past_contacts
from zones.services.retention import erase_teams

KEYS_ARE_KEPT_FOR = timedelta(days=1)


def purge_personal_data() -> dict[str, int]:
    """Apply the retention rules of the privacy page now; how many of each were erased."""
    keys, _by_model = ClientKey.objects.filter(
        created_at__lt=timezone.now() - KEYS_ARE_KEPT_FOR
    ).delete()
    counts = {
        "volunteers": erase_past_volunteers(),
        "people who proposed a mission": erase_past_proposers(),
        "invitations": erase_old_invitations(),
        "votes": erase_votes(),  # before the names that they are counted by
        "committee members": erase_committee_names(),
        "contacts": erase_past_contacts(),
        "teams of sectors": erase_teams(),
        "beds, rides, meals and lenders": erase_logistics(),
        "keys": keys,
    }
    erase_old_emails()
    call_command("clearsessions")
    return counts
