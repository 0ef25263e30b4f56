"""Mails about missions that take place, or do not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from missions.emails.signups import greeting, place_lines, recipient
from missions.entries import attached_calendar
from missions.models import Mission, Need, Signup
from missions.queries.decisions import Chance
from missions.queries.proposals import organizers_of
from notifications.emails import known_language
from notifications.models import Email
from notifications.services import Message, Recipient, name_of, queue_emails
from translations.texts import text_of
from volunteers.models import Volunteer
from volunteers.services import make_links

TO_DECIDE = "mission.to_decide"
Places = Mapping[Volunteer, Sequence[Signup]]


def tell_of_decision(
    mission: Mission, lost: Places, *, moved: Places, instead: Mapping[Volunteer, Sequence[Need]]
) -> None:
    """One mail to each person of a mission that was dropped or merged.

    It says what they lose, what they have instead, or two places that they can take.
    """
    readers = [person for person in lost if recipient(person).address]
    links = make_links(readers)
    queue_emails(
        [
            _message(
                mission,
                person,
                lost=sorted(lost[person], key=lambda one: one.need.shift.starts_at),
                moved=moved.get(person, ()),
                instead=instead.get(person, ()),
                token=links[person.pk],
            )
            for person in readers
        ]
    )


def _message(
    mission: Mission,
    person: Volunteer,
    *,
    lost: Sequence[Signup],
    moved: Sequence[Signup],
    instead: Sequence[Need],
    token: str,
) -> Message:
    to = recipient(person)
    if not person.has_confirmed_address:
        to = replace(to, name="")  # whoever typed the address may have typed any name
    entries = [*(one for one in lost if one.has_place), *moved]
    with translation.override(person.language):
        return Message(
            kind=f"mission.{mission.decision}",
            obj=mission,
            version=mission.pk,
            to=to,
            template="missions/emails/decided",
            context=_context(mission, person, lost, moved, instead, token),
            attachments=[attached_calendar(entries)] if entries else [],
            is_secret=True,
        )


def _context(
    mission: Mission,
    person: Volunteer,
    lost: Sequence[Signup],
    moved: Sequence[Signup],
    instead: Sequence[Need],
    token: str,
) -> dict[str, Any]:
    operation = mission.operation
    into = mission.merged_into
    return {
        "greeting": greeting(person, is_known=person.has_confirmed_address),
        "operation": operation,
        "operation_title": text_of(operation, "title").text,
        "mission_title": text_of(mission, "title").text,
        "into_title": text_of(into, "title").text if into else "",
        # Nobody waits any more for what does not take place: only what, when and where.
        "places": [replace(place_lines(signup), note="") for signup in lost],
        "moved": [place_lines(signup) for signup in moved],
        "must_confirm": any(signup.confirmed_at is None for signup in moved),
        "instead": [
            (
                place_lines(Signup(need=need, volunteer=person)),
                settings.PUBLIC_BASE_URL + reverse("missions:me-take", args=[token, need.pk]),
            )
            for need in instead
        ],
        "me_address": settings.PUBLIC_BASE_URL + reverse("missions:me-link", args=[token]),
    }


def tell_team_to_decide(chance: Chance) -> None:
    """People are missing at the moment of the decision: the organizers decide."""
    _tell_team(chance, kind=TO_DECIDE, template="mission_to_decide")


def tell_team_of_confirmation(chance: Chance) -> None:
    _tell_team(chance, kind="mission.confirmed", template="mission_confirmed")


def was_told_to_decide(mission: Mission) -> bool:
    """Whether the organizers have heard of this very moment; another one is told anew."""
    told = Email.objects.filter(kind=TO_DECIDE, about=name_of(mission), version=_moment(mission))
    return told.exists()


def _moment(mission: Mission) -> str:
    return mission.decides_at.isoformat() if mission.decides_at else ""


def _tell_team(chance: Chance, *, kind: str, template: str) -> None:
    mission = chance.mission
    messages = []
    for person in organizers_of(mission.operation):
        with translation.override(known_language(person.language)):
            path = reverse(
                "missions:organize-mission-decide", args=[mission.operation.slug, mission.pk]
            )
            messages.append(
                Message(
                    kind=kind,
                    obj=mission,
                    version=_moment(mission),
                    to=Recipient.from_user(person),
                    template=f"missions/emails/{template}",
                    context={
                        "mission_title": text_of(mission, "title").text,
                        "operation_title": text_of(mission.operation, "title").text,
                        "people": chance.people,
                        "minimum": chance.minimum,
                        "address": settings.PUBLIC_BASE_URL + path,
                    },
                )
            )
    queue_emails(messages)
