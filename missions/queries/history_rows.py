"""Entries of the trace as rows that a person reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from communes.models import Commune
from core.dates import period_in_words
from core.models import AuditEntry
from missions.models import Mission, Need, Proposal, Shift, Signup
from missions.queries.history_words import (
    ACTIONS,
    BY_ITSELF,
    BY_PROPOSERS,
    BY_VOLUNTEERS,
    TABLES,
)
from operations.models import Motion, Operation, Role
from planning.models import Step
from translations.languages import name_of
from translations.texts import text_of


@dataclass(frozen=True)
class Change:
    """What an entry says of one thing; both empty when only that it changed is kept."""

    label: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        words = {"label": self.label, "before": self.before, "after": self.after}
        if self.before:
            return _("%(label)s: %(before)s → %(after)s") % words
        if self.after:
            return _("%(label)s: %(after)s") % words
        return _("%(label)s: changed") % words


@dataclass(frozen=True)
class HistoryRow:
    at: datetime
    who: str
    what: str
    about: str
    changes: Sequence[Change]


def rows_of(operation: Operation, entries: Iterable[AuditEntry]) -> list[HistoryRow]:
    """The entries in words, in the reader's language; the same few queries for any number."""
    read = list(entries)
    named = _Named(operation, read)
    return [
        HistoryRow(
            entry.created_at,
            _who(entry, named),
            str(ACTIONS.get(entry.action, entry.action)),
            _about(entry, named),
            _changes(entry, named),
        )
        for entry in read
    ]


class _Named:
    """What entries name by its id."""

    def __init__(self, operation: Operation, entries: Sequence[AuditEntry]) -> None:
        def subjects(model: str) -> set[int]:
            return {each.object_id for each in entries if each.content_type.model == model}

        def ids(*keys: str) -> set[int]:
            found = [each.details.get(key) for each in entries for key in keys]
            return {pk for pk in found if isinstance(pk, int)}

        communes = {
            pk for each in entries for pk in each.details.get("changed", {}).get("commune") or ()
        }
        self.zone = operation.time_zone
        self.missions = Mission.objects.in_bulk(subjects("mission"))
        self.shifts = Shift.objects.select_related("mission").in_bulk(subjects("shift"))
        self.signups = Signup.objects.select_related("need__shift__mission").in_bulk(
            subjects("signup")
        )
        self.needs = Need.objects.select_related("shift__mission").in_bulk(
            ids("from_need", "to_need")
        )
        self.steps = Step.objects.in_bulk(subjects("step"))
        self.motions = Motion.objects.in_bulk(subjects("motion"))
        self.proposals = Proposal.objects.in_bulk(subjects("proposal"))
        self.users = User.objects.in_bulk(ids("user", "before", "after"))
        self.communes = Commune.objects.light().in_bulk(communes)
        self.places = dict(operation.places.values_list("pk", "name"))

    def shift(self, shift: Shift) -> str:
        period = period_in_words(shift.starts_at, shift.ends_at, self.zone)
        return f"{text_of(shift.mission, 'title').text} · {period}"

    def need(self, pk: Any) -> str:
        return self.shift(self.needs[pk].shift) if pk in self.needs else _("gone")

    def user(self, pk: Any) -> str:
        return str(self.users.get(pk, _("gone"))) if pk else _("nobody")

    def place(self, pk: Any) -> str:
        return self.places.get(pk, _("gone")) if pk else ""


def _who(entry: AuditEntry, named: _Named) -> str:
    if entry.action in BY_VOLUNTEERS:
        is_signup = entry.content_type.model == "signup"
        signup = named.signups.get(entry.object_id) if is_signup else None
        return _volunteer(signup) if signup else _("A volunteer")
    if entry.action in BY_PROPOSERS:
        return _("Somebody from outside")
    if entry.actor:
        return str(entry.actor)
    if entry.action in BY_ITSELF:
        return _("The site, by itself")
    return _("Somebody whose account is gone")


def _volunteer(signup: Signup) -> str:
    return _("Volunteer %(number)s") % {"number": signup.volunteer_id}


def _about(entry: AuditEntry, named: _Named) -> str:
    """The thing that the entry is about; nothing when it is the operation itself, or is gone."""
    kind, pk, details = entry.content_type.model, entry.object_id, entry.details
    if entry.action.startswith("team."):
        user = named.users.get(details.get("user"))
        role = dict(Role.choices).get(details.get("role"), "")
        return ": ".join(str(word) for word in (user or "", role) if word)
    if entry.action == "export.made":
        count = int(details.get("rows", 0))
        rows = ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}
        words = [TABLES.get(details.get("table", ""), ""), details.get("format", "").upper(), rows]
        return " · ".join(str(word) for word in words if word)
    if kind == "mission" and pk in named.missions:
        return text_of(named.missions[pk], "title").text
    if kind == "shift" and pk in named.shifts:
        return named.shift(named.shifts[pk])
    if kind == "signup" and (signup := named.signups.get(pk)):
        shift = named.shift(signup.need.shift)
        is_said = entry.action in BY_VOLUNTEERS
        return shift if is_said else f"{_volunteer(signup)} · {shift}"
    if kind == "proposal" and pk in named.proposals:
        return named.proposals[pk].title
    if kind == "step" and pk in named.steps:
        return text_of(named.steps[pk], "title").text
    if kind == "motion" and pk in named.motions:
        return text_of(named.motions[pk], "title").text
    if kind == "sector" and "number" in details:
        return _("Sector %(number)s") % {"number": details["number"]}
    return named.place(pk) if kind == "place" else ""


def _changes(entry: AuditEntry, named: _Named) -> list[Change]:
    details = entry.details
    match entry.action:
        case "operation.status":
            labels = dict(Operation.Status.choices)
            states = [str(labels.get(details.get(key), "")) for key in ("before", "after")]
            return [Change(_("State"), *states)]
        case "shift.changed" | "shift.change_planned":
            return _moved(details["before"], details["after"], named)
        case "shift.needs_set":
            return _needs(details["before"], details["after"])
        case "signup.moved":
            places = [named.need(details.get(key)) for key in ("from_need", "to_need")]
            return [Change(_("Shift"), *places)]
        case "team.coordination_handed_over":
            people = [named.user(details.get(key)) for key in ("before", "after")]
            return [Change(_("Coordinator"), *people)]
        case "step.given":
            return [Change(_("Given to"), after=named.user(details.get("user")))]
        case "motion.closed":
            label = dict(Motion.Result.choices).get(details.get("result"), "")
            return [Change(_("Result"), after=str(label))]
        case "shifts.created":
            count = len(details["shifts"])
            added = ngettext("%(count)s shift", "%(count)s shifts", count) % {"count": count}
            return [Change(_("Added"), after=added)]
    if "changed" in details or "language" in details:
        return _edited(entry, named)
    if entry.content_type.model == "signup" and (state := details.get("state")):
        label = dict(Signup.State.choices).get(state, state)
        return [Change(_("State"), after=str(label))]
    return []


def _moved(before: list[Any], after: list[Any], named: _Named) -> list[Change]:
    found = []
    if before[:2] != after[:2]:
        found.append(Change(_("Time"), _period(before, named.zone), _period(after, named.zone)))
    if before[2] != after[2]:
        places = [named.place(pk) or _("That of the mission") for pk in (before[2], after[2])]
        found.append(Change(_("Place"), *places))
    return found


def _period(shift: list[Any], zone: str) -> str:
    starts_at, ends_at = (datetime.fromisoformat(moment) for moment in shift[:2])
    return period_in_words(starts_at, ends_at, zone)


def _needs(before: dict[str, int], after: dict[str, int]) -> list[Change]:
    """The maximum of each role that has another one now."""
    maximum = _("Maximum")
    return [
        Change(f"{label}, {maximum}", str(before.get(role, 0)), str(after.get(role, 0)))
        for role, label in Need.Role.choices
        if before.get(role, 0) != after.get(role, 0)
    ]


def _edited(entry: AuditEntry, named: _Named) -> list[Change]:
    """By name, what is told in full first: databases keep the fields in no order."""
    found = []
    for name, pair in entry.details.get("changed", {}).items():
        try:
            column: Any = entry.content_type.model_class()._meta.get_field(name)  # type: ignore[union-attr]
        except (FieldDoesNotExist, AttributeError):  # of a version of the site long ago
            column = None
        label = capfirst(str(column.verbose_name)) if column else name
        values = [_value(column, value, named) for value in pair] if pair else []
        found.append(Change(label, *values))
    found.sort(key=lambda change: (not change.before, change.label))
    if language := entry.details.get("language"):
        found.append(Change(_("Language of the texts"), after=name_of(language)))
    return found


def _value(column: models.Field | None, value: Any, named: _Named) -> str:
    if value in (None, ""):
        return _("empty")
    if column is not None and column.name == "place":
        return named.place(value)
    if column is not None and column.name == "commune":
        return str(named.communes.get(value, _("gone")))
    if column is not None and column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if type(column) is models.DateField:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if type(column) is models.TimeField:
        return str(value)[:5]
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
