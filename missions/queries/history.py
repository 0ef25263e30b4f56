"""Who did what in an operation, and when."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from accounts.models import User
from core.models import AuditEntry
from missions.queries.history_words import BY_ITSELF, BY_VOLUNTEERS, KINDS
from operations.models import Operation

VOLUNTEERS, SITE = "volunteers", "site"


def entries_of(
    operation: Operation,
    *,
    who: str | None = None,
    kind: str | None = None,
    day: date | None = None,
) -> QuerySet[AuditEntry]:
    """The entries of an operation, newest first; a day is one on the clocks of the place."""
    entries = AuditEntry.objects.filter(operation_id=operation.pk)
    if who == VOLUNTEERS:
        entries = entries.filter(action__in=BY_VOLUNTEERS)
    elif who == SITE:
        entries = entries.filter(action__in=BY_ITSELF, actor=None)
    elif who:
        entries = entries.exclude(action__in=BY_VOLUNTEERS).filter(actor_id=int(who))
    if kind:
        _label, beginnings = KINDS[kind]
        is_of_kind = Q()
        for beginning in beginnings:
            is_of_kind |= Q(action__startswith=beginning)
        entries = entries.filter(is_of_kind)
    if day:
        midnight = datetime.combine(day, time.min, operation.zone)
        tomorrow = datetime.combine(day + timedelta(days=1), time.min, operation.zone)
        entries = entries.filter(created_at__gte=midnight, created_at__lt=tomorrow)
    return entries.select_related("actor", "content_type").order_by("-id")


def people_of_history(operation: Operation) -> QuerySet[User]:
    """Those of the team, or of the site's staff, who did something; volunteers are not named."""
    actors = AuditEntry.objects.filter(operation_id=operation.pk).exclude(action__in=BY_VOLUNTEERS)
    return User.objects.filter(pk__in=actors.order_by().values("actor_id")).order_by(
        "display_name", "pk"
    )
