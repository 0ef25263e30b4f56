"""Equipment: what is needed, who lends it, and whether it went home."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from logistics.models import EquipmentNeed, Piece
from logistics.models.equipment import MOST_BY_ONE
from logistics.rules import NEXT_STATES, why_closed, why_closed_to_team
from operations.models import Operation
from operations.services.locks import lock_operation
from operations.services.versions import save_if_unchanged
from volunteers.models import Volunteer

MOST_KINDS = 100
MOST_PIECES = 300  # of one kind


@transaction.atomic
def need_equipment(*, operation: Operation, wanted: Mapping[str, int], by: Any) -> None:
    """Missions were added that need these things: `wanted` says how many more, by code."""
    lock_operation(operation)
    for code, count in sorted(wanted.items()):
        EquipmentNeed.objects.get_or_create(operation=operation, code=code)
        EquipmentNeed.objects.filter(operation=operation, code=code).update(
            needed=F("needed") + count, version=F("version") + 1
        )
    if wanted:
        record(
            actor=by, action="logistics.equipment_needed", subject=operation, wanted=dict(wanted)
        )


@transaction.atomic
def add_equipment(*, operation: Operation, code: str, name: str, needed: int, by: Any) -> None:
    """One more kind of thing. Raises Refusal when it is on the list already."""
    if reason := why_closed_to_team(operation):
        raise Refusal(reason)
    lock_operation(operation)
    if operation.equipment.count() >= MOST_KINDS:
        raise Refusal(_("The list is full. Take something off it first."))
    try:
        with transaction.atomic():
            need = operation.equipment.create(code=code, name=name, needed=needed)
    except IntegrityError as error:
        raise Refusal(_("This is on the list already.")) from error
    record(actor=by, action="logistics.equipment_added", subject=need)


@transaction.atomic
def change_equipment(*, need: EquipmentNeed, version: int, needed: int, by: Any) -> None:
    """How many are needed now. Raises EditConflict."""
    save_if_unchanged(need, version=version, needed=needed)
    record(actor=by, action="logistics.equipment_changed", subject=need, needed=needed)


@transaction.atomic
def promise_pieces(
    *,
    need: EquipmentNeed,
    count: int,
    by: Any,
    volunteer: Volunteer | None = None,
    owner: str = "",
) -> None:
    """A volunteer lends so many on their page, or the team (`by`) writes down an owner.

    More than needed is fine. Each gets the next number of its kind for its label.
    """
    operation = need.operation
    if reason := why_closed(operation) if volunteer else why_closed_to_team(operation):
        raise Refusal(reason)
    # Two promises at once: the second waits, then counts on.
    EquipmentNeed.objects.select_for_update().get(pk=need.pk)
    mine = need.pieces.filter(volunteer=volunteer).count() if volunteer else 0
    if mine + count > MOST_BY_ONE and volunteer:
        raise Refusal(_("That is a lot. Please tell the organizers."))
    if need.pieces.count() + count > MOST_PIECES:
        raise Refusal(_("That is more than this list can hold."))
    last = need.pieces.aggregate(last=Max("number"))["last"] or 0
    Piece.objects.bulk_create(
        Piece(need=need, number=last + one, volunteer=volunteer, owner=owner)
        for one in range(1, count + 1)
    )
    if by:
        record(actor=by, action="logistics.equipment_promised", subject=need, count=count)
    else:
        record(actor=None, action="logistics.equipment_lent", subject=need, count=count)


@transaction.atomic
def move_piece(*, piece: Piece, state: str, by: Any) -> None:
    """Handed over, given back, lost, or found again. Two people at once: the first one wins."""
    before = [one for one, then in NEXT_STATES.items() if state in then]
    moved = Piece.objects.filter(pk=piece.pk, state__in=before).update(
        state=state, state_at=timezone.now()
    )
    if not moved:
        raise Refusal(_("Somebody has noted something else about this in the meantime."))
    record(actor=by, action="logistics.piece_moved", subject=piece.need, state=state)


@transaction.atomic
def take_promise_back(*, piece: Piece, by: Any) -> None:
    """It will not come. What was handed over already has to go home first.

    `by` is somebody of the team, or nobody when the lender does it.
    """
    gone, _by_model = Piece.objects.filter(pk=piece.pk, state=Piece.State.PROMISED).delete()
    if not gone:
        raise Refusal(_("This was handed over already: it has to be given back first."))
    if by:
        record(actor=by, action="logistics.piece_removed", subject=piece.need)
    else:
        record(actor=None, action="logistics.loan_taken_back", subject=piece.need)
