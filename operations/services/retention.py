"""How long we know who sat in a committee, and how they voted."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from operations.models import CommitteeMember, Motion, Vote, VoteLink
from operations.services.decisions import close_if_open

NAMES_ARE_KEPT_FOR = timedelta(days=90)


def erase_votes() -> int:
    """Forget who voted how, 90 days after the operation; the counts stay. How many votes.

    A vote that nobody ended is ended first: once the names are gone nobody could be counted.
    """
    last_day = timezone.localdate() - NAMES_ARE_KEPT_FOR
    motions = Motion.objects.filter(operation__ends_on__lt=last_day)
    for motion in motions.open().select_related("operation"):
        close_if_open(motion)
    VoteLink.objects.filter(motion__in=motions).delete()
    return Vote.objects.filter(motion__in=motions).delete()[0]


def erase_committee_names() -> int:
    """Forget who spoke for whom, 90 days after the operation; which organisations did stays.

    How many people were erased.
    """
    last_day = timezone.localdate() - NAMES_ARE_KEPT_FOR
    over = CommitteeMember.objects.filter(operation__ends_on__lt=last_day)
    known = over.exclude(Q(name="") & Q(email="") & Q(user=None))
    return known.update(name="", email="", user=None, is_public=False)
