"""Offers and requests as sentences, in the reader's language."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import date_in_words, moment_in_words
from logistics.models import BedOffer, BedRequest, Diet, Entry, SeatOffer, SeatRequest
from logistics.models.seats import Direction

__all__ = ["days_in_a_row", "entry_in_words", "plate_in_words", "wishes_of"]


def days_in_a_row(days: Iterable[date]) -> str:
    """Friday 22 September, Saturday 23 September"""
    return ", ".join(date_in_words(day) for day in days)


def entry_in_words(entry: Entry) -> str:
    """What is offered or asked for: how many, when, and from where to where."""
    match entry:
        case BedOffer():
            nights = days_in_a_row(night.on for night in entry.nights.all())
            return _counted(_beds(entry.beds), nights)
        case BedRequest():
            return _counted(_beds(entry.people), days_in_a_row(entry.days))
        case SeatOffer():
            return _counted(_seats(entry.seats), _way(entry))
        case SeatRequest():
            return _counted(_seats(entry.people), _way(entry))
    raise TypeError(entry)


def _counted(what: str, when: str) -> str:
    return _("%(what)s: %(when)s") % {"what": what, "when": when}


def _beds(count: int) -> str:
    return ngettext("%(count)s bed", "%(count)s beds", count) % {"count": count}


def _seats(count: int) -> str:
    return ngettext("%(count)s seat", "%(count)s seats", count) % {"count": count}


def _way(entry: SeatOffer | SeatRequest) -> str:
    words = {
        "place": entry.place,
        "when": moment_in_words(entry.leaves_at, entry.operation.time_zone),
    }
    if entry.direction == Direction.TO:
        return _("from %(place)s, %(when)s") % words
    return _("back to %(place)s, %(when)s") % words


def wishes_of(entry: Entry) -> list[str]:
    """Pets, access: what has to fit beside the numbers."""
    told: Sequence[tuple[bool, str]] = ()
    if isinstance(entry, BedOffer):
        told = (
            (entry.takes_pets, _("a pet is welcome")),
            (entry.has_animals, _("animals in the house")),
            (entry.is_step_free, _("without steps")),
        )
    elif isinstance(entry, BedRequest):
        told = (
            (entry.brings_pet, _("with a pet")),
            (entry.avoids_animals, _("a house without animals, please")),
            (entry.needs_step_free, _("no steps, please")),
        )
    return [words for is_so, words in told if is_so]


def plate_in_words(diets: str) -> str:
    """The options of one plate, or that it has none."""
    codes = [code for code in diets.split(",") if code in Diet.values]
    return ", ".join(str(Diet(code).label) for code in codes) or _("Standard")
