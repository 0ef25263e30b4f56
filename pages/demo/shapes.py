"""The shapes in which the content of the demonstration is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.themes import Theme
from missions.models import Mission, Need
from operations.models import (
    CharterLine,
    CommitteeMember,
    Indicator,
    Licence,
    Meeting,
    Operation,
)
from pages.demo.people import Person


class Text(NamedTuple):
    """The same text in French, in which it was written, and in English."""

    fr: str
    en: str


NO_TEXT = Text("", "")


def columns(**texts: Text) -> dict[str, str]:
    """The explicit column of each language: `title_fr`, `title_en` and so on."""
    return {
        f"{name}_{language}": text
        for name, languages in texts.items()
        for language, text in languages._asdict().items()
    }


class DemoPlace(NamedTuple):
    """No coordinates: they are never invented, and no source gives those of a fictional room."""

    name: str
    directions: str = ""
    is_outdoors: bool = False


@dataclass(frozen=True)
class DemoFigure:
    subject: str
    value: int
    label: Text
    source: Text
    method: Text
    theme: str = ""
    is_about: bool = False


class DemoNeed(NamedTuple):
    role: Need.Role
    minimum: int
    wished: int
    maximum: int
    taken: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class DemoShift:
    """Hours of a day that is counted from the operation's first day."""

    day: int
    start: str
    end: str
    needs: Sequence[DemoNeed]
    place: str = ""


@dataclass(frozen=True)
class DemoMission:
    kind: Mission.Kind
    theme: Theme
    licence: Licence | str
    title: Text
    summary: Text
    description: Text
    outputs: Text
    equipment: Text = NO_TEXT
    mode: Mission.Mode = Mission.Mode.ON_SITE
    phase: Mission.Phase = Mission.Phase.DURING
    level: Mission.Level = Mission.Level.BEGINNER
    place: str = ""
    meeting_point: str = ""
    target_platform: str = ""
    is_led: bool = False  # by the demo's mission lead
    shifts: Sequence[DemoShift] = ()


class DemoMember(NamedTuple):
    kind: CommitteeMember.Kind
    organisation: str
    name: str = ""
    email: str = ""
    role: str = ""  # is_referent or is_second_referent
    is_public: bool = False


class DemoMeeting(NamedTuple):
    """On a known day, or some weeks before the demo is loaded."""

    kind: Meeting.Kind
    held_on: date | None = None
    weeks_ago: int = 0
    place: str = ""
    notes: str = ""


class DemoIndicator(NamedTuple):
    code: Indicator.Code
    method: Text
    label: Text = NO_TEXT


class DemoWaiver(NamedTuple):
    line: CharterLine
    reason: Text


@dataclass(frozen=True)
class DemoCharter:
    committee: Sequence[DemoMember] = ()
    meetings: Sequence[DemoMeeting] = ()
    indicators: Sequence[DemoIndicator] = ()
    waivers: Sequence[DemoWaiver] = ()


@dataclass(frozen=True)
class DemoOperation:
    slug: str
    commune: str
    organizing_body: str
    title: Text
    summary: Text
    presentation: Text
    practical: Text = NO_TEXT
    starts_on: date | None = None  # none: a weekend to come, see calendar.py
    days: int = 2
    weeks_later: int = 0
    format: Operation.Format = Operation.Format.WEEKEND
    status: Operation.Status = Operation.Status.REPORTED
    languages: Sequence[str] = ("fr",)
    hashtag: str = ""
    contact_email: str = ""
    is_fictional: bool = False
    default_licence: Licence = Licence.CC_BY_SA
    partners: Sequence[str] = ()
    figures: Sequence[DemoFigure] = ()
    places: Sequence[DemoPlace] = ()
    missions: Sequence[DemoMission] = ()
    charter: DemoCharter = DemoCharter()
    team: str = ""  # the scope of the accounts that run it
    people: Sequence[Person] = ()
