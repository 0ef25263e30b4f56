"""What people propose for the demo's operation to come, and which missions wait for a decision."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from core.themes import Theme
from core.tokens import new_token, token_hash
from missions.models import Mission, Proposal
from missions.queries.decisions import people_by_mission
from operations.models import Licence, Operation, Role
from pages.demo.accounts import CHAUMES_TEAM, Team

A_WEEK = timedelta(weeks=1)
EVENING = time(18)
# The walk waits for two more people; the photographers are enough already.
WAITS, IS_SURE = Mission.Kind.FLORA, Mission.Kind.PHOTO_WALK
MISSING = 2
State = Proposal.State


class DemoProposal(NamedTuple):
    state: Proposal.State
    days_ago: int
    name: str
    organisation: str
    language: str
    title: str
    description: str
    theme: Theme
    licence: str
    availability: str
    minimum_people: int
    tests: tuple[bool | None, bool | None, bool | None] = (None, None, None)
    reason: str = ""


PROPOSALS = [
    DemoProposal(
        State.RECEIVED,
        2,
        "Maryvonne Le Dantu",
        "Chœur du pays de Retz (fictif)",
        "fr",
        "Chansons de vendange : on enregistre les anciens",
        "Quatre personnes de notre chœur connaissent des chansons qui ne sont écrites nulle part. "
        "Nous les chantons, vous les enregistrez et notez les paroles avec nous.\n\n"
        "Il faut une pièce calme, deux enregistreurs et une heure et demie.",
        Theme.HISTORY,
        Licence.CC_BY_SA,
        "Le samedi après 15 h, ou le dimanche matin",
        4,
        tests=(True, None, None),
    ),
    DemoProposal(
        State.ACCEPTED,
        40,
        "Hortense Guivarc’h-Roy",
        "Cercle botanique des Moutiers (fictif)",
        "fr",
        "Herboriser le long des murs et des chemins",
        "Une promenade lente de deux heures. On reconnaît une quarantaine de plantes sauvages, on "
        "les photographie et on note où elles poussent.",
        Theme.BOTANY,
        Licence.CC_BY_SA,
        "Les deux jours",
        8,
        tests=(True, True, True),
        reason="Merci ! Nous prévoyons une promenade le samedi et une le dimanche.",
    ),
    DemoProposal(
        State.DECLINED,
        25,
        "Barnaby Colquhoun-Pike",
        "",
        "en",
        "Film the whole village from a drone",
        "I bring my drone and film every street on Saturday. The film can be watched on my page.",
        Theme.PHOTOGRAPHY,
        "",
        "Saturday",
        1,
        tests=(False, True, True),
        reason="Flights had to be declared before August, and we publish only under free licences. "
        "Your eye would be welcome on the photo walk.",
    ),
]


def propose_what_lacks(team: Team, now: datetime) -> None:
    """Proposals in each state, and two missions with a decision, unless they are there."""
    operation = Operation.objects.filter(slug=CHAUMES_TEAM, proposals=None).first()
    if operation is None:
        return
    organizer = team.user(CHAUMES_TEAM, Role.ORGANIZER)
    walk = operation.missions.filter(kind=WAITS).first()
    for number, told in enumerate(PROPOSALS, 1):
        sent_at = now - timedelta(days=told.days_ago)
        is_answered = told.state != State.RECEIVED
        Proposal.objects.create(
            operation=operation,
            name=told.name,
            email=f"proposal-{number}@example.org",  # receives no mail
            organisation=told.organisation,
            language=told.language,
            title=told.title,
            description=told.description,
            theme=told.theme,
            licence=told.licence,
            availability=told.availability,
            minimum_people=told.minimum_people,
            is_free_project=told.tests[0],
            has_host=told.tests[1],
            has_people=told.tests[2],
            state=told.state,
            reason=told.reason,
            answered_by=organizer if is_answered else None,
            answered_at=sent_at + timedelta(days=3) if is_answered else None,
            mission=walk if told.state == State.ACCEPTED else None,
            token_hash=token_hash(new_token()),
            version=1 + is_answered,
            created_at=sent_at,
        )
    _set_decisions(operation, now)


def _set_decisions(operation: Operation, now: datetime) -> None:
    """A moment to come for one mission; the other has passed it with enough people."""
    missions = {mission.kind: mission for mission in operation.missions.order_by("-pk")}
    people = people_by_mission(missions.values())
    if walk := missions.get(WAITS):
        walk.minimum_people = people.get(walk.pk, 0) + MISSING
        walk.decides_at = datetime.combine(operation.starts_on - A_WEEK, EVENING, operation.zone)
        walk.save(update_fields=["minimum_people", "decides_at"])
    if sure := missions.get(IS_SURE):
        sure.minimum_people = max(people.get(sure.pk, 0) - MISSING, 1)
        sure.decides_at = sure.decided_at = now - timedelta(days=4)
        sure.decision = Mission.Decision.CONFIRMED
        sure.save(update_fields=["minimum_people", "decides_at", "decided_at", "decision"])


def move_decisions(operation: Operation, shift_by: timedelta) -> None:
    """Follow the demo's clock: what is to be decided stays as near to the first day as it was."""
    missions = list(operation.missions.all())
    for mission in missions:
        if mission.decides_at:
            # The evening stays the evening when the clocks change in between.
            mission.decides_at = timezone.localtime(mission.decides_at, operation.zone) + shift_by
    Mission.objects.bulk_update(missions, ["decides_at"])
