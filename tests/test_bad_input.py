"""What nobody should send: each form says no, keeps what was typed, and changes nothing."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from struct import pack
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from missions.services.codes import codes_of
from tests.accounts.factories import StaffFactory
from tests.logistics.factories import KitchenFactory, MealFactory
from tests.operations.factories import CommitteeMemberFactory, client_of
from tests.permissions_table import (
    KEYS,
    Team,
    filled,
    link_to_proposal,
    parameters_of,
    tables,
)

pytestmark = pytest.mark.django_db

HUGE = "9" * 40
LONG = "x" * 30_000
HIDDEN = ["a\x00b", "a\u202eb", "\x1b[31mred"]
NOT_A_CHOICE = ["zz", "fr\x00"]

# What each kind of field refuses.
REFUSED = {
    "line": [LONG, *HIDDEN, "two\nlines"],
    "prose": [LONG, *HIDDEN],
    "choice": ["", *NOT_A_CHOICE],
    "maybe": NOT_A_CHOICE,
    "email": ["x", f"{'a' * 300}@example.org", "a@example.org\nBcc: b@example.org",
              "a@exa\u202emple.org", "a\x00@example.org"],
    "day": ["", "2026-02-30", "0001-01-01", "9999-12-31", "0000-00-00", HUGE],
    "maybe_day": ["2026-02-30", "0001-01-01", "9999-12-31", "0000-00-00", HUGE],
    "maybe_moment": ["2026-02-30T10:00", "0001-01-01T00:00", "9999-12-31T23:59", "x", HUGE],
    "maybe_hour": ["25:00", "9:75", "x", HUGE],
    "hour": ["", "25:00", "9:75", "x", HUGE],
    "length": ["", "0:00", "25:00", "-3", HUGE],
    "maybe_length": ["0:00", "25:00", "-3", HUGE],
    "number": ["-1", "1.5", "x", HUGE],
    "degrees": ["-999", "nan", "1e400", "x"],
    "id": ["0", "-1", HUGE, str(2**63), "1 OR 1=1", "a\x00b"],
    "address": ["javascript:alert(1)", "data:text/html,x", "ftp://a.org/", "http://",
                "https://a\u202eb.org/", LONG],
    "word": ["two words", "#", *HIDDEN, LONG],
}  # fmt: skip

# Accepted or not, they break nothing.
ODD = ["", "🌻👩‍🌾", "ﷺ" * 80, "\u200b", "'; DROP TABLE x; --", "{{ 7*7 }}", "<b>&amp;</b>",
       "%s%n%00", "١٢"]  # fmt: skip


@dataclass
class Sent:
    """A form as its page would send it, and what each of its fields is."""

    address: str
    client: Client
    values: dict[str, Any]
    kinds: dict[str, str]
    required: set[str] = field(default_factory=set)

    def post(self, **changes: Any) -> HttpResponse:
        return self.client.post(self.address, {**self.values, **changes})


@pytest.fixture
def team() -> Team:
    team = Team()
    Signup = apps.get_model("missions.Signup")
    Signup.objects.filter(pk=team.own["signup"]).update(volunteer=volunteer_of_coordinator(team))
    return team


def volunteer_of_coordinator(team: Team) -> Any:
    user = team.members["coordinator"]
    return apps.get_model("volunteers.Volunteer").objects.create(
        user=user, name="Maïa", email=user.email, language="en"
    )


@pytest.fixture
def other() -> Team:
    return Team()


def form_named(name: str, team: Team) -> Sent:
    return FORMS[name](team, client_of(team.members["coordinator"]))


def _at(team: Team, name: str) -> str:
    things = dict(team.own)
    if name in KEYS:
        things["pk"] = things[KEYS[name]]
    return filled(name, things)


def sign_up(team: Team, client: Client) -> Sent:
    values = {"name": "Noé Weber", "email": "noe@example.org", "need": team.own["need_pk"]}
    kinds = {"name": "line", "email": "email", "need": "id"}
    return Sent(_at(team, "missions:signup"), Client(), values, kinds, set(values))


def send_links(team: Team, client: Client) -> Sent:
    values = {"email": "noe@example.org"}
    kinds = {"email": "email"}
    return Sent(reverse("missions:send-links"), Client(), values, kinds, {"email"})


def reading(team: Team, client: Client) -> Sent:
    values = {"action": "reading", "language": "fr", "time_zone": "Europe/Paris"}
    kinds = {"action": "choice", "language": "choice", "time_zone": "choice"}
    return Sent(reverse("missions:me"), client, values, kinds, {"language", "time_zone"})


def offering(team: Team, client: Client) -> Sent:
    values = {"action": "offering", "languages": ["fr"], "level": "often", "equipment": ["gps"]}
    kinds = dict.fromkeys(["languages", "level", "equipment"], "maybe")
    return Sent(reverse("missions:me"), client, values, kinds)


def withdrawal(team: Team, client: Client) -> Sent:
    values = {"action": "withdraw", "signup": team.own["signup"]}
    return Sent(reverse("missions:me"), client, values, {"signup": "id"}, {"signup"})


def account(team: Team, client: Client) -> Sent:
    values = {"display_name": "Maïa", "language": "fr", "time_zone": "Europe/Paris"}
    kinds = {"display_name": "line", "language": "choice", "time_zone": "choice"}
    return Sent(reverse("accounts:settings"), client, values, kinds, {"language", "time_zone"})


def new_operation(team: Team, client: Client) -> Sent:
    first = timezone.localdate() + timedelta(days=40)
    values = {
        "commune": f"FR-{team.commune.code}",
        "title": "Open village",
        "starts_on": f"{first}",
        "ends_on": f"{first + timedelta(days=1)}",
        "format": "weekend",
        "organizing_body": "The library",
        "source_language": "en",
        "time_zone": "Europe/Paris",
    }
    kinds = {
        "commune": "choice",
        "title": "line",
        "starts_on": "day",
        "ends_on": "day",
        "format": "choice",
        "organizing_body": "line",
        "source_language": "choice",
        "time_zone": "choice",
    }
    return Sent(reverse("operations:organize-create"), client, values, kinds, set(values))


def clone(team: Team, client: Client) -> Sent:
    new = new_operation(team, client)
    names = ["commune", "title", "starts_on", "time_zone"]
    values, kinds = ({name: each[name] for name in names} for each in (new.values, new.kinds))
    return Sent(_at(team, "missions:organize-clone"), client, values, kinds, set(names))


def edited_operation(team: Team, client: Client) -> Sent:
    operation = team.operation
    values = {
        "version": operation.version,
        "title": "Open village",
        "summary": "Two days.",
        "presentation": "Come.",
        "practical": "By train.",
        "organizing_body": "The library",
        "starts_on": f"{operation.starts_on}",
        "ends_on": f"{operation.ends_on}",
        "format": "weekend",
        "languages": ["fr"],
        "hashtag": "Village",
        "contact_email": "hello@example.org",
        "website": "https://example.org/",
        "default_licence": "CC-BY-4.0",
    }
    kinds = {
        "version": "number",
        "title": "line",
        "summary": "line",
        "presentation": "prose",
        "practical": "prose",
        "organizing_body": "line",
        "starts_on": "day",
        "ends_on": "day",
        "format": "choice",
        "languages": "maybe",
        "hashtag": "word",
        "contact_email": "email",
        "website": "address",
        "default_licence": "choice",
    }
    required = {"title", "organizing_body", "starts_on", "ends_on", "format", "default_licence"}
    return Sent(_at(team, "operations:organize-edit"), client, values, kinds, required)


def cover(team: Team, client: Client) -> Sent:
    values = {"cover-cover_credit": "Maïa"}
    kinds = {"cover-cover_credit": "line"}
    return Sent(_at(team, "operations:organize-cover"), client, values, kinds)


def partner(team: Team, client: Client) -> Sent:
    values = {"partner-name": "The library", "partner-website": "https://example.org/"}
    kinds = {"partner-name": "line", "partner-website": "address"}
    address = _at(team, "operations:organize-partner-add")
    return Sent(address, client, values, kinds, {"partner-name"})


def invitation(team: Team, client: Client) -> Sent:
    values = {"email": "noe@example.org", "role": "desk", "language": "fr"}
    kinds = {"email": "email", "role": "choice", "language": "choice"}
    return Sent(_at(team, "operations:organize-invite"), client, values, kinds, set(values))


def role(team: Team, client: Client) -> Sent:
    address = _at(team, "operations:organize-role-add")
    return Sent(address, client, {"role": "reviewer"}, {"role": "choice"}, {"role"})


def committee_member(team: Team, client: Client) -> Sent:
    values = {
        "name": "Noé Weber",
        "kind": "commune",
        "organisation": "Town hall",
        "referent": "is_referent",
        "email": "noe@example.org",
        "user": team.members["desk"].pk,
    }
    kinds = {
        "name": "line",
        "kind": "choice",
        "organisation": "line",
        "referent": "maybe",
        "email": "email",
        "user": "id",
    }
    required = {"name", "kind", "organisation"}
    address = _at(team, "operations:organize-committee-add")
    return Sent(address, client, values, kinds, required)


def edited_committee_member(team: Team, client: Client) -> Sent:
    new = committee_member(team, client)
    address = _at(team, "operations:organize-committee-edit")
    values, kinds = {**new.values, "version": 1}, {**new.kinds, "version": "number"}
    return Sent(address, client, values, kinds, new.required)


def meeting(team: Team, client: Client) -> Sent:
    values = {
        "kind": "scouting_visit",
        "held_on": f"{timezone.localdate() - timedelta(days=3)}",
        "place": "The hall",
        "notes": "Warm and dry.",
    }
    kinds = {"kind": "choice", "held_on": "day", "place": "line", "notes": "prose"}
    address = _at(team, "operations:organize-meeting-add")
    return Sent(address, client, values, kinds, {"kind", "held_on"})


def indicator(team: Team, client: Client) -> Sent:
    values = {"code": "pictures", "label": "Pictures of lanes", "method": "By category"}
    kinds = {"code": "choice", "label": "line", "method": "line"}
    address = _at(team, "operations:organize-indicator-add")
    return Sent(address, client, values, kinds, {"code", "method"})


def waiver(team: Team, client: Client) -> Sent:
    values = {"reason": "Everybody there knows the village."}
    address = _at(team, "operations:organize-waive")
    return Sent(address, client_of(StaffFactory()), values, {"reason": "line"}, {"reason"})


def motion(team: Team, client: Client) -> Sent:
    coordinator = team.members["coordinator"]
    CommitteeMemberFactory(operation=team.operation, user=coordinator)
    values = {
        "title": "Shall we keep the dates?",
        "text": "The hall is free.",
        "last_day": f"{timezone.localdate() + timedelta(days=7)}",
    }
    kinds = {"title": "line", "text": "prose", "last_day": "maybe_day"}
    address = _at(team, "operations:organize-motion-create")
    return Sent(address, client, values, kinds, {"title", "text"})


def translated_motion(team: Team, client: Client) -> Sent:
    values = {"title": "Garde-t-on les dates ?", "text": "La salle est libre.", "version": 1}
    kinds = {"title": "line", "text": "prose", "version": "number"}
    address = f"{_at(team, 'operations:organize-motion-edit')}?lang=fr"
    return Sent(address, client, values, kinds)


def committee_vote(team: Team, client: Client) -> Sent:
    coordinator = team.members["coordinator"]
    CommitteeMemberFactory(operation=team.operation, user=coordinator)
    address = _at(team, "operations:organize-motion-vote")
    return Sent(address, client, {"choice": "for"}, {"choice": "choice"}, {"choice"})


def hand_over(team: Team, client: Client) -> Sent:
    values = {"incoming": team.members["organizer"].pk}
    address = _at(team, "operations:organize-hand-over")
    return Sent(address, client, values, {"incoming": "id"}, {"incoming"})


MISSION = {
    "title": "Mapping",
    "summary": "Walk and draw.",
    "description": "Bring shoes.",
    "equipment": "Shoes",
    "outputs": "A map",
    "kind": "field_mapping",
    "theme": "geography",
    "mode": "on_site",
    "phase": "during",
    "level": "beginner",
    "meeting_point": "The church",
    "target_platform": "OpenStreetMap",
    "licence": "ODbL-1.0",
    "minimum_people": "6",
    "decides_at": f"{timezone.localdate() + timedelta(days=20)}T18:00",
}
MISSION_KINDS = {
    **dict.fromkeys(["title", "summary", "equipment", "outputs", "meeting_point"], "line"),
    **dict.fromkeys(["kind", "theme", "mode", "phase", "level", "licence"], "choice"),
    "target_platform": "line",
    "description": "prose",
    "place": "id",
    "lead": "id",
    "minimum_people": "number",
    "decides_at": "maybe_moment",
}


def new_mission(team: Team, client: Client) -> Sent:
    values = {**MISSION, "place": team.own["place"], "lead": team.members["mission lead"].pk}
    required = {"title", "kind", "theme", "mode", "licence", "minimum_people", "decides_at"}
    address = _at(team, "missions:organize-mission-create")
    return Sent(address, client, values, MISSION_KINDS, required)


def edited_mission(team: Team, client: Client) -> Sent:
    new = new_mission(team, client)
    values = {**new.values, "version": 1}
    address = _at(team, "missions:organize-mission-edit")
    return Sent(address, client, values, {**new.kinds, "version": "number"}, new.required)


PROPOSAL = {
    "title": "Botanical walk",
    "description": "Two hours along the hedges.",
    "theme": "botany",
    "licence": "CC-BY-SA-4.0",
    "minimum_people": "6",
    "availability": "Saturday",
    "organisation": "The circle",
}
PROPOSAL_KINDS = {
    **dict.fromkeys(["title", "availability", "organisation"], "line"),
    "description": "prose",
    "theme": "choice",
    "licence": "maybe",
    "minimum_people": "number",
}
PROPOSAL_REQUIRED = {"title", "description", "theme", "minimum_people", "availability"}


def proposal(team: Team, client: Client) -> Sent:
    values = {**PROPOSAL, "name": "Noé Weber", "email": "noe@example.org"}
    kinds = {**PROPOSAL_KINDS, "name": "line", "email": "email"}
    address = _at(team, "missions:propose")
    return Sent(address, Client(), values, kinds, PROPOSAL_REQUIRED | {"name", "email"})


def proposal_sent_again(team: Team, client: Client) -> Sent:
    Proposal = apps.get_model("missions.Proposal")
    Proposal.objects.filter(pk=team.own["proposal"]).update(state="returned")
    token = link_to_proposal(team.own["proposal"])
    values = {**PROPOSAL, "version": 1, "action": "send"}
    kinds = {**PROPOSAL_KINDS, "version": "number", "action": "choice"}
    return Sent(f"/en/proposals/{token}/", Client(), values, kinds, PROPOSAL_REQUIRED)


def proposal_answer(team: Team, client: Client) -> Sent:
    values = {
        "version": 1,
        "answer": "return",
        "is_free_project": "yes",
        "has_host": "no",
        "has_people": "",
        "reason": "On which day?",
    }
    kinds = {
        "reason": "prose",
        "version": "number",
        "answer": "choice",
        **dict.fromkeys(["is_free_project", "has_host", "has_people"], "maybe"),
    }
    return Sent(_at(team, "missions:organize-proposal"), client, values, kinds, {"reason"})


def merge(team: Team, client: Client) -> Sent:
    values = {"action": "merge", "into": team.of_another_lead["mission"]}
    address = _at(team, "missions:organize-mission-decide")
    return Sent(address, client, values, {"into": "id", "action": "choice"}, {"into"})


def place(team: Team, client: Client) -> Sent:
    values = {
        "name": "The hall",
        "address": "1 High Street",
        "directions": "Behind the church",
        "latitude": "47.1",
        "longitude": "-1.9",
    }
    kinds = {
        **dict.fromkeys(["name", "address", "directions"], "line"),
        **dict.fromkeys(["latitude", "longitude"], "degrees"),
    }
    return Sent(_at(team, "missions:organize-place-create"), client, values, kinds, {"name"})


def edited_place(team: Team, client: Client) -> Sent:
    new = place(team, client)
    return Sent(
        _at(team, "missions:organize-place-edit"), client, new.values, new.kinds, new.required
    )


NUMBERS = {f"needs-contributor_{column}": "number" for column in ("minimum", "wished", "maximum")}


def new_shifts(team: Team, client: Client) -> Sent:
    values = {
        "days": [f"{team.operation.starts_on}"],
        "hours": "9:00",
        "length": "3:00",
        "place": team.own["place"],
        **dict.fromkeys(NUMBERS, "4"),
    }
    kinds = {"days": "choice", "hours": "hour", "length": "length", "place": "id", **NUMBERS}
    address = _at(team, "missions:organize-shifts")
    return Sent(address, client, values, kinds, {"days", "hours", "length"})


def edited_shift(team: Team, client: Client) -> Sent:
    values = {
        "version": 1,
        "day": f"{team.operation.starts_on}",
        "hour": "09:00",
        "length": "3:00",
        "place": team.own["place"],
    }
    kinds = {"version": "number", "day": "day", "hour": "hour", "length": "length", "place": "id"}
    address = _at(team, "missions:organize-shift-edit")
    return Sent(address, client, values, kinds, {"day", "hour", "length"})


def scheduled_shift(team: Team, client: Client) -> Sent:
    values = {
        "version": 1,
        "day": f"{team.operation.starts_on}",
        "hour": "09:00",
        "ends": "12:00",
        "place": team.own["place"],
    }
    kinds = {"version": "number", "day": "day", "hour": "hour", "ends": "hour", "place": "id"}
    address = _at(team, "missions:organize-schedule-shift")
    return Sent(address, client, values, kinds, {"day", "hour", "ends"})


def needs(team: Team, client: Client) -> Sent:
    values = {
        **dict.fromkeys(NUMBERS, "4"),
        "needs-contributor_reserve": "2",
        "needs-contributor_until": f"{team.operation.starts_on}",
        "needs-contributor_languages": [],
        "needs-contributor_level": "often",
        "needs-contributor_gps": "3",
    }
    kinds = {
        **NUMBERS,
        **dict.fromkeys(["needs-contributor_reserve", "needs-contributor_gps"], "number"),
        "needs-contributor_until": "maybe_day",
        **dict.fromkeys(["needs-contributor_languages", "needs-contributor_level"], "maybe"),
    }
    return Sent(_at(team, "missions:organize-needs"), client, values, kinds)


def person(team: Team, client: Client) -> Sent:
    values = {"name": "Noé", "email": "noe@example.org", "language": "fr"}
    kinds = {"name": "line", "email": "email", "language": "choice"}
    address = _at(team, "missions:organize-roster-add")
    return Sent(address, client, values, kinds, {"name", "language"})


def _begun(team: Team) -> str:
    """The shift of the team has begun; its page of the paper round names it."""
    now = timezone.now()
    rows = apps.get_model("missions.Shift").objects.filter(pk=team.own["shift"])
    rows.update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    return f"?shift={team.own['shift']}"


def _code(team: Team, volunteer: Any) -> str:
    return codes_of(operation=team.operation, volunteers=[volunteer])[volunteer.pk]


def paper_line(team: Team, client: Client) -> Sent:
    signup = apps.get_model("missions.Signup").objects.get(pk=team.own["signup"])
    values = {"code": _code(team, signup.volunteer), "minutes": "1:30"}
    kinds = {"code": "line", "minutes": "maybe_length"}
    address = _at(team, "missions:organize-paper-round") + _begun(team)
    return Sent(address, client, values, kinds, {"code"})


def paper_known(team: Team, client: Client) -> Sent:
    signup = apps.get_model("missions.Signup").objects.get(pk=team.of_another_lead["signup"])
    values = {
        "code": _code(team, signup.volunteer),
        "need": team.own["need_pk"],
        "minutes": "1:30",
    }
    kinds = {"code": "line", "need": "id", "minutes": "maybe_length"}
    address = _at(team, "missions:organize-paper-round-known") + _begun(team)
    return Sent(address, client, values, kinds, {"code", "need"})


def paper_new(team: Team, client: Client) -> Sent:
    values = {
        "name": "Noé",
        "email": "noe@example.org",
        "need": team.own["need_pk"],
        "minutes": "1:30",
    }
    kinds = {
        "name": "line",
        "email": "email",
        "need": "id",
        "minutes": "maybe_length",
    }
    address = _at(team, "missions:organize-paper-round-new") + _begun(team)
    return Sent(address, client, values, kinds, {"name", "need"})


def move(team: Team, client: Client) -> Sent:
    values = {"need": team.of_another_lead["need_pk"]}
    address = _at(team, "missions:organize-roster-signup")
    return Sent(address, client, values, {"need": "id"}, {"need"})


def rain(team: Team, client: Client) -> Sent:
    values = {"place": team.own["place"], "hour": ""}
    address = _at(team, "missions:organize-rain")
    return Sent(address, client, values, {"place": "id", "hour": "maybe_hour"}, {"place"})


def announcement(team: Team, client: Client) -> Sent:
    values = {"subject": "Bring boots", "body": "The lanes are wet.", "roles": "helper"}
    kinds = {"subject": "line", "body": "prose", "roles": "maybe"}
    address = _at(team, "announcements:organize-announcement-create")
    return Sent(address, client, values, kinds, {"subject", "body"})


def register_request(team: Team, client: Client) -> Sent:
    values = {
        "asked_of": "Archives",
        "subject": "The postcards",
        "contact": team.own["contact"],
        "asked_on": "",
        "reminded_on": "",
        "answer": "",
        "answered_on": "",
        "reason": "",
    }
    kinds = {
        "asked_of": "line",
        "subject": "line",
        "contact": "id",
        "asked_on": "maybe_day",
        "reminded_on": "maybe_day",
        "answer": "maybe",
        "answered_on": "maybe_day",
        "reason": "prose",
    }
    address = reverse("registers:organize-entry-add", args=[team.operation.slug, "requests"])
    return Sent(address, client, values, kinds, {"asked_of", "subject"})


def register_budget(team: Team, client: Client) -> Sent:
    values = {
        "direction": "income",
        "kind": "money",
        "label": "Grant",
        "source": "",
        "amount": "300",
        "currency": "EUR",
        "state": "planned",
    }
    kinds = {
        "direction": "choice",
        "kind": "choice",
        "label": "line",
        "source": "line",
        "currency": "choice",
        "state": "choice",
    }
    address = reverse("registers:organize-entry-add", args=[team.operation.slug, "budget"])
    required = {"direction", "kind", "label", "currency", "state"}
    return Sent(address, client, values, kinds, required)


def register_contact(team: Team, client: Client) -> Sent:
    values = {"name": "Zoé", "organisation": "", "role": "", "phone": "", "email": "", "notes": ""}
    kinds = dict.fromkeys(["name", "organisation", "role", "phone"], "line")
    address = reverse("registers:organize-entry-add", args=[team.operation.slug, "contacts"])
    return Sent(address, client, values, kinds | {"notes": "prose"}, {"name"})


def register_permit(team: Team, client: Client) -> Sent:
    values = {"subject": "A flight", "authority": "Prefecture", "state": "to_ask", "needed_by": ""}
    kinds = {"subject": "line", "authority": "line", "state": "choice", "needed_by": "maybe_day"}
    address = reverse("registers:organize-entry-add", args=[team.operation.slug, "permits"])
    return Sent(address, client, values, kinds, {"subject", "authority", "state"})


def register_insurance(team: Team, client: Client) -> Sent:
    values = {"insured": "Town hall", "insurer": "Mutual", "covers": "The hall", "ends_on": ""}
    kinds = dict.fromkeys(["insured", "insurer", "covers"], "line") | {"ends_on": "maybe_day"}
    address = reverse("registers:organize-entry-add", args=[team.operation.slug, "insurance"])
    return Sent(address, client, values, kinds, {"insured", "insurer", "covers"})


def new_step(team: Team, client: Client) -> Sent:
    values = {
        "title": "Book the hall",
        "notes": "Ask for the keys.",
        "days": "30",
        "side": "before",
        "fixed_on": f"{team.operation.starts_on}",
        "lead_days": "7",
        "owner_role": "desk",
        "owner": team.members["desk"].pk,
        "document": "minutes",
        "needs": team.of_another_lead["step"],
    }
    kinds = {
        "title": "line",
        "notes": "prose",
        **dict.fromkeys(["days", "lead_days"], "number"),
        **dict.fromkeys(["side", "owner_role"], "choice"),
        "fixed_on": "maybe_day",
        "document": "maybe",
        **dict.fromkeys(["owner", "needs"], "id"),
    }
    required = {"title", "days", "side", "lead_days", "owner_role"}
    return Sent(_at(team, "planning:organize-step-create"), client, values, kinds, required)


def edited_step(team: Team, client: Client) -> Sent:
    new = new_step(team, client)
    values = {**new.values, "version": 1}
    address = _at(team, "planning:organize-step-edit")
    return Sent(address, client, values, {**new.kinds, "version": "number"}, new.required)


def finished_step(team: Team, client: Client) -> Sent:
    address = _at(team, "planning:organize-step-finish")
    return Sent(address, client, {"anyway": "It was free."}, {"anyway": "line"})


def step_left_out(team: Team, client: Client) -> Sent:
    address = _at(team, "planning:organize-step-drop")
    return Sent(address, client, {"reason": "Nobody flies."}, {"reason": "line"}, {"reason"})


def step_comment(team: Team, client: Client) -> Sent:
    address = _at(team, "planning:organize-step-comment")
    return Sent(address, client, {"text": "Called them."}, {"text": "prose"}, {"text"})


def proof(team: Team, client: Client) -> Sent:
    values = {"label": "The minutes", "address": "https://example.org/"}
    kinds = {"label": "line", "address": "address"}
    address = _at(team, "planning:organize-proof-add")
    return Sent(address, client, values, kinds, {"label", "address"})


def commune(team: Team, client: Client) -> Sent:
    values = {
        "country": "DE",
        "code_scheme": "ags",
        "code": "08111000",
        "name": "Stuttgart",
        "postcodes": "70173",
        "department_name": "Stuttgart",
        "department_code": "111",
        "region_name": "Baden",
        "region_code": "08",
        "population": "600000",
        "population_year": "2020",
        "population_source": "Destatis",
        "area_km2": "207.3",
        "latitude": "48.7",
        "longitude": "9.1",
    }
    kinds = {
        **dict.fromkeys(values, "line"),
        **dict.fromkeys(["population", "population_year"], "number"),
        **dict.fromkeys(["area_km2", "latitude", "longitude"], "degrees"),
        "country": "choice",
    }
    required = {"country", "code_scheme", "code", "name"}
    return Sent(reverse("communes:commune-add"), client, values, kinds, required)


SQUARE = {"type": "Polygon", "coordinates": [[[-2, 47], [-1.99, 47], [-1.99, 47.01], [-2, 47]]]}


def _entered(team: Team, what: str, **values: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """What all offers and requests of a kind hold, and what it is."""
    first = team.operation.starts_on
    person = {"name": "Noé Weber", "email": "noe@example.org", "phone": "02 40 00 00 00"}
    more: dict[str, Any] = {"notes": "We come late."}
    kinds = {"name": "line", "email": "email", "phone": "line", "notes": "prose"}
    if what == "lodging":
        more |= {"nights": [f"{first}"], "languages": ["fr"]}
        kinds |= {"nights": "choice", "languages": "maybe"}
    else:
        more |= {"direction": "to", "place": "Nantes", "day": f"{first}", "hour": "09:00"}
        kinds |= {"direction": "choice", "place": "line", "day": "day", "hour": "hour"}
    kinds |= {key: "line" if key == "address" else "number" for key in values}
    return {**person, **more, **values}, kinds


def bed_offered(team: Team, client: Client) -> Sent:
    values, kinds = _entered(team, "lodging", beds="2", address="3 Green Lane")
    address = reverse(
        "logistics:stay-and-ride-enter", args=[team.operation.slug, "lodging", "offer"]
    )
    required = {"name", "email", "nights", "beds", "address"}
    return Sent(address, Client(), values, kinds, required)


def seat_asked_for(team: Team, client: Client) -> Sent:
    values, kinds = _entered(team, "rides", people="2")
    address = reverse(
        "logistics:stay-and-ride-enter", args=[team.operation.slug, "rides", "request"]
    )
    for key in ("name", "email"):  # the account says who it is
        del values[key], kinds[key]
    return Sent(address, client, values, kinds, set(kinds) - {"phone", "notes"})


def bed_asked_for(team: Team, client: Client) -> Sent:
    values, kinds = _entered(team, "lodging", people="2")
    values["language"], kinds["language"] = "fr", "choice"
    address = reverse(
        "logistics:organize-entry-add", args=[team.operation.slug, "lodging", "request"]
    )
    return Sent(address, client, values, kinds, {"name", "language", "nights", "people"})


def seat_offered(team: Team, client: Client) -> Sent:
    values, kinds = _entered(team, "rides", seats="2")
    values["language"], kinds["language"] = "fr", "choice"
    address = reverse("logistics:organize-entry-add", args=[team.operation.slug, "rides", "offer"])
    return Sent(address, client, values, kinds, set(kinds) - {"email", "phone", "notes"})


def kitchen(team: Team, client: Client) -> Sent:
    values = {
        "version": "0",
        "meals": [f"{team.operation.starts_on}.lunch"],
        "diets": ["vegan"],
        "closes_on": f"{team.operation.starts_on}",
    }
    kinds = {"meals": "choice", "diets": "maybe", "closes_on": "maybe_day", "version": "number"}
    return Sent(_at(team, "logistics:organize-kitchen"), client, values, kinds, {"meals"})


def _meal(team: Team) -> Any:
    KitchenFactory(operation=team.operation)
    return MealFactory(operation=team.operation)


def portions(team: Team, client: Client) -> Sent:
    values = {"meal": _meal(team).pk, "diets": ["vegetarian"], "portions": "3"}
    kinds = {"meal": "id", "diets": "maybe", "portions": "number"}
    address = _at(team, "logistics:organize-portions")
    return Sent(address, client, values, kinds, {"meal", "portions"})


def my_meals(team: Team, client: Client) -> Sent:
    meal = _meal(team)
    kitchen = team.operation.kitchen.pk
    values = {"action": "meals", "kitchen": kitchen, "meals": meal.pk, "diets": ["vegetarian"]}
    address = f"{reverse('logistics:me')}?operation={team.operation.slug}"
    return Sent(address, client, values, {"meals": "id", "diets": "maybe"})


def lent(team: Team, client: Client) -> Sent:
    values = {"action": "lend", "need": team.own["equipment"], "count": "2"}
    address = f"{reverse('logistics:me')}?operation={team.operation.slug}"
    kinds = {"need": "id", "count": "number"}
    return Sent(address, client, values, kinds, {"need", "count"})


def thing(team: Team, client: Client) -> Sent:
    values = {"code": "", "name": "Power strips", "needed": "12"}
    kinds = {"name": "line", "needed": "number", "code": "maybe"}
    address = _at(team, "logistics:organize-equipment-add")
    return Sent(address, client, values, kinds, {"name", "needed"})


def edited_thing(team: Team, client: Client) -> Sent:
    values = {"needed": "12", "version": "1"}
    kinds = dict.fromkeys(values, "number")
    address = _at(team, "logistics:organize-equipment-edit")
    return Sent(address, client, values, kinds, {"needed"})


def promised_things(team: Team, client: Client) -> Sent:
    values = {"owner": "The library", "count": "2"}
    kinds = {"owner": "line", "count": "number"}
    address = _at(team, "logistics:organize-promise")
    return Sent(address, client, values, kinds, set(values))


def new_zone(team: Team, client: Client) -> Sent:
    values = {
        "name": "Village",
        "mission": team.own["mission"],
        "outline": json.dumps(SQUARE),
    }
    kinds = {"name": "line", "mission": "id", "outline": "prose"}
    address = _at(team, "zones:organize-zone-create")
    return Sent(address, client, values, kinds, {"name", "outline"})


def edited_zone(team: Team, client: Client) -> Sent:
    values = {"version": 1, "name": "Village", "mission": team.own["mission"]}
    kinds = {"version": "number", "name": "line", "mission": "id"}
    return Sent(_at(team, "zones:organize-zone-edit"), client, values, kinds, {"name"})


def outline(team: Team, client: Client) -> Sent:
    values = {"version": 1, "outline": json.dumps(SQUARE)}
    kinds = {"version": "number", "outline": "prose"}
    return Sent(_at(team, "zones:organize-zone-outline"), client, values, kinds, {"outline"})


def grid(team: Team, client: Client) -> Sent:
    values = {"columns": "3", "rows": "2"}
    kinds = dict.fromkeys(values, "number")
    return Sent(_at(team, "zones:organize-zone-cut"), client, values, kinds, set(values))


def sectors(team: Team, client: Client) -> Sent:
    values = {"outline": json.dumps(SQUARE)}
    address = _at(team, "zones:organize-zone-sectors")
    return Sent(address, client, values, {"outline": "prose"}, {"outline"})


def edited_sector(team: Team, client: Client) -> Sent:
    values = {
        "version": 1,
        "name": "Wash-house",
        "mission": team.own["mission"],
        "team": "Team heron",
        "points": "12",
        "effort_minutes": "200",
        "note": "A dog.",
    }
    kinds = {
        "version": "number",
        **dict.fromkeys(["name", "team", "note"], "line"),
        "mission": "id",
        **dict.fromkeys(["points", "effort_minutes"], "number"),
    }
    return Sent(_at(team, "zones:organize-sector"), client, values, kinds, {"points"})


def sector_mark(team: Team, client: Client) -> Sent:
    values = {"seen": "to_do", "state": "done"}
    kinds = dict.fromkeys(values, "choice")
    return Sent(_at(team, "zones:organize-sector-mark"), client, values, kinds, set(values))


def sector_join(team: Team, client: Client) -> Sent:
    values = {"other": team.own["other_sector"]}
    address = _at(team, "zones:organize-sector-join")
    return Sent(address, client, values, {"other": "id"}, {"other"})


FORMS: dict[str, Callable[[Team, Client], Sent]] = {
    each.__name__: each
    for each in (
        sign_up, send_links, reading, offering, withdrawal, account, new_operation,
        edited_operation, cover, partner, invitation, role, new_mission, edited_mission, place,
        edited_place, new_shifts, edited_shift, scheduled_shift, needs, person, move, commune,
        committee_member, edited_committee_member, meeting, indicator, waiver, hand_over, clone,
        proposal, proposal_sent_again, proposal_answer, merge, motion, translated_motion,
        committee_vote, rain, announcement, register_request, register_budget, register_contact,
        register_permit, register_insurance, new_step, edited_step, finished_step, step_left_out,
        step_comment, proof, paper_line, paper_known, paper_new, bed_offered, bed_asked_for,
        seat_offered, seat_asked_for, kitchen, portions, my_meals, lent, thing, edited_thing,
        promised_things, new_zone, edited_zone, outline, grid, sectors, edited_sector,
        sector_mark, sector_join,
    )
}  # fmt: skip
# Refused by a message on the page that follows, or by a page that does not exist.
BY_MESSAGE = {"role", "sector_mark", "sector_join"}
BY_ABSENCE = {"withdrawal"}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# Rows that say who looked at what and when, not what the site knows.
NOT_CONTENT = {"sessions", "usersessions", "contenttypes", "auth", "admin"}


def digest() -> str:
    """One word for all that the site knows."""
    rows = [
        (model._meta.label, list(model._base_manager.order_by("pk").values_list()))
        for model in apps.get_models()
        if model._meta.app_label not in NOT_CONTENT and model._meta.managed
    ]
    return hashlib.sha256(repr(rows).encode("utf-8", "surrogatepass")).hexdigest()


def is_refused(name: str, answer: HttpResponse) -> bool:
    if name in BY_MESSAGE:
        return answer.status_code == 302
    if name in BY_ABSENCE:
        return answer.status_code == 404
    return answer.status_code in {400, 404, 409, 422, 429}


# The sweep


@pytest.mark.parametrize("name", FORMS)
def test_the_form_takes_what_people_send(name, team):
    """Otherwise its refusals would show nothing."""
    before = digest()
    with undone():
        answer = form_named(name, team).post()
        after = digest()

    assert answer.status_code == 302, answer.text
    assert after != before


@pytest.mark.parametrize("name", FORMS)
def test_the_form_refuses_bad_values_and_changes_nothing(name, team, other):
    sent = form_named(name, team)
    before = digest()
    taken = []
    for key, kind in sent.kinds.items():
        values = [*REFUSED[kind], *([""] if key in sent.required else [])]
        for value in values:
            answer = sent.post(**{key: value})
            if not is_refused(name, answer):
                taken.append(f"{key}={value[:30]!r}: {answer.status_code}")

    assert digest() == before, "\n".join(taken) or "something was written"
    assert not taken, "\n".join(taken)


@pytest.mark.parametrize("name", FORMS)
def test_odd_values_break_nothing(name, team):
    sent = form_named(name, team)
    texts = [key for key, kind in sent.kinds.items() if kind in {"line", "prose"}]
    odd = [dict.fromkeys(sent.kinds, value) for value in ODD]
    odd += [dict.fromkeys(texts, value) for value in ODD] if texts else []
    odd += [{key: ["a", "b\x00", value]} for key, value in sent.values.items()]
    odd += [{f"{key}[]": ["1", "2"], f"{key}[0]": "3"} for key in sent.kinds]
    broken = []
    for changes in odd:
        with undone():
            answer = sent.post(**changes)
        if answer.status_code >= 500:
            broken.append(f"{changes}: {answer.status_code}")

    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    "name", sorted(FORMS.keys() - BY_MESSAGE - BY_ABSENCE - {"cover", "move", "hand_over", "merge"})
)
def test_the_form_says_why_and_keeps_what_was_typed(name, team):
    sent = form_named(name, team)
    typed = {
        key: "Ça & là" if sent.kinds.get(key) in {"line", "prose"} else value
        for key, value in sent.values.items()
    }
    shown = [key for key, kind in sent.kinds.items() if kind != "id" and key not in {"version"}]
    wrong = next(key for key in shown if key != "action")
    bad = next(value for value in REFUSED[sent.kinds[wrong]] if 0 < len(value) < 20)

    answer = sent.client.post(sent.address, {**typed, wrong: bad})

    assert answer.status_code == 422
    errors = errors_of(answer)
    assert errors
    assert all(escape(error) in answer.text for error in errors)
    if sent.kinds[wrong] not in {"choice"} and bad.isprintable():
        assert escape(bad) in answer.text
    kept = [typed[key] for key in typed if sent.kinds.get(key) == "line" and key != wrong]
    assert all(escape(value) in answer.text for value in kept)


def errors_of(answer: HttpResponse) -> list[str]:
    forms = {id(one): one for context in answer.context for one in flat_values(context)}
    return [
        str(error) for form in forms.values() for errors in form.errors.values() for error in errors
    ]


def flat_values(context: Any) -> list[Any]:
    values = [
        value for each in context for value in (each.values() if hasattr(each, "values") else [])
    ]
    return [value for value in values if hasattr(value, "errors") and hasattr(value, "fields")]


# Dates


@pytest.mark.parametrize("name", ["new_operation", "edited_operation"])
def test_days_in_the_wrong_order_are_refused(name, team):
    sent = form_named(name, team)

    answer = sent.post(starts_on=sent.values["ends_on"], ends_on=sent.values["starts_on"])

    assert answer.status_code == 422
    assert "The last day is before the first one." in answer.text


def test_numbers_in_the_wrong_order_are_refused(team):
    answer = form_named("needs", team).post(**{"needs-contributor_minimum": "9"})

    assert answer.status_code == 422
    assert "Minimum, wished and maximum must be in this order." in answer.text


# Things of another operation


def test_the_things_of_another_operation_are_no_choice(team, other):
    lead = other.members["mission lead"].pk
    tries = [
        ("sign_up", {"need": other.own["need_pk"]}),
        ("sign_up", {"need": [team.own["need_pk"], other.own["need_pk"]]}),
        ("sign_up", {"need": team.of_draft["need_pk"]}),
        ("new_mission", {"place": other.own["place"]}),
        ("new_mission", {"lead": lead}),
        ("edited_mission", {"place": other.own["place"]}),
        ("edited_mission", {"lead": lead}),
        ("edited_mission", {"lead": team.members["desk"].pk}),
        ("new_shifts", {"place": other.own["place"]}),
        ("edited_shift", {"place": other.own["place"]}),
        ("scheduled_shift", {"place": other.own["place"]}),
        ("move", {"need": other.own["need_pk"]}),
        ("move", {"need": team.of_draft["need_pk"]}),
        ("withdrawal", {"signup": other.own["signup"]}),
    ]
    forms = [(form_named(name, team), changes) for name, changes in tries]
    before = digest()

    answers = [sent.post(**changes).status_code for sent, changes in forms]

    assert answers == [422] * 13 + [404]
    assert digest() == before


@pytest.mark.parametrize("number", [0, 2**31, 2**63])
def test_numbers_that_no_row_has_are_nowhere(number, team):
    client = client_of(team.members["coordinator"])
    found = []
    for row in tables()[0]:
        keys = {key for keys in parameters_of(row.name) for key in keys} & {
            "pk", "need_pk", "user_pk",
        }  # fmt: skip
        if not keys or row.what:
            continue
        address = filled(row.name, {**team.own, **dict.fromkeys(keys, number)})
        answer = getattr(client, row.method.lower())(address)
        if answer.status_code != 404:
            found.append(f"{row}: {answer.status_code}")

    assert not found, "\n".join(found)


# Fields that the form does not have

EXTRA = {
    "id": "1", "pk": "1", "operation": "1", "operation_id": "1", "mission": "1", "state": "held",
    "status": "reported", "created_by": "1", "slug": "mine", "is_fictional": "on", "user": "1",
    "is_given_up": "on", "places": "500", "taken": "0", "volunteer": "1", "is_staff": "on",
    "is_superuser": "on", "is_active": "", "password": "x", "cover": "x.svg", "logo": "x.svg",
    "kind": "former", "successor": "1", "outline": "x", "token_hash": "x", "invited_by": "1",
    "accepted_at": "2020-01-01", "expires_at": "2999-01-01", "confirmed_at": "2020-01-01",
    "cancelled_at": "2020-01-01", "erased_at": "2020-01-01", "email_confirmed_at": "2020-01-01",
    "role": "coordinator", "email": "evil@example.org", "capacity": "9", "maximum": "900",
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_fields_that_the_form_does_not_have_change_nothing(name, team):
    sent = form_named(name, team)
    last = {model: newest(model) for model in apps.get_models()}
    extra = {key: value for key, value in EXTRA.items() if key not in sent.kinds}
    prefixes = {key.partition("-")[0] for key in sent.kinds if "-" in key}
    extra |= {f"{prefix}-{key}": value for prefix in prefixes for key, value in extra.items()}
    results = []
    for more in ({}, extra):
        with undone():
            assert sent.post(**more).status_code == 302
            results.append(content(last))

    assert results[0] == results[1]


def newest(model: type[models.Model]) -> Any:
    last = model._base_manager.order_by("pk").last()
    return last.pk if last and isinstance(last.pk, int) else 0


def content(last: dict[type[models.Model], Any]) -> dict[str, list[Any]]:
    """All rows without what is drawn anew each time: secrets, moments, numbers of new rows."""
    return {
        model._meta.label: [
            [steady(each, row, last) for each in model._meta.concrete_fields]
            for row in model._base_manager.order_by("pk")
        ]
        for model in apps.get_models()
        if model._meta.app_label in {"accounts", "account", "communes", "volunteers", "operations",
                                     "missions"}
    }  # fmt: skip


def steady(column: models.Field, row: models.Model, last: dict[type[models.Model], Any]) -> Any:
    value = getattr(row, column.attname)
    if isinstance(column, models.DateTimeField):
        return value is not None and value.year
    if column.name in {"token_hash", "password", "batch"}:
        return bool(value)
    model = column.related_model if column.is_relation else type(row)
    is_number = column.primary_key or column.is_relation
    return "new" if is_number and isinstance(value, int) and value > last[model] else value


# Requests that no form sends


@pytest.mark.parametrize("name", FORMS)
def test_a_text_of_ten_megabytes_is_turned_away_in_style(name, team):
    sent = form_named(name, team)
    before = digest()

    answer = sent.post(**{next(iter(sent.kinds)): "x" * (10 * 1024 * 1024)})

    assert answer.status_code == 400
    assert "<h1" in answer.text
    assert digest() == before


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", "&".join(f"f{n}=1" for n in range(3000))),
        ("application/x-www-form-urlencoded", "&".join(["need=1"] * 3000)),
        ("application/x-www-form-urlencoded", "title=%ff%fe%ed%a0%80&name=%00"),
        ("application/json", json.dumps({"title": "x"})),
        ("application/json", "[" * 100_000),
        ("multipart/form-data; boundary=x", "--y\r\nnonsense"),
        ("multipart/form-data", "no boundary"),
        ("application/x-www-form-urlencoded; charset=nonsense", "title=x"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("name", ["sign_up", "new_operation", "partner", "commune"])
def test_bodies_that_are_no_form_break_nothing(name, content_type, body, team):
    sent = form_named(name, team)
    before = digest()

    answer = sent.client.generic("POST", sent.address, body, content_type)

    assert answer.status_code in {200, 400, 422}
    assert digest() == before


@pytest.mark.parametrize("key", ["x", "\x00", HUGE, "🌻", LONG])
def test_a_key_of_a_form_that_is_none_is_left_aside(key, team):
    assert form_named("sign_up", team).post(client_key=key).status_code == 302


# Files


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 40,000 pixels wide and high."""

    def chunk(kind: bytes, inside: bytes) -> bytes:
        return pack(">I", len(inside)) + kind + inside + pack(">I", zlib.crc32(kind + inside))

    header = chunk(b"IHDR", pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


FILES = {
    "nothing in it": b"",
    "a page": b"<html><script>alert(1)</script></html>",
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "only the first bytes": b"\x89PNG\r\n\x1a\n",
    "a bomb": bomb(),
    "another format": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(("name", "key"), [("cover", "cover-cover"), ("partner", "partner-logo")])
def test_files_that_are_no_picture_are_refused(name, key, file, team, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sent = form_named(name, team)
    before = digest()

    answer = sent.post(**{key: SimpleUploadedFile("../../x\u202egnp.svg", FILES[file])})

    assert answer.status_code == 422
    assert errors_of(answer)
    assert digest() == before
    assert list(tmp_path.iterdir()) == []


# Questions in the address

ASKED = {
    "zones:organize-zone-geojson": ["sector"],
    "zones:organize-zone-gpx": ["sector"],
    "pages:operation-list": ["q", "when", "theme", "page"],
    "communes:commune-list": ["q", "country", "page"],
    "communes:commune-suggest": ["q"],
    "missions:signup": ["theme", "view", "shift"],
    "operations:organize-create": ["commune"],
    "operations:organize-edit": ["lang"],
    "missions:organize-mission-create": ["lang"],
    "missions:organize-mission-edit": ["lang"],
    "missions:organize-roster": ["mission"],
    "missions:organize-schedule": ["day", "step", "view"],
    "missions:organize-shifts": ["added"],
    "missions:organize-paper-round": ["shift", "day"],
    "documents:programme": ["lang"],
    "documents:organize-print-posters": ["lang", "mission"],
    "missions:organize-history": ["who", "kind", "day", "page"],
    "feeds:operations-calendar": ["lang"],
    "feeds:operations-news": ["lang"],
    "feeds:operations-geojson": ["lang"],
}


@pytest.mark.parametrize("name", ASKED)
def test_odd_questions_break_nothing(name, team):
    client, address = client_of(team.members["coordinator"]), _at(team, name)
    broken = []
    for key in ASKED[name]:
        for value in [*ODD, *HIDDEN, HUGE, "9" * 5000, "-1", "1e9", "FR-", "-", "?", "a" * 5000]:
            answer = client.get(address, {key: value})
            if answer.status_code not in {200, 400, 404}:
                broken.append(f"{key}={value[:30]!r}: {answer.status_code}")

    assert not broken, "\n".join(broken)


# Where forms lead

FOREIGN = [
    "//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example",
    "javascript:alert(1)", "https://evil.example/en/", "https:evil.example", "http://testserver.evil.example/",
    "http://testserver@evil.example/", "\tjavascript:alert(1)", " //evil.example",
    "/\t/evil.example",
]  # fmt: skip
TAKE_NEXT = [
    "account_signup", "account_request_login_code", "account_reauthenticate", "account_logout",
    "account_reset_password", "accounts:confirm-by-code", "account_email", "mfa_reauthenticate",
]  # fmt: skip


def leads_away(answer: HttpResponse) -> bool:
    to = answer.headers.get("Location", "")
    return "evil" in to.partition("?")[0] or to.strip().startswith(("javascript", "\\", "//"))


@pytest.mark.parametrize("address", FOREIGN)
def test_the_choice_of_colours_never_leads_elsewhere(address, client):
    answer = client.post("/theme/", {"theme": "dark", "next": address})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("address", FOREIGN)
def test_a_form_sent_by_a_visitor_leads_back_to_no_other_site(address, team):
    sent = form_named("new_mission", team)
    for headers in ({"referer": address}, {"hx-request": "true", "hx-current-url": address}):
        answer = Client().post(sent.address, sent.values, headers=headers)
        assert "evil" not in (
            answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
        )


@pytest.mark.parametrize("name", TAKE_NEXT)
def test_pages_of_accounts_never_lead_elsewhere(name, team):
    away = []
    for client in (Client(), client_of(team.members["coordinator"])):
        for address in FOREIGN[::3]:
            with undone():
                answers = [
                    client.get(reverse(name), {"next": address}),
                    client.post(reverse(name), {"next": address, "email": "a@example.org"}),
                ]
            away += [address for answer in answers if leads_away(answer)]

    assert not away


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:80@evil"])
def test_a_forged_host_gets_nothing_from_any_form(host, team):
    sent = form_named("send_links", team)
    before = digest()

    answer = sent.client.post(sent.address, sent.values, headers={"host": host})

    assert answer.status_code == 400
    assert digest() == before


@pytest.mark.parametrize("name", ["account_signup", "account_login", "account_request_login_code"])
def test_a_direction_override_in_an_address_opens_no_account(name, client):
    before = digest()
    answer = client.post(
        reverse(name), {"email": "a@exa\u202emple.org", "login": "a@exa\u202emple.org"}
    )

    assert "This address holds characters that cannot be seen." in answer.text
    assert digest() == before
