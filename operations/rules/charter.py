"""The lines of the charter: what is met, what is missing, and what may be left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from operations.models import CharterLine, CommitteeMember, Meeting, Operation, Role, Waiver
from operations.queries import Charter, administrators_of

Status = Operation.Status

ENOUGH_PROJECTS = 3
MOST_INHABITANTS = 10_000
# A little more than the largest communes that an operation has covered: Brocas and Gérardmer.
MOST_KM2 = 60
SHORTEST_REASON = 10
WARNINGS = frozenset(
    {
        CharterLine.ADMINISTRATORS,
        CharterLine.MISSION_LEADS,
        CharterLine.POPULATION,
        CharterLine.TERRITORY,
    }
)


@dataclass(frozen=True)
class Line:
    """A line of the charter; `missing` says in words what is missing, and nothing when it is met.

    `address` is the page where to do it. A warning never stands in the way.
    """

    code: CharterLine
    missing: str
    address: str
    waiver: Waiver | None = None

    @property
    def sentence(self) -> str:
        return str(self.code.label)

    @property
    def is_met(self) -> bool:
        return not self.missing

    @property
    def is_warning(self) -> bool:
        return self.code in WARNINGS

    @property
    def stands_in_the_way(self) -> bool:
        return self.state == "missing"

    @property
    def state(self) -> str:
        """met, waived, warning or missing."""
        if self.is_met:
            return "met"
        if self.waiver:
            return "waived"
        return "warning" if self.is_warning else "missing"

    @property
    def in_words(self) -> str:
        """The line and what is missing of it, as one sentence."""
        return _("%(line)s: %(missing)s.") % {"line": self.sentence, "missing": self.missing}


def charter_lines(charter: Charter) -> list[Line]:
    """Every line that the operation itself can tell, in the order of the charter."""
    return [
        Line(code, missing, address, charter.waivers.get(code))
        for code, missing, address in (
            *_committee(charter),
            *_meetings(charter),
            *_team(charter),
            *_place(charter.operation),
        )
    ]


def _committee(charter: Charter) -> Iterator[tuple[CharterLine, str, str]]:
    add = reverse("operations:organize-committee-add", args=[charter.operation.slug])
    of_projects = CommitteeMember.Kind.FREE_PROJECT
    projects = {one.organisation_key for one in charter.committee if one.kind == of_projects}
    count = _("%(count)s of %(enough)s free projects") % {
        "count": len(projects),
        "enough": ENOUGH_PROJECTS,
    }
    yield CharterLine.FREE_PROJECTS, "" if len(projects) >= ENOUGH_PROJECTS else count, add
    for code, is_there, missing in (
        (
            CharterLine.COMMUNE,
            any(one.kind == CommitteeMember.Kind.COMMUNE for one in charter.committee),
            _("nobody speaks for it yet"),
        ),
        (
            CharterLine.REFERENT,
            any(one.is_referent for one in charter.committee),
            _("nobody is named yet"),
        ),
        (
            CharterLine.SECOND_REFERENT,
            any(one.is_second_referent for one in charter.committee),
            _("nobody is named yet"),
        ),
    ):
        yield code, "" if is_there else missing, add


def _meetings(charter: Charter) -> Iterator[tuple[CharterLine, str, str]]:
    record = reverse("operations:organize-meeting-add", args=[charter.operation.slug])
    visit = Meeting.Kind.SCOUTING_VISIT
    kinds = {meeting.kind for meeting in charter.meetings}
    missing = _("none is recorded yet")
    yield CharterLine.SCOUTING_VISIT, "" if visit in kinds else missing, f"{record}?kind={visit}"
    yield CharterLine.MEETING, "" if kinds - {visit} else missing, f"{record}?kind=committee"
    choose = reverse("operations:organize-indicator-add", args=[charter.operation.slug])
    yield CharterLine.INDICATORS, "" if charter.indicators else _("no indicator yet"), choose


def _team(charter: Charter) -> Iterator[tuple[CharterLine, str, str]]:
    team = reverse("operations:organize-team", args=[charter.operation.slug])
    coordinators = {person for person, role in charter.administrators if role == Role.COORDINATOR}
    people = {person for person, _role in charter.administrators}
    yield CharterLine.COORDINATOR, "" if coordinators else _("nobody has this role"), team
    alone = _("only one person is coordinator or organizer")
    yield CharterLine.ADMINISTRATORS, "" if len(people) > 1 else alone, team


def _place(operation: Operation) -> Iterator[tuple[CharterLine, str, str]]:
    commune = operation.commune
    population, area = commune.population, commune.area_km2
    if population is None:
        too_many = _("its population is not known here")
    elif population >= MOST_INHABITANTS:
        too_many = _("it has %(count)s") % {"count": number_format(population, force_grouping=True)}
    else:
        too_many = ""
    yield CharterLine.POPULATION, too_many, commune.get_absolute_url()
    if area is None:
        too_large = _("the surface of the commune is not known here")
    elif area > MOST_KM2:
        too_large = _("the commune has %(area)s km², choose a part of it") % {
            "area": number_format(round(area), force_grouping=True)
        }
    else:
        too_large = ""
    yield CharterLine.TERRITORY, too_large, commune.get_absolute_url()


def why_cannot_waive(operation: Operation, line: Line) -> str:
    """Why a line cannot be waived, or an empty string. One that is waived gets other words."""
    if line.waiver:
        return ""
    if operation.status != Status.DRAFT:
        return _("The charter is asked when an operation opens. This one is past that.")
    if line.is_met:
        return _("This line is met: there is nothing to waive.")
    return ""


def is_run_by_one(operation: Operation) -> bool:
    """Whether everything would stop with one person."""
    is_alive = operation.status in {Status.DRAFT, Status.OPEN, Status.RUNNING}
    return is_alive and administrators_of(operation) < 2
