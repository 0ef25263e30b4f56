"""Whom an announcement would reach, and in which language each would read it."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from announcements.models import Announcement
from core.dates import at_place
from missions.models import Shift, Signup
from notifications.models import Email
from operations.models import Operation, Role
from translations.texts import text_of
from volunteers.models import Volunteer

A_DAY = timedelta(days=1)


class Readers(NamedTuple):
    """How many read the announcement in one language; `is_fallback` when it is not their own."""

    language: str
    people: int
    is_fallback: bool
    subject: str
    body: str


class Audience(NamedTuple):
    reached: int
    declined: int  # want no announcements
    unreachable: int  # without an address, or one that nobody confirmed
    readers: list[Readers]


def audience_of(announcement: Announcement) -> Audience:
    """Those who would get the mail now, and those who would not. One query."""
    people = [
        (language, wants, bool(confirmed or (user and address)))
        for language, wants, confirmed, user, address in chosen_people(announcement).values_list(
            "language", "wants_announcements", "email_confirmed_at", "user", "user__email"
        )
    ]
    by_language = Counter(language for language, wants, reachable in people if wants and reachable)
    readers = []
    for language, count in sorted(by_language.items()):
        subject = text_of(announcement, "subject", language)
        readers.append(
            Readers(
                language,
                count,
                subject.language != language,
                subject.text,
                text_of(announcement, "body", language).text,
            )
        )
    return Audience(
        sum(by_language.values()),
        sum(1 for _language, wants, reachable in people if not wants and reachable),
        sum(1 for _language, _wants, reachable in people if not reachable),
        readers,
    )


def chosen_people(announcement: Announcement) -> QuerySet[Volunteer]:
    """The volunteers whom the announcement is meant for, each once."""
    operation = announcement.operation
    signups = Signup.objects.live().filter(
        volunteer=OuterRef("pk"), need__shift__mission__operation=operation
    )
    if announcement.states:
        signups = signups.filter(state__in=announcement.states)
    if announcement.roles:
        signups = signups.filter(need__role__in=announcement.roles)
    if announcement.missions:
        signups = signups.filter(need__shift__mission__in=announcement.missions)
    if announcement.days:
        signups = signups.filter(_on_days(operation, announcement.days))
    people = Volunteer.objects.filter(Exists(signups), erased_at=None)
    if announcement.languages:
        people = people.filter(language__in=announcement.languages)
    return people.select_related("user").order_by("pk")


def reachable_people(announcement: Announcement) -> QuerySet[Volunteer]:
    """Those of them who want announcements and whose address is proven."""
    has_address = Q(email_confirmed_at__isnull=False, email__isnull=False) | Q(
        user__email__isnull=False
    )
    return chosen_people(announcement).filter(has_address, wants_announcements=True)


def _on_days(operation: Operation, days: list[str]) -> Q:
    chosen = Q(pk__in=[])
    for day in days:
        midnight = datetime.combine(date.fromisoformat(day), time(), operation.zone)
        chosen |= Q(
            need__shift__starts_at__gte=midnight, need__shift__starts_at__lt=midnight + A_DAY
        )
    return chosen


def days_of(operation: Operation) -> list[date]:
    """The days on which the operation has shifts."""
    starts = Shift.objects.live().filter(mission__operation=operation)
    zone = operation.time_zone
    return sorted(
        {at_place(start, zone).date() for start in starts.values_list("starts_at", flat=True)}
    )


def announcements_of(operation: Operation) -> QuerySet[Announcement]:
    """With who wrote and who sent each, the newest first."""
    return Announcement.objects.filter(operation=operation).select_related("author", "sent_by")


def sent_today(operation: Operation) -> int:
    since = timezone.now() - A_DAY
    return announcements_of(operation).filter(sent_at__gt=since).count()


def others_who_organize(announcement: Announcement, author_pk: int) -> bool:
    """Whether somebody else could take the second look."""
    return (
        announcement.operation.memberships.filter(role__in=(Role.COORDINATOR, Role.ORGANIZER))
        .exclude(user_id=author_pk)
        .exists()
    )


def failed_mails(operation: Operation) -> QuerySet[Email]:
    return Email.objects.failed_of(operation.pk).newest_first()
