"""What a team should know of its programme before people come. Never a prohibition.

The rules in words: docs/decisions/0078-warnings-cover-and-places-for-residents.md.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import date_in_words, moment_in_words
from missions.models import HANDOVER, Mission, Need
from missions.queries.warnings import PlannedShift, ProgrammeFacts, programme_facts
from missions.rules.planned import (
    at_the_same_time,
    by_day,
    by_mission,
    by_place,
    fullest,
    grouped,
    is_a_meal,
    is_outside,
    is_without_lunch,
    listed,
    where_of,
)
from operations.models import Operation
from translations.texts import text_of

# The two kinds of mission in which somebody who knows shows somebody who does not.
INITIATIONS = (Mission.Kind.TRAINING, Mission.Kind.EDITATHON)


class ProgrammeWarning(NamedTuple):
    """What to look at, in words; the shifts and missions it is about; where to put it right."""

    kind: str
    words: str
    address: str
    missions: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()


def warnings_of(
    operation: Operation, missions: Iterable[Mission] | None = None
) -> list[ProgrammeWarning]:
    """Everything to look at in the programme as the team wants it, drafts of moves included.

    `missions`: all of the operation with their places and leads, where the page has them already.
    """
    facts = programme_facts(operation, missions)
    return [warning for rule in RULES for warning in rule(facts)]


def leads_in_two_places(facts: ProgrammeFacts) -> Iterator[ProgrammeWarning]:
    led = grouped(facts.shifts, lambda shift: shift.mission.lead_id)
    for shifts in led.values():
        for group in at_the_same_time(shifts):
            apart = [
                one
                for one in group
                if any(one.overlaps(other) and where_of(one) != where_of(other) for other in group)
            ]
            if apart:
                words = _("%(name)s leads in several places at the same time: %(shifts)s.") % {
                    "name": apart[0].mission.lead,
                    "shifts": listed(facts, apart, names_place=True),
                }
                yield _about(facts, "lead", words, apart)


def places_over_full(facts: ProgrammeFacts) -> Iterator[ProgrammeWarning]:
    """More missions at once than a place has room for. There is room for everybody outdoors."""
    for place, shifts in by_place(facts):
        for group in [] if place.is_outdoors else at_the_same_time(shifts):
            crowd = fullest(group)
            if len(crowd) > place.rooms:
                words = ngettext(
                    "%(place)s has room for one mission at a time. At once there: %(shifts)s.",
                    "%(place)s has room for %(count)s missions at a time. At once there: "
                    "%(shifts)s.",
                    place.rooms,
                ) % {"place": place, "count": place.rooms, "shifts": listed(facts, crowd)}
                yield _about(facts, "rooms", words, crowd)


def places_closed(facts: ProgrammeFacts) -> Iterator[ProgrammeWarning]:
    for place, shifts in by_place(facts):
        opens, closes = place.opens_at, place.closes_at
        if opens is None or closes is None:
            continue
        outside = [shift for shift in shifts if is_outside(shift, opens, closes, facts.zone)]
        if outside:
            words = _(
                "%(place)s is open from %(opens)s to %(closes)s. Outside of that: %(shifts)s."
            ) % {
                "place": place,
                "opens": f"{opens:%H:%M}",
                "closes": f"{closes:%H:%M}",
                "shifts": listed(facts, outside),
            }
            yield _about(facts, "closed", words, outside)


def keys_missing(facts: ProgrammeFacts) -> Iterator[ProgrammeWarning]:
    """A day at a place with a key on which nobody is placed as key holder there."""
    for place, shifts in by_place(facts):
        for day, same_day in by_day(facts, shifts if place.needs_key else []).items():
            if not any(shift.of_role(Need.Role.KEY_HOLDER).taken for shift in same_day):
                words = _("Nobody comes with the key of %(place)s on %(day)s.") % {
                    "place": place,
                    "day": date_in_words(day),
                }
                yield _about(facts, "key", words, same_day)


def no_initiation_afterwards(facts: ProgrammeFacts) -> Iterator[ProgrammeWarning]:
    """Inhabitants want to try once they have seen results: the first operation learned it late."""
    shown = [
        shift
        for shift in facts.shifts
        if shift.mission.kind == Mission.Kind.RESULTS
        and shift.mission.phase == Mission.Phase.DURING
    ]
    if not shown:
        return
    first = shown[0]
    if any(
        shift.mission.kind in INITIATIONS and shift.starts_at >= first.ends_at - HANDOVER
        for shift in facts.shifts
    ):
        return
    words = _(
        "No initiation comes after the first presentation of the results (%(moment)s). People "
        "want to try once they have seen what it gives."
    ) % {"moment": moment_in_words(first.starts_at, facts.zone)}
    yield _about(facts, "initiation", words, [first])


def helpers_missing(facts: ProgrammeFacts) -> Iterator[ProgrammeWarning]:
    """More contributors on a shift, wished or placed, than its helpers can look after."""
    for mission, shifts in by_mission(facts):
        if not (ratio := mission.beginners_per_helper):
            continue
        short = [shift for shift in shifts if _lacks_helpers(shift, ratio)]
        if short:
            words = ngettext(
                "%(mission)s: a helper looks after one beginner at most. Short of helpers: "
                "%(shifts)s.",
                "%(mission)s: a helper looks after %(count)s beginners at most. Short of helpers: "
                "%(shifts)s.",
                ratio,
            ) % {
                "mission": text_of(mission, "title").text,
                "count": ratio,
                "shifts": listed(facts, short, names_mission=False),
            }
            yield _about(facts, "helpers", words, short)


def _lacks_helpers(shift: PlannedShift, ratio: int) -> bool:
    contributors, helpers = (
        shift.of_role(role) for role in (Need.Role.CONTRIBUTOR, Need.Role.HELPER)
    )
    is_planned_short = contributors.expected > ratio * helpers.expected
    return is_planned_short or contributors.taken > ratio * helpers.taken


def no_lunch(facts: ProgrammeFacts) -> Iterator[ProgrammeWarning]:
    """A shift, or all that one person leads on a day, without a moment to eat at noon."""
    shifts = [shift for shift in facts.shifts if not is_a_meal(shift)]
    long = [shift for shift in shifts if is_without_lunch([shift], facts.zone)]
    if long:
        words = _("No 45 free minutes to eat between 11:30 and 14:30 for those on: %(shifts)s.") % {
            "shifts": listed(facts, long)
        }
        yield _about(facts, "lunch", words, long)
    for led in grouped(shifts, lambda shift: shift.mission.lead_id).values():
        for day, same_day in by_day(facts, led).items():
            is_told = any(shift in long for shift in same_day)
            if not is_told and is_without_lunch(same_day, facts.zone):
                words = _(
                    "On %(day)s %(name)s leads without 45 free minutes to eat between 11:30 and "
                    "14:30: %(shifts)s."
                ) % {
                    "day": date_in_words(day),
                    "name": same_day[0].mission.lead,
                    "shifts": listed(facts, same_day),
                }
                yield _about(facts, "lunch", words, same_day)


def more_ground_than_people(facts: ProgrammeFacts) -> Iterator[ProgrammeWarning]:
    """The zone of a mission takes more hours than the people wished give on its shifts."""
    for mission, shifts in by_mission(facts):
        if not mission.effort_minutes:
            continue
        given = sum((shift.length * shift.expected for shift in shifts), timedelta())
        wanted = timedelta(minutes=mission.effort_minutes)
        if wanted > given:
            words = _(
                "%(mission)s: its sectors take about %(wanted)s h of work, and the people wished "
                "give %(given)s h."
            ) % {
                "mission": text_of(mission, "title").text,
                "wanted": -(-wanted // timedelta(hours=1)),
                "given": given // timedelta(hours=1),
            }
            yield _about(facts, "ground", words, shifts, mission)


def _about(
    facts: ProgrammeFacts,
    kind: str,
    words: str,
    shifts: Sequence[PlannedShift],
    mission: Mission | None = None,
) -> ProgrammeWarning:
    """The warning, with the page on which it is most likely put right."""
    missions = {shift.mission.pk for shift in shifts} | ({mission.pk} if mission else set())
    if mission is not None:
        address = reverse("missions:organize-mission-edit", args=[facts.slug, mission.pk])
    else:
        address = reverse("missions:organize-shift-edit", args=[facts.slug, shifts[0].pk])
    pks = tuple(shift.pk for shift in shifts)
    return ProgrammeWarning(kind, words, address, tuple(sorted(missions)), pks)


RULES: tuple[Callable[[ProgrammeFacts], Iterator[ProgrammeWarning]], ...] = (
    leads_in_two_places,
    places_over_full,
    places_closed,
    keys_missing,
    helpers_missing,
    no_lunch,
    no_initiation_afterwards,
    more_ground_than_people,
)
