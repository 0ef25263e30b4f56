"""Announcements of the demo's operation to come: one that was sent, one that waits."""

from datetime import datetime, timedelta

from announcements.models import Announcement
from announcements.queries import announcements_of
from operations.models import Operation
from pages.demo.accounts import CHAUMES_TEAM, Team
from translations.texts import set_texts

State = Announcement.State


def announce(team: Team, now: datetime) -> None:
    """Write two announcements, unless there are some."""
    operation = Operation.objects.filter(slug=CHAUMES_TEAM).first()
    if operation is None or announcements_of(operation).exists():
        return
    coordinator, organizer = (
        team.user(operation.slug, role) for role in ("coordinator", "organizer")
    )
    sent = Announcement(
        operation=operation,
        source_language="fr",
        state=State.SENT,
        author=organizer,
        sent_by=organizer,
        created_at=now - timedelta(days=6),
        sent_at=now - timedelta(days=6),
        roles=["guide"],
        recipients=7,
    )
    set_texts(
        sent,
        "fr",
        subject="Répétition des guides, jeudi à 18 h",
        body="Rendez-vous devant la salle des fêtes. Nous marchons ensemble les trois secteurs.",
    )
    set_texts(
        sent,
        "en",
        subject="Rehearsal of the guides, Thursday at 6 pm",
        body="We meet in front of the village hall and walk the three sectors together.",
    )
    waiting = Announcement(
        operation=operation,
        source_language="fr",
        state=State.WAITING,
        author=coordinator,
        created_at=now - timedelta(hours=20),
    )
    set_texts(
        waiting,
        "fr",
        subject="Deux choses à apporter",
        body="Une batterie pour votre téléphone, et une photo ancienne du pays si vous en avez.\n\n"
        "Le repas du samedi est offert ; dites-nous votre choix sur votre page.",
    )
    for announcement in (sent, waiting):
        announcement.save()
