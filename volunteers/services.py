"""Writes about volunteers: who they are, and the links that open their page."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.queries import confirmed_addresses
from communes.models import Commune
from core.tokens import new_token, token_hash
from notifications.services import forget_address
from volunteers.models import PersonalLink, Volunteer

USE_IS_NOTED_EVERY = timedelta(hours=1)


def volunteer_by_address(
    *, name: str, email: str, language: str, home_commune: Commune | None = None
) -> Volunteer:
    """The volunteer of an address, new when it is not known yet.

    What a stranger types changes nothing of a volunteer who is known already.
    """
    address = email.strip().lower()
    if known := Volunteer.objects.filter(email=address).first():
        return known
    try:
        with transaction.atomic():
            return Volunteer.objects.create(
                name=name, email=address, language=language, home_commune=home_commune
            )
    except IntegrityError:  # the same address, from two browsers at once
        return Volunteer.objects.get(email=address)


def volunteer_without_address(*, name: str, language: str, time_zone: str) -> Volunteer:
    """Somebody who reads no mail; the organizers tell them."""
    return Volunteer.objects.create(name=name, language=language, time_zone=time_zone)


def volunteer_of(user: Any) -> Volunteer:
    """The volunteer of an account, new when the person never signed up before.

    A volunteer known by an address that the account has confirmed is the same person: their
    history joins the account.
    """
    if known := Volunteer.objects.filter(user=user).first():
        return known
    addresses = confirmed_addresses(user)
    with transaction.atomic():
        known = (
            Volunteer.objects.select_for_update()
            .filter(user=None, email__in=addresses)
            .order_by("pk")
            .first()
        )
        if known:
            known.user = user
            known.email_confirmed_at = known.email_confirmed_at or timezone.now()
            known.save(update_fields=["user", "email_confirmed_at"])
            return known
        is_free = not Volunteer.objects.filter(email=user.email).exists()
        email = user.email if user.email in addresses and is_free else None
        return Volunteer.objects.create(
            user=user,
            name=user.display_name or _name_from(user.email),
            email=email,
            email_confirmed_at=timezone.now() if email else None,
            language=user.language,
            time_zone=user.time_zone,
        )


def _name_from(email: str | None) -> str:
    return (email or "").partition("@")[0][:80] or "?"


def confirm_address(volunteer: Volunteer) -> None:
    """Note that whoever reads the mail of this address is the volunteer."""
    Volunteer.objects.filter(pk=volunteer.pk, email_confirmed_at=None).update(
        email_confirmed_at=timezone.now()
    )


def make_link(volunteer: Volunteer) -> str:
    """A new secret for a personal link; it can be read only now."""
    token = new_token()
    PersonalLink.objects.create(volunteer=volunteer, token_hash=token_hash(token))
    return token


def make_links(volunteers: Iterable[Volunteer]) -> dict[int, str]:
    """A new secret for each volunteer, by the volunteer's id, in one write."""
    tokens = {volunteer.pk: new_token() for volunteer in volunteers}
    PersonalLink.objects.bulk_create(
        PersonalLink(volunteer_id=pk, token_hash=token_hash(token)) for pk, token in tokens.items()
    )
    return tokens


def note_use(link: PersonalLink) -> None:
    """Remember that the link was used, at most once an hour."""
    now = timezone.now()
    if link.last_used_at is None or now - link.last_used_at > USE_IS_NOTED_EVERY:
        PersonalLink.objects.filter(pk=link.pk).update(last_used_at=now)


def revoke_links(volunteer: Volunteer) -> int:
    """Make every link of the volunteer useless; how many were alive."""
    return volunteer.links.filter(revoked_at=None).update(revoked_at=timezone.now())


def change_reading(volunteer: Volunteer, *, language: str, time_zone: str) -> None:
    """The language and the time zone that mails to this volunteer are written in."""
    volunteer.language, volunteer.time_zone = language, time_zone
    volunteer.save(update_fields=["language", "time_zone"])


def note_home(volunteer: Volunteer, commune: Commune, *, lives_there: bool) -> None:
    """What the person said of living in a commune; that of another commune they named stays."""
    if lives_there:
        home = Volunteer.objects.filter(pk=volunteer.pk)
        home.update(home_commune=commune)
    else:
        home = Volunteer.objects.filter(pk=volunteer.pk, home_commune=commune)
        home.update(home_commune=None)


def change_offering(
    volunteer: Volunteer, *, languages: list[str], level: str, equipment: list[str]
) -> None:
    """What the person speaks, knows and can bring; each may be left empty."""
    volunteer.languages, volunteer.level, volunteer.equipment = languages, level, equipment
    volunteer.save(update_fields=["languages", "level", "equipment"])


@transaction.atomic
def erase_volunteer(volunteer: Volunteer) -> None:
    """Forget who somebody was: name, address, what they said of themselves, links and mails.

    That a place was taken stays.
    """
    address = volunteer.email
    volunteer.links.all().delete()
    volunteer.codes.all().delete()  # on papers of operations
    forgotten: dict[str, Any] = {
        "name": "",
        "email": None,
        "email_confirmed_at": None,
        "languages": [],
        "level": "",
        "equipment": [],
        "home_commune": None,
        "erased_at": timezone.now(),
    }
    for name, value in forgotten.items():
        setattr(volunteer, name, value)
    volunteer.save(update_fields=list(forgotten))
    if address:
        forget_address(address)
