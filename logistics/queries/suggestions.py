"""Which offer fits a request, best first, and why."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import date_in_words
from core.text import fold
from logistics.models import (
    KINDS,
    BedOffer,
    BedRequest,
    Match,
    SeatOffer,
    SeatRequest,
)
from logistics.queries.entries import with_people
from translations.languages import name_of

NEAR = timedelta(hours=1)
FAR = timedelta(hours=4)


class Suggestion(NamedTuple):
    """An offer held against a request, in words.

    `lacks` says why it is impossible; `against` is what people should know before they are asked.
    """

    offer: Any
    lacks: str
    reasons: list[str]
    against: list[str]
    spare: int  # beds or seats that stay free

    @property
    def is_possible(self) -> bool:
        return not self.lacks


def suggestions_for(request: BedRequest | SeatRequest) -> list[Suggestion]:
    """Every confirmed offer of somebody else, the best fit first: the same queries for any number.

    Rides the other way are left out. What is impossible stands at the end, with its reason.
    """
    kind = KINDS[request.kind]
    offers = with_people(
        kind.offer.objects.filter(operation=request.operation)
        .confirmed()
        .exclude(volunteer=request.volunteer_id)
    )
    if isinstance(request, SeatRequest):
        offers = offers.filter(direction=request.direction)
    said_no = set(
        request.matches.filter(state=Match.State.DECLINED).values_list("offer_id", flat=True)
    )
    found = [held_against(request, offer, said_no=offer.pk in said_no) for offer in offers]
    return sorted(
        found,
        key=lambda one: (bool(one.lacks), len(one.against), -len(one.reasons), one.spare),
    )


def held_against(request: Any, offer: Any, *, said_no: bool = False) -> Suggestion:
    lacks = why_no_room(request, offer)
    told = list(
        _of_beds(request, offer) if isinstance(offer, BedOffer) else _of_seats(request, offer)
    )
    if said_no:
        told.append((False, _("one of the two has said no before")))
    return Suggestion(
        offer,
        lacks,
        [] if lacks else [_enough(offer), *(words for is_good, words in told if is_good)],
        [words for is_good, words in told if not is_good],
        _spare(offer) if isinstance(offer, BedOffer) else offer.left,
    )


def _enough(offer: Any) -> str:
    if isinstance(offer, BedOffer):
        return _("enough beds in every night")
    return _("enough seats, the same way")


def why_no_room(request: Any, offer: Any) -> str:
    """Why the offer cannot hold these people, or an empty string."""
    if isinstance(request, BedRequest):
        return _lacks_beds(request, offer)
    return _lacks_seats(request, offer)


def _spare(offer: BedOffer) -> int:
    return min((night.left for night in offer.nights.all()), default=0)


def _lacks_beds(request: BedRequest, offer: BedOffer) -> str:
    left = {night.on: night.left for night in offer.nights.all()}
    for day in request.days:
        free = left.get(day, 0)
        if free < request.people:
            words = {"count": free, "day": date_in_words(day)}
            if not free:
                return _("no bed in the night of %(day)s") % words
            return (
                ngettext(
                    "only %(count)s bed in the night of %(day)s",
                    "only %(count)s beds in the night of %(day)s",
                    free,
                )
                % words
            )
    return ""


def _of_beds(request: BedRequest, offer: BedOffer) -> Iterator[tuple[bool, str]]:
    if request.brings_pet:
        yield offer.takes_pets, _("a pet is welcome") if offer.takes_pets else _("no pet, please")
    if request.avoids_animals:
        has = offer.has_animals
        yield not has, _("animals in the house") if has else _("no animals in the house")
    if request.needs_step_free:
        is_free = offer.is_step_free
        yield is_free, _("without steps") if is_free else _("there are steps")
    if request.languages and offer.languages:
        shared = [code for code in request.languages if code in offer.languages]
        if shared:
            names = ", ".join(name_of(code) for code in shared)
            yield True, _("a language in common: %(names)s") % {"names": names}
        else:
            yield False, _("no language in common")


def _lacks_seats(request: SeatRequest, offer: SeatOffer) -> str:
    if request.direction != offer.direction:
        return _("the car goes the other way")
    if offer.left < request.people:
        if not offer.left:
            return _("no seat left")
        return ngettext("only %(count)s seat left", "only %(count)s seats left", offer.left) % {
            "count": offer.left
        }
    return ""


def _of_seats(request: SeatRequest, offer: SeatOffer) -> Iterator[tuple[bool, str]]:
    apart = abs(request.leaves_at - offer.leaves_at)
    minutes = round(apart.total_seconds() / 60)
    if apart <= NEAR:
        yield (
            True,
            ngettext(
                "leaves %(count)s minute from the wished time",
                "leaves %(count)s minutes from the wished time",
                minutes,
            )
            % {"count": minutes}
            if minutes
            else _("leaves at the wished time"),
        )
    elif apart > FAR:
        yield False, _("leaves at quite another time")
    else:
        hours = round(minutes / 60)
        yield (
            False,
            ngettext(
                "leaves %(count)s hour from the wished time",
                "leaves %(count)s hours from the wished time",
                hours,
            )
            % {"count": hours},
        )
    if set(fold(request.place).split()) & set(fold(offer.place).split()):
        yield True, _("the same place: %(place)s") % {"place": offer.place}
    else:
        yield False, _("another place: %(place)s") % {"place": offer.place}
