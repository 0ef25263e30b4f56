"""Papers of an operation. Those that name people are noted, as exports are."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.audit import record
from core.kept import kept
from core.refusal import Refusal
from documents.pdf import localised, typeset
from documents.queries.badges import badge_facts, people_of
from documents.queries.missions import field_sheet_facts, poster_facts
from documents.queries.programme import programme_facts
from documents.queries.roster import roster_facts, rosters_of, shift_count, volunteers_on
from missions.models import Mission
from missions.services.codes import codes_of
from operations.models import Operation
from translations.texts import text_of

# What is set within about two seconds.
MOST_SHIFTS, MOST_BADGES, MOST_POSTERS, MOST_BLANK_BADGES = 1_000, 4_000, 500, 80


class Paper(NamedTuple):
    """A PDF with the name of its file."""

    name: str
    content: bytes


@transaction.atomic
def print_roster(
    *, operation: Operation, missions: Sequence[Mission], day: date | None, language: str, by: Any
) -> Paper:
    """Who is on what, with room to write who came; each person gets their code now."""
    days = rosters_of(operation, missions, day)
    count = shift_count(days)
    if not count:
        raise Refusal(_("There is no shift to print for this choice."))
    if count > MOST_SHIFTS:
        raise Refusal(_("These are too many shifts for one paper. Choose one mission or one day."))
    volunteers = volunteers_on(days)
    codes = codes_of(operation=operation, volunteers=volunteers)
    record(
        actor=by,
        action="export.made",
        subject=operation,
        table="paper-roster",
        format="pdf",
        rows=len(volunteers),
    )
    with override(language):
        facts, title = roster_facts(operation, days, codes), _("Who is on what")
    return _paper("roster", operation, facts, title, language)


@transaction.atomic
def print_badges(
    *, operation: Operation, missions: Sequence[Mission], blanks: int, language: str, by: Any
) -> Paper:
    """A badge for each person with a place on these missions or in the team, and empty ones."""
    with override(language):
        people = people_of(missions)
    if len(people) > MOST_BADGES:
        raise Refusal(_("These are too many badges for one paper."))
    codes = codes_of(operation=operation, volunteers=people)
    blanks = min(blanks, MOST_BLANK_BADGES)
    with override(language):
        facts, title = badge_facts(operation, people, codes, blanks=blanks), _("Badges")
    rows = len(facts["badges"]) - blanks
    record(
        actor=by, action="export.made", subject=operation, table="badges", format="pdf", rows=rows
    )
    return _paper("badges", operation, facts, title, language)


def print_programme(*, operation: Operation, language: str) -> Paper:
    with override(language):
        facts, title = programme_facts(operation), _("Programme")
    # Anybody may ask for it, any number of times.
    return kept(
        ("programme on paper", operation.pk, language),
        facts,
        lambda: _paper("programme", operation, facts, title, language),
    )


def print_posters(*, operation: Operation, missions: Sequence[Mission], language: str) -> Paper:
    """A poster for each mission, with the square code of its page."""
    if not missions:
        raise Refusal(_("There is no mission to print."))
    if len(missions) > MOST_POSTERS:
        raise Refusal(_("These are too many posters for one paper. Choose one mission."))
    with override(language):
        facts, title = poster_facts(operation, missions), _("Posters")
    return _paper("posters", operation, facts, title, language)


def print_field_sheet(*, mission: Mission, language: str) -> Paper:
    """How the mission goes, and lines to note on."""
    operation = mission.operation
    with override(language):
        facts, title = field_sheet_facts(operation, mission), _("Field sheet")
    return _paper("field_sheet", operation, facts, title, language, number=f"-{mission.pk}")


def _paper(
    template: str,
    operation: Operation,
    facts: dict[str, Any],
    title: str,
    language: str,
    *,
    number: str = "",
) -> Paper:
    name = text_of(operation, "title", language)
    facts = {**facts, "head": [localised(name), operation.commune.name, title]}
    content = typeset(template, facts, language=language, title=f"{title} · {name.text}")
    kind = template.replace("_", "-")
    return Paper(f"{operation.slug}-{kind}{number}-{language}.pdf", content)
