"""Offers and requests: entered, confirmed, taken back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from logistics.emails import tell_to_confirm
from logistics.models import KINDS, BedNight, BedOffer, Entry
from logistics.rules import why_closed, why_closed_to_team
from logistics.services.matches import end_matches_of
from operations.models import Operation
from volunteers.models import Volunteer
from volunteers.services import (
    confirm_address,
    volunteer_by_address,
    volunteer_without_address,
)

MOST_ENTRIES = 6  # of one sort, by one person, in one operation


@transaction.atomic
def enter(
    *, model: Any, operation: Operation, volunteer: Volunteer, facts: Mapping[str, Any]
) -> Entry:
    """Somebody who is signed in offers or asks for something."""
    if reason := why_closed(operation):
        raise Refusal(reason)
    return _enter(model, operation, volunteer, facts, is_proven=True)


@transaction.atomic
def enter_by_address(
    *,
    model: Any,
    operation: Operation,
    name: str,
    email: str,
    language: str,
    facts: Mapping[str, Any],
) -> Entry:
    """The same without an account: it counts once the link in the mail was used."""
    if reason := why_closed(operation):
        raise Refusal(reason)
    volunteer = volunteer_by_address(name=name, email=email, language=language)
    entry = _enter(model, operation, volunteer, facts, is_proven=False)
    tell_to_confirm(entry)
    return entry


@transaction.atomic
def enter_for_person(
    *,
    model: Any,
    operation: Operation,
    name: str,
    email: str,
    language: str,
    facts: Mapping[str, Any],
    by: Any,
) -> Entry:
    """The team writes down what somebody told them; no address is needed."""
    if reason := why_closed_to_team(operation):
        raise Refusal(reason)
    volunteer = (
        volunteer_by_address(name=name, email=email, language=language)
        if email
        else volunteer_without_address(name=name, language=language, time_zone=operation.time_zone)
    )
    return _enter(model, operation, volunteer, facts, is_proven=True, entered_by=by)


def _enter(
    model: Any,
    operation: Operation,
    volunteer: Volunteer,
    facts: Mapping[str, Any],
    *,
    is_proven: bool,
    entered_by: Any = None,
) -> Entry:
    # One person, two browsers: the second waits here, then is counted with the first.
    volunteer = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if model.objects.filter(operation=operation, volunteer=volunteer).count() >= MOST_ENTRIES:
        raise Refusal(_("You have several of these already. Take one back first."))
    columns = dict(facts)
    nights = columns.pop("nights", []) if model is BedOffer else []
    beds = columns.pop("beds", 0)
    entry = model.objects.create(
        operation=operation,
        volunteer=volunteer,
        confirmed_at=timezone.now() if is_proven else None,
        entered_by=entered_by,
        **columns,
    )
    BedNight.objects.bulk_create(BedNight(offer=entry, on=night, beds=beds) for night in nights)
    if entered_by:
        record(actor=entered_by, action="logistics.written_down", subject=entry)
    else:
        record(actor=None, action="logistics.entered", subject=entry)
    return entry


@transaction.atomic
def confirm_entries(volunteer: Volunteer) -> int:
    """The person used the link in the mail: what they offered and asked for counts. How much."""
    confirm_address(volunteer)
    count = 0
    for kind in KINDS.values():
        for model in (kind.offer, kind.request):
            unproven = model.objects.select_for_update().filter(
                volunteer=volunteer, confirmed_at=None
            )
            for entry in unproven:
                record(actor=None, action="logistics.confirmed", subject=entry)
                count += 1
            unproven.update(confirmed_at=timezone.now())
    return count


@transaction.atomic
def take_back(*, entry: Entry, by: Any) -> None:
    """The offer or request is gone, with all that was typed for it; the others are told.

    `by` is somebody of the team, or nobody when the person does it themselves.
    """
    found = (
        type(entry)
        ._default_manager.select_for_update(of=("self",))
        .select_related("volunteer__user", "operation")
        .filter(pk=entry.pk)
        .first()
    )
    if found is None:
        raise Refusal(_("This was taken back already."))
    end_matches_of(found, by=by)
    if by:
        record(actor=by, action="logistics.removed", subject=found)
    else:
        record(actor=None, action="logistics.taken_back", subject=found)
    found.delete()
