"""How long we know who sat in a committee."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from operations.models import CommitteeMember

NAMES_ARE_KEPT_FOR = timedelta(days=90)


def erase_committee_names() -> int:
    """Forget who spoke for whom, 90 days after the operation; which organisations did stays.

    How many people were erased.
    """
    last_day = timezone.localdate() - NAMES_ARE_KEPT_FOR
    over = CommitteeMember.objects.filter(operation__ends_on__lt=last_day)
    known = over.exclude(Q(name="") & Q(email="") & Q(user=None))
    return known.update(name="", email="", user=None, is_public=False)
