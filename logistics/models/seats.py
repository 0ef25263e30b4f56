"""Seats in the cars of people who come anyway."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from logistics.models.entries import Entry, EntryQuerySet, Match, Side


class Direction(models.TextChoices):
    TO = "to", _("To the operation")
    FROM = "from", _("Back from the operation")


class Ride(Entry):
    """A way to the operation or back. `place` is the other end of the way."""

    kind = "rides"

    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction.choices, default=Direction.TO
    )
    place = models.CharField(_("town or village"), max_length=80)
    leaves_at = models.DateTimeField(_("leaves at"))

    class Meta(Entry.Meta):
        abstract = True

    @property
    def begins_at(self) -> datetime:
        return self.leaves_at


class SeatOfferQuerySet(EntryQuerySet):
    def take_seats(self, count: int) -> int:
        """How many rows gave so many seats: the only way in."""
        return self.filter(taken__lte=F("seats") - count).update(taken=F("taken") + count)

    def give_seats_back(self, count: int) -> int:
        return self.filter(taken__gte=count).update(taken=F("taken") - count)


class SeatOffer(Ride):
    """A car with free seats."""

    side = Side.OFFER

    seats = models.PositiveSmallIntegerField(_("free seats"))
    taken = models.PositiveSmallIntegerField(default=0)

    objects = SeatOfferQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Ride.Meta):
        ordering: ClassVar = ["leaves_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("seats")), name="car_is_never_over_full"
            ),
        ]

    @property
    def left(self) -> int:
        return self.seats - self.taken

    def take(self, request: "SeatRequest") -> bool:
        return bool(SeatOffer.objects.filter(pk=self.pk).take_seats(request.people))

    def give_back(self, request: "SeatRequest") -> None:
        SeatOffer.objects.filter(pk=self.pk).give_seats_back(request.people)


class SeatRequest(Ride):
    """Some people who want to be taken along together."""

    side = Side.REQUEST

    people = models.PositiveSmallIntegerField(_("how many people"))

    class Meta(Ride.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(people__gte=1), name="seat_request_is_for_somebody")
        ]


class SeatMatch(Match):
    offer = models.ForeignKey(SeatOffer, models.CASCADE, related_name="matches")
    request = models.ForeignKey(SeatRequest, models.CASCADE, related_name="matches")

    class Meta(Match.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=["asked", "accepted"]),
                name="seat_request_has_one_live_match",
            ),
        ]
