"""What an operation may become, and what stands in the way."""

from django.utils import timezone
from django.utils.translation import gettext as _

from operations.models import Operation
from operations.queries import charter_of
from operations.rules.charter import charter_lines
from translations.texts import texts_in

Status = Operation.Status

# Each status, and those that may follow it.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    Status.DRAFT: (Status.OPEN, Status.CANCELLED),
    Status.OPEN: (Status.RUNNING, Status.CANCELLED),
    Status.RUNNING: (Status.WRAPPING_UP, Status.CANCELLED),
    Status.WRAPPING_UP: (Status.REPORTED,),
    Status.REPORTED: (),
    Status.CANCELLED: (),
}


def permission_to_move(status: str) -> str:
    """The permission that it takes to put an operation into a status."""
    is_end = status == Status.CANCELLED
    return "operations.cancel_operation" if is_end else "operations.open_operation"


def why_cannot_move(operation: Operation, status: str) -> list[str]:
    """What stands between the operation and a status, one sentence each."""
    if status not in TRANSITIONS[operation.status]:
        return [
            _("An operation in the state “%(now)s” cannot go to “%(wanted)s”.")
            % {"now": operation.get_status_display(), "wanted": Status(status).label}
        ]
    today = timezone.localdate(timezone=operation.zone)
    if status == Status.OPEN:
        return _missing_to_open(operation, is_over=today > operation.ends_on)
    if status == Status.RUNNING and today < operation.starts_on:
        return [_("Its first day has not come yet.")]
    if status == Status.WRAPPING_UP and today < operation.ends_on:
        return [_("Its last day has not come yet.")]
    return []


def _missing_to_open(operation: Operation, *, is_over: bool) -> list[str]:
    texts = texts_in(operation, operation.source_language)
    sentences = {
        "title": _("It has no title yet."),
        "summary": _("Its promise in one sentence is not written yet."),
        "presentation": _("Its presentation is not written yet."),
    }
    missing = [sentence for field, sentence in sentences.items() if not texts[field].strip()]
    if is_over:
        missing.append(_("Its days are over. Give it new ones."))
    lines = charter_lines(charter_of(operation))
    return missing + [line.in_words for line in lines if line.stands_in_the_way]
