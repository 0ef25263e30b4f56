"""Who writes announcements, and what stands in the way of sending one."""

from typing import Any

import rules
from django.utils.translation import gettext as _

from announcements.models import Announcement
from announcements.queries import Audience, others_who_organize, sent_today
from operations.rules import organizes, sees_people
from translations.texts import texts_in

rules.add_perm("announcements.change_announcement", organizes)
rules.add_perm("announcements.view_failed_mails", sees_people)

MOST_A_DAY = 3
MOST_PEOPLE = 5000
SECOND_LOOK_FROM = 51


def why_cannot_send(announcement: Announcement, audience: Audience) -> str:
    """Why it cannot leave now, whoever presses; an empty string when nothing stands in the way."""
    if not announcement.can_change:
        return _("This announcement was sent or withdrawn already.")
    texts = texts_in(announcement, announcement.source_language)
    if not texts["subject"].strip() or not texts["body"].strip():
        return _("Write its subject and its text first.")
    if not announcement.operation.is_public:
        return _("The operation is still a draft: nobody has signed up.")
    if not audience.reached:
        return _("Nobody would get it: choose other people.")
    if audience.reached > MOST_PEOPLE:
        return _("These are more than %(count)s people.") % {"count": MOST_PEOPLE}
    if sent_today(announcement.operation) >= MOST_A_DAY:
        return _("%(count)s announcements left within a day: people would stop reading them.") % {
            "count": MOST_A_DAY
        }
    return ""


def needs_second_look(announcement: Announcement, audience: Audience, person: Any) -> bool:
    """Whether somebody else has to look before it leaves: many people, and one's own words."""
    is_own = announcement.author_id == person.pk
    return audience.reached >= SECOND_LOOK_FROM and is_own


def why_no_second_look(announcement: Announcement, person: Any) -> str:
    """Why nobody could take the second look, or an empty string."""
    if others_who_organize(announcement, person.pk):
        return ""
    return _("More than fifty people: a second organizer has to look at it, and you are alone.")
