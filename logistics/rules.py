"""Who may arrange beds, seats, meals and equipment, and why something cannot be."""

from typing import Any

import rules
from django.utils import timezone
from django.utils.translation import gettext as _

from logistics.models import Entry, Kitchen, Piece
from logistics.queries.suggestions import why_no_room
from operations.models import Operation
from operations.rules import is_in_team, keeps_desk, sees_people

Status = Operation.Status
State = Piece.State

# Asked of the operation. Whoever sees people sees who stays with whom; addresses and numbers are
# for those who bring them together.
rules.add_perm("logistics.view_people", sees_people)
rules.add_perm("logistics.view_meals", is_in_team)
rules.add_perm("logistics.arrange", keeps_desk)

# What may become of a thing that somebody lends; a slip of the finger can be taken back.
NEXT_STATES: dict[str, tuple[str, ...]] = {
    State.PROMISED: (State.HERE,),
    State.HERE: (State.BACK, State.LOST, State.PROMISED),
    State.BACK: (State.HERE,),
    State.LOST: (State.HERE, State.BACK),
}


def why_closed(operation: Operation) -> str:
    """Why nobody can offer or ask for anything any more, or an empty string."""
    if not operation.takes_signups:
        return _("Sign-up for this operation is not open.")
    return ""


def why_closed_to_team(operation: Operation) -> str:
    """The same for the team, which may begin before sign-up opens."""
    if operation.status not in (Status.DRAFT, Status.OPEN, Status.RUNNING):
        return _("This operation is over or cancelled.")
    return ""


def why_cannot_match(request: Any, offer: Any) -> str:
    """Why these two cannot be asked about each other, or an empty string."""
    if reason := why_closed_to_team(request.operation):
        return reason
    if request.operation_id != offer.operation_id or request.volunteer_id == offer.volunteer_id:
        return _("This offer is not for these people.")
    if not (request.is_confirmed and offer.is_confirmed):
        return _("One of the two has not confirmed their address yet.")
    if _is_past(request):
        return _("This is over already.")
    if reason := why_no_room(request, offer):
        return _("It does not fit: %(reason)s.") % {"reason": reason}
    return ""


def _is_past(entry: Entry) -> bool:
    return entry.begins_at <= timezone.now()


def why_cannot_choose_meals(kitchen: Kitchen | None) -> str:
    """Why meals can no longer be chosen, or an empty string."""
    if kitchen is None:
        return _("There is nothing to choose for this operation.")
    operation = kitchen.operation
    today = timezone.localdate(timezone=operation.zone)
    if operation.status not in (Status.OPEN, Status.RUNNING):
        return _("This operation is over or cancelled.")
    if today > (kitchen.closes_on or operation.ends_on):
        return _("The cooks have their numbers by now. Please tell the organizers.")
    return ""
