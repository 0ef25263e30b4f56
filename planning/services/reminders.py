"""Reminding people of their steps."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from notifications.emails import Recipient, read_by
from notifications.services import name_of
from planning.emails import remind
from planning.queries.reminders import reminders_of, told_lately

MORNING = 7  # on the clocks of the reader


@transaction.atomic
def remind_owners(*, now: datetime | None = None) -> int:
    """Write to those for whom it is morning or later; to how many.

    Run each hour: whoever got the mail of their day does not get another.
    """
    now = now or timezone.now()
    told, due, days = told_lately(now), {}, {}
    for owner, reminders in reminders_of(now).items():
        with read_by(Recipient.from_user(owner)):
            clock = timezone.localtime(now)
        if clock.hour >= MORNING and (name_of(owner), clock.date().isoformat()) not in told:
            due[owner], days[owner] = reminders, clock.date()
    remind(due, days)
    return len(due)
