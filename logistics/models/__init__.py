"""Beds, seats, meals and equipment of an operation."""

from typing import Any, NamedTuple

from logistics.models.beds import BedMatch, BedNight, BedOffer, BedRequest
from logistics.models.entries import Entry, Match, Side
from logistics.models.equipment import EquipmentNeed, Piece
from logistics.models.meals import Diet, Kitchen, Meal, MealChoice
from logistics.models.seats import SeatMatch, SeatOffer, SeatRequest

__all__ = [
    "KINDS",
    "BedMatch",
    "BedNight",
    "BedOffer",
    "BedRequest",
    "Diet",
    "Entry",
    "EquipmentNeed",
    "Kind",
    "Kitchen",
    "Match",
    "Meal",
    "MealChoice",
    "Piece",
    "SeatMatch",
    "SeatOffer",
    "SeatRequest",
    "Side",
]


class Kind(NamedTuple):
    """Beds or seats: the models of what is offered, asked for, and of what brings both together."""

    offer: Any
    request: Any
    match: Any

    def model(self, side: str) -> Any:
        return self.offer if side == Side.OFFER else self.request


# By their word in addresses.
KINDS = {
    "lodging": Kind(BedOffer, BedRequest, BedMatch),
    "rides": Kind(SeatOffer, SeatRequest, SeatMatch),
}
