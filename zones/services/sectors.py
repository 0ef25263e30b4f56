"""Sectors: who covers them, how far they are, joined, given up."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import changes, record
from core.cutting import joined
from core.refusal import Refusal
from operations.services.locks import lock_operation
from operations.services.versions import save_if_unchanged
from zones.files import area_of
from zones.models import Sector
from zones.rules import MOST_MINUTES, why_cannot_delete
from zones.services.zones import refresh_efforts, stored

# Whose values the history tells; of names and words, that they changed.
TOLD = ("points", "effort_minutes")
GONE = gettext_lazy("This sector is no longer there.")


@transaction.atomic
def edit_sector(*, sector: Sector, version: int, facts: Mapping[str, Any], by: Any) -> None:
    """Save what was typed; its missions know their effort again. Raises EditConflict."""
    lock_operation(sector.zone.operation)
    before = {name: getattr(sector, name) for name in facts}
    save_if_unchanged(sector, version=version, **facts)
    refresh_efforts([before["mission"], facts["mission"]])
    changed = changes(before, facts, told=TOLD)
    record(actor=by, action="sector.edited", subject=sector, number=sector.number, changed=changed)


@transaction.atomic
def mark_sector(*, sector: Sector, seen: str, state: str, by: Any) -> None:
    """Note how far it is, for somebody who saw it in the state `seen`; twice is once."""
    done_at = timezone.now() if state == Sector.State.DONE else None
    rows = Sector.objects.filter(pk=sector.pk, state=seen).exclude(state=state)
    if not rows.update(state=state, done_at=done_at):
        now = Sector.objects.filter(pk=sector.pk).values_list("state", flat=True).first()
        if now is None:
            raise Refusal(str(GONE))
        if now == state:
            return
        label = Sector.State(now).label
        raise Refusal(_("Meanwhile somebody marked this sector: %(state)s.") % {"state": label})
    sector.state, sector.done_at = state, done_at
    marked = {"number": sector.number, "changed": {"state": [seen, state]}}
    record(actor=by, action="sector.marked", subject=sector, **marked)


@transaction.atomic
def join_sectors(*, sector: Sector, other: Sector, by: Any) -> None:
    """Two sectors of one zone as one: it keeps the number, team and mission of the first."""
    lock_operation(sector.zone.operation)
    both = Sector.objects.filter(pk__in=(sector.pk, other.pk), zone=sector.zone_id)
    if sector.pk == other.pk or both.count() < 2:
        raise Refusal(_("Choose another sector of the same zone."))
    sector.refresh_from_db()
    other.refresh_from_db()
    if sector.state != other.state:
        raise Refusal(_("One of the two is further than the other: mark them alike first."))
    area = joined(area_of(sector.outline), area_of(other.outline))
    other.delete()
    Sector.objects.filter(pk=sector.pk).update(
        points=sector.points + other.points,
        effort_minutes=min(sector.effort_minutes + other.effort_minutes, MOST_MINUTES),
        version=sector.version + 1,
        **stored(area),
    )
    refresh_efforts([sector.mission, other.mission])
    numbers = {"number": sector.number, "other": other.number}
    record(actor=by, action="sector.joined", subject=sector, **numbers)


@transaction.atomic
def delete_sector(*, sector: Sector, by: Any) -> None:
    """Leave this part of the zone to nobody."""
    lock_operation(sector.zone.operation)
    if not Sector.objects.filter(pk=sector.pk).exists():
        raise Refusal(str(GONE))
    sector.refresh_from_db()
    if reason := why_cannot_delete(sector):
        raise Refusal(reason)
    record(actor=by, action="sector.deleted", subject=sector, number=sector.number)
    mission = sector.mission
    sector.delete()
    refresh_efforts([mission])
