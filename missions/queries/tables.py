"""What organizers take with them as a table."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from core.dates import at_place
from core.models import AuditEntry
from core.spreadsheets import Cell, Table
from missions.models import Mission, Need, Shift, Signup
from missions.queries.history_rows import rows_of
from missions.queries.roster import roster_of
from operations.models import Operation
from translations.texts import text_of

PORTION = 500


def roster_table(operation: Operation, missions: Iterable[Mission]) -> Table:
    """Who is on what, by time; each shift's waiting list after those who have a place."""
    rows = [
        [
            *_when_and_what(row.shift, operation.time_zone),
            str(group.need.get_role_display()),
            str(signup.volunteer),
            signup.volunteer.email or "",
            _state(signup, rank),
        ]
        for day in roster_of(operation, missions)
        for row in day.shifts
        for group in row.needs
        for signup, rank in [
            *((signup, 0) for signup in group.placed),
            *((signup, number) for number, signup in enumerate(group.waiting, 1)),
        ]
    ]
    columns = [*_columns(), _("Role"), _("Name"), _("E-mail"), _("State")]
    return Table("roster", columns, rows)


def needs_table(operation: Operation) -> Table:
    """How many people each shift takes and has, by time. One query."""
    needs = (
        Need.objects.of_operation(operation)
        .filter(shift__in=Shift.objects.live())
        .select_related("shift__mission")
        .annotate(waiting=Count("signups", filter=Q(signups__state=Signup.State.WAITING)))
        .order_by("shift__starts_at", "shift_id", "pk")
    )
    rows: list[list[Cell]] = [
        [
            *_when_and_what(need.shift, operation.time_zone),
            str(need.get_role_display()),
            need.minimum,
            need.wished,
            need.maximum,
            need.taken,
            need.waiting,
        ]
        for need in needs
    ]
    columns = [
        *_columns(),
        _("Role"),
        _("Minimum"),
        _("Wished"),
        _("Maximum"),
        _("Taken"),
        _("Waiting"),
    ]
    return Table("needs", columns, rows)


def history_table(operation: Operation, entries: QuerySet[AuditEntry]) -> Table:
    """The entries in words, newest first; moments on the clocks of the place."""
    rows = [
        [
            f"{at_place(row.at, operation.time_zone):%Y-%m-%d %H:%M}",
            row.who,
            row.what,
            row.about,
            "\n".join(str(change) for change in row.changes),
        ]
        for few in _in_portions(entries)
        for row in rows_of(operation, few)
    ]
    return Table("history", [_("When"), _("Who"), _("What"), _("About"), _("Changes")], rows)


def _in_portions(entries: QuerySet[AuditEntry]) -> Iterator[list[AuditEntry]]:
    """A few hundred at a time: no query names more ids than a database takes."""
    rest = entries.iterator(chunk_size=PORTION)
    while few := list(islice(rest, PORTION)):
        yield few


def _columns() -> list[str]:
    return [_("Mission"), _("Day"), _("Beginning"), _("End")]


def _when_and_what(shift: Shift, zone: str) -> list[str]:
    """Mission, day and hours as programs read them; the day of the end when it is another one."""
    starts_at, ends_at = at_place(shift.starts_at, zone), at_place(shift.ends_at, zone)
    title = text_of(shift.mission, "title").text
    return [title, f"{starts_at:%Y-%m-%d}", f"{starts_at:%H:%M}", _end(starts_at, ends_at)]


def _end(starts_at: datetime, ends_at: datetime) -> str:
    is_same_day = starts_at.date() == ends_at.date()
    return f"{ends_at:%H:%M}" if is_same_day else f"{ends_at:%Y-%m-%d %H:%M}"


def _state(signup: Signup, rank: int) -> str:
    if signup.state == Signup.State.HELD:
        return _("Not confirmed yet")
    if rank:
        return _("On the waiting list, number %(rank)s") % {"rank": rank}
    return str(signup.get_state_display())
