"""What stands before the opening of an operation, with what only its missions can tell."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from missions.queries.charter import missions_and_leadless
from operations.models import CharterLine, Operation
from operations.queries import Charter
from operations.rules import Line, charter_lines


def gate_of(charter: Charter) -> list[Line]:
    """Every line of the charter, with the one that only missions can tell: a lead for each."""
    return [*charter_lines(charter), _leads(charter.operation)]


def _leads(operation: Operation) -> Line:
    missions, leadless = missions_and_leadless(operation)
    missing = ""
    if not missions:
        missing = _("there is no mission yet")
    elif leadless:
        missing = ngettext(
            "%(count)s mission has none", "%(count)s missions have none", leadless
        ) % {"count": leadless}
    address = reverse("missions:organize-missions", args=[operation.slug])
    return Line(CharterLine.MISSION_LEADS, missing, address)
