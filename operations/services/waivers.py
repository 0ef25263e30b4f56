"""Lines of the charter that an operation may open without."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from operations.models import Operation, Waiver
from operations.queries import charter_of
from operations.rules import SHORTEST_REASON, charter_lines, why_cannot_waive
from operations.services.locks import lock_operation
from translations.texts import set_texts


@transaction.atomic
def waive_line(*, operation: Operation, line: str, language: str, reason: str, by: Any) -> Waiver:
    """Let the operation open without this line, or change the words of the reason.

    Only the site's staff decides this, and everybody reads why.
    """
    if not by.has_perm("operations.waive_line", operation):
        raise Refusal(_("Only the staff of this site can waive a line of the charter."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal(
            _("Please give a reason of at least %(count)s signs.") % {"count": SHORTEST_REASON}
        )
    lock_operation(operation)
    current = Operation.objects.select_related("commune").get(pk=operation.pk)
    found = {each.code.value: each for each in charter_lines(charter_of(current))}.get(line)
    if found is None or found.is_warning:
        raise Refusal(_("Only a line that stands in the way can be waived."))
    if refused := why_cannot_waive(current, found):
        raise Refusal(refused)
    waiver = found.waiver or Waiver(operation=operation, line=line, source_language=language)
    waiver.waived_by = by
    set_texts(waiver, language, reason=reason.strip())
    waiver.save()
    record(actor=by, action="charter.line_waived", subject=operation, line=line)
    return waiver


@transaction.atomic
def withdraw_waiver(*, waiver: Waiver, by: Any) -> None:
    """The line counts again. An operation that is open already stays open."""
    if not by.has_perm("operations.waive_line", waiver.operation):
        raise Refusal(_("Only the staff of this site can waive a line of the charter."))
    waiver.delete()
    record(actor=by, action="charter.waiver_withdrawn", subject=waiver.operation, line=waiver.line)
