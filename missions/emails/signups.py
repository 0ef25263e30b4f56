"""Mails to volunteers about their places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.dates import period_in_words, zone_in_words
from missions.entries import attached_calendar, where_is
from missions.models import Need, Shift, Signup
from notifications.models import Email
from notifications.services import Attachment, Recipient, queue_email
from translations.texts import text_of
from volunteers.models import Volunteer
from volunteers.services import make_link

MAILS_TO_UNCONFIRMED_ADDRESS_PER_DAY = 3


@dataclass(frozen=True)
class PlaceLines:
    """One place as a mail tells it: what, then when and where line by line."""

    title: str
    lines: Sequence[str]
    note: str = ""


def recipient(volunteer: Volunteer) -> Recipient:
    return Recipient(
        address=volunteer.email or (volunteer.user.email if volunteer.user else None),
        language=volunteer.language,
        time_zone=volunteer.time_zone,
        name=volunteer.name,
        user=volunteer.user,
    )


def greeting(volunteer: Volunteer, *, is_known: bool) -> str:
    """By name once the address is proven: until then anybody may have typed any name."""
    if is_known:
        return _("Hello %(name)s,") % {"name": volunteer.name}
    return _("Hello,")


def place_lines(signup: Signup) -> PlaceLines:
    """The place in the language of the moment; call it inside `translation.override`."""
    need, volunteer = signup.need, signup.volunteer
    shift, mission = need.shift, need.shift.mission
    title = text_of(mission, "title").text
    role = f" ({need.get_role_display()})" if need.role != Need.Role.CONTRIBUTOR else ""
    when = _when(shift, mission.operation.time_zone, volunteer.time_zone)
    return PlaceLines(
        title=title + role,
        lines=[line for line in [*when, where_is(shift)] if line],
        note=_("You are on the waiting list: we write to you when a place is yours.")
        if signup.state == Signup.State.WAITING
        else "",
    )


def _when(shift: Shift, zone: str, own_zone: str) -> list[str]:
    """The hours there, and on the reader's clock when that one differs."""
    when = _period_in_zone(shift, zone)
    offsets = {shift.starts_at.astimezone(ZoneInfo(name)).utcoffset() for name in (zone, own_zone)}
    if len(offsets) == 1:
        return [when]
    return [when, _("On your clock: %(when)s") % {"when": _period_in_zone(shift, own_zone)}]


def _period_in_zone(shift: Shift, zone: str) -> str:
    return f"{period_in_words(shift.starts_at, shift.ends_at, zone)} ({zone_in_words(zone)})"


def personal_address(volunteer: Volunteer) -> str:
    """A new secret link to the volunteer's page, in their language."""
    path = reverse("missions:me-link", args=[make_link(volunteer)])
    return settings.PUBLIC_BASE_URL + path


def _context(volunteer: Volunteer, signups: Sequence[Signup]) -> dict[str, Any]:
    """What the templates show. Built in the volunteer's language."""
    operation = signups[0].need.shift.mission.operation
    return {
        "greeting": greeting(volunteer, is_known=True),
        "operation": operation,
        "operation_title": text_of(operation, "title").text,
        "me_address": personal_address(volunteer),
        "operation_address": settings.PUBLIC_BASE_URL + operation.get_absolute_url(),
        "places": [place_lines(signup) for signup in signups],
    }


def _attached(signups: Sequence[Signup]) -> list[Attachment]:
    placed = [signup for signup in signups if signup.has_place]
    return [attached_calendar(placed)] if placed else []


def tell_of_places(volunteer: Volunteer, signups: Sequence[Signup]) -> None:
    """What was just taken, and the link to confirm, change or cancel it."""
    must_confirm = any(signup.confirmed_at is None for signup in signups)
    # Until the address is proven, nothing in the mail was written by whoever typed the address.
    to = replace(recipient(volunteer), name="") if must_confirm else recipient(volunteer)
    if not to.address or (must_confirm and _had_enough_mails(to.address)):
        return
    with translation.override(volunteer.language):
        queue_email(
            kind="signup.confirm" if must_confirm else "signup.places",
            obj=volunteer,
            version="-".join(f"{signup.pk}.{signup.need_id}" for signup in signups[:3]),
            to=to,
            template="missions/emails/places",
            context=_context(volunteer, signups)
            | {
                "greeting": greeting(volunteer, is_known=not must_confirm),
                "must_confirm": must_confirm,
            },
            attachments=_attached(signups),
            is_secret=True,
        )


def _had_enough_mails(address: str) -> bool:
    """A stranger cannot fill somebody's mailbox by typing their address again and again."""
    today = Email.objects.filter(
        recipient=address,
        kind__in=["signup.confirm", "signup.links"],
        queued_at__gt=timezone.now() - timedelta(days=1),
    )
    return today.count() >= MAILS_TO_UNCONFIRMED_ADDRESS_PER_DAY


def tell_of_promotion(signup: Signup) -> None:
    """A place became free and is theirs now."""
    _tell_one(signup, kind="signup.promoted", template="missions/emails/promoted", attach=True)


def tell_of_removal(signup: Signup) -> None:
    """The organizers took the person off the shift, or the list can no longer serve them."""
    _tell_one(signup, kind="signup.removed", template="missions/emails/removed")


def _tell_one(signup: Signup, *, kind: str, template: str, attach: bool = False) -> None:
    volunteer = signup.volunteer
    with translation.override(volunteer.language):
        queue_email(
            kind=kind,
            obj=signup,
            to=recipient(volunteer),
            template=template,
            context=_context(volunteer, [signup]),
            attachments=_attached([signup]) if attach else [],
            is_secret=True,
        )


def send_links(volunteer: Volunteer) -> None:
    """ "Send me my links": a fresh link to the volunteer's page, at most three a day."""
    to = recipient(volunteer)
    if not to.address or _had_enough_mails(to.address):
        return
    with translation.override(volunteer.language):
        queue_email(
            kind="signup.links",
            obj=volunteer,
            version=timezone.now().isoformat(timespec="microseconds"),
            to=to,
            template="missions/emails/links",
            context={
                "greeting": greeting(volunteer, is_known=True),
                "me_address": personal_address(volunteer),
            },
            is_secret=True,
        )
