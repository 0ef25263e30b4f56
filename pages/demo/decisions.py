"""What the committee of Chaumes-en-Retz was asked. Its people and its votes are invented."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from operations.models import CommitteeMember, Motion, Operation, Vote
from operations.rules import result_of
from pages.demo.accounts import CHAUMES_TEAM
from pages.demo.shapes import Text, columns

Choice = Vote.Choice


class DemoMotion(NamedTuple):
    """Opened some weeks before the demo is loaded; decided a week later, or still open."""

    title: Text
    text: Text
    weeks_ago: int
    votes: Mapping[str, Choice]
    is_decided: bool = True
    is_public: bool = False


MOTIONS = [
    DemoMotion(
        Text(
            "Retenir ces deux jours, et la licence CC BY-SA 4.0 par défaut ?",
            "Keep these two days, with CC BY-SA 4.0 as the default licence?",
        ),
        Text(
            "La salle des fêtes est libre ces deux jours-là, et la bibliothèque aussi.\n\n"
            "Textes et photos sont publiés sous **CC BY-SA 4.0**, sauf où la plateforme demande "
            "une autre licence libre : ODbL pour la carte, CC0 pour Wikidata.",
            "The village hall is free on both days, and so is the library.\n\n"
            "Texts and pictures are published under **CC BY-SA 4.0**, unless the platform asks for "
            "another free licence: ODbL for the map, CC0 for Wikidata.",
        ),
        weeks_ago=12,
        votes={
            "Hervé Quélandrin": Choice.FOR,
            "Brigitte Painparé": Choice.FOR,
            "Malo Hervouin": Choice.FOR,
            "Camille Arzelier": Choice.ABSTAIN,
        },
        is_public=True,
    ),
    DemoMotion(
        Text(
            "Réserver 400 € aux trajets des bénévoles ?",
            "Set 400 € aside for the volunteers’ travel?",
        ),
        Text(
            "Le covoiturage d’abord ; le train est remboursé sur justificatif, dans l’ordre des "
            "demandes, jusqu’à 400 €.",
            "Shared cars first; train fares are paid back against a receipt, in the order of the "
            "requests, up to 400 €.",
        ),
        weeks_ago=5,
        votes={
            "Hervé Quélandrin": Choice.AGAINST,
            "Brigitte Painparé": Choice.FOR,
            "Malo Hervouin": Choice.FOR,
            "Camille Arzelier": Choice.FOR,
        },
    ),
    DemoMotion(
        Text(
            "Ouvrir la présentation du dimanche aux communes voisines ?",
            "Open the presentation on Sunday to the neighbouring communes?",
        ),
        Text(
            "Trois mairies ont demandé à venir. La salle tient 120 personnes assises ; il faudrait "
            "deux bénévoles de plus à l’accueil.",
            "Three town halls have asked to come. The hall seats 120; two more volunteers would be "
            "needed at the door.",
        ),
        weeks_ago=1,
        votes={"Malo Hervouin": Choice.FOR, "Brigitte Painparé": Choice.FOR},
        is_decided=False,
        is_public=True,
    ),
]


def decide_what_lacks(now: datetime) -> None:
    """Give the demo's committee its votes, unless it has some."""
    operation = Operation.objects.filter(slug=CHAUMES_TEAM, motions=None).first()
    if operation is None:
        return
    committee = {member.name: member for member in operation.committee.exclude(name="")}
    for told in MOTIONS:
        _create(operation, told, committee, now)


def _create(
    operation: Operation, told: DemoMotion, committee: Mapping[str, CommitteeMember], now: datetime
) -> None:
    opened_at = now - timedelta(weeks=told.weeks_ago)
    votes = {name: choice for name, choice in told.votes.items() if name in committee}
    motion = Motion(
        operation=operation,
        source_language=operation.source_language,
        is_public=told.is_public,
        opened_at=opened_at,
        **columns(title=told.title, text=told.text),
    )
    if told.is_decided:
        counts = Counter[str](votes.values())
        motion.closes_at = motion.closed_at = opened_at + timedelta(weeks=1)
        motion.result = result_of(counts, len(committee))
        motion.votes_for = counts[Choice.FOR]
        motion.votes_against = counts[Choice.AGAINST]
        motion.abstentions = counts[Choice.ABSTAIN]
        motion.voters = len(committee)
    motion.save()
    Vote.objects.bulk_create(
        Vote(
            motion=motion,
            member=committee[name],
            choice=choice,
            voted_at=opened_at + timedelta(days=1 + number),
        )
        for number, (name, choice) in enumerate(votes.items())
    )
