"""The announcement itself, and the mail that asks for a second look."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from announcements.models import Announcement
from missions.emails.signups import greeting, recipient
from notifications.services import Message, Recipient, queue_emails
from operations.models import Role
from operations.queries import people_with_role
from translations.texts import text_of
from volunteers.models import Volunteer
from volunteers.services import make_links


def send_to(announcement: Announcement, people: Iterable[Volunteer]) -> None:
    """One mail to each, in their language, with the way to get no more of them."""
    people = list(people)
    links = make_links(people)
    queue_emails(_message(announcement, one, links[one.pk]) for one in people)


def _message(announcement: Announcement, volunteer: Volunteer, token: str) -> Message:
    with translation.override(volunteer.language):
        unsubscribe = reverse("announcements:unsubscribe", args=[token])
        choice = reverse("announcements:me-announcements", args=[token])
        return Message(
            kind="announcement.sent",
            obj=announcement,
            to=recipient(volunteer),
            template="announcements/emails/announcement",
            context={
                "greeting": greeting(volunteer, is_known=True),
                "subject": text_of(announcement, "subject", volunteer.language).text,
                "body": text_of(announcement, "body", volunteer.language).text,
                "operation_title": text_of(announcement.operation, "title").text,
                "me_address": settings.PUBLIC_BASE_URL + reverse("missions:me-link", args=[token]),
                "choice_address": settings.PUBLIC_BASE_URL + choice,
            },
            is_secret=True,
            sender_name=announcement.operation.organizing_body,
            unsubscribe_address=settings.PUBLIC_BASE_URL + unsubscribe,
        )


def ask_second_look(announcement: Announcement, *, count: int) -> None:
    """The other organizers are asked to read it before it leaves."""
    others = people_with_role(announcement.operation, (Role.COORDINATOR, Role.ORGANIZER)).exclude(
        pk=announcement.author_id or 0
    )
    for user in others:
        with translation.override(user.language):
            path = reverse(
                "announcements:organize-announcement-send",
                args=[announcement.operation.slug, announcement.pk],
            )
            queue_emails(
                [
                    Message(
                        kind="announcement.second_look",
                        obj=announcement,
                        version=announcement.version,
                        to=Recipient.from_user(user),
                        template="announcements/emails/second_look",
                        context={
                            "author": announcement.author,
                            "subject": text_of(announcement, "subject", user.language).text,
                            "operation_title": text_of(announcement.operation, "title").text,
                            "count": count,
                            "address": settings.PUBLIC_BASE_URL + path,
                        },
                    )
                ]
            )
