"""Beds at inhabitants', night by night."""

from datetime import date, datetime, time
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from logistics.models.entries import Entry, Match, Side

ARRIVAL = time(18)


class BedOffer(Entry):
    """A host with some beds; how many are taken is counted for each night."""

    kind, side = "lodging", Side.OFFER

    address = models.CharField(_("address"), max_length=200)
    takes_pets = models.BooleanField(_("a guest’s pet is welcome"), default=False)
    has_animals = models.BooleanField(_("there are animals in the house"), default=False)
    is_step_free = models.BooleanField(_("without steps"), default=False)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)  # codes

    @property
    def beds(self) -> int:
        return max((night.beds for night in self.nights.all()), default=0)

    @property
    def begins_at(self) -> datetime:
        first = min(night.on for night in self.nights.all())
        return datetime.combine(first, ARRIVAL, self.operation.zone)

    def take(self, request: "BedRequest") -> bool:
        """Take the beds of every night of the request, or say no: the caller then undoes all.

        The conditional UPDATE is the only way in; nights are always locked in their order.
        """
        return all(self.nights.filter(on=night).take_beds(request.people) for night in request.days)

    def give_back(self, request: "BedRequest") -> None:
        for night in request.days:
            self.nights.filter(on=night).give_beds_back(request.people)


class BedNightQuerySet(models.QuerySet["BedNight"]):
    def take_beds(self, count: int) -> int:
        """How many rows gave so many beds."""
        return self.filter(taken__lte=F("beds") - count).update(taken=F("taken") + count)

    def give_beds_back(self, count: int) -> int:
        return self.filter(taken__gte=count).update(taken=F("taken") - count)


class BedNight(models.Model):
    """The beds of one host in the night that begins on a day."""

    offer = models.ForeignKey(BedOffer, models.CASCADE, related_name="nights")
    on = models.DateField()
    beds = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)

    objects = BedNightQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "on"], name="bed_night_is_offered_once"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("beds")), name="bed_night_is_never_over_full"
            ),
        ]

    def __str__(self) -> str:
        return f"night {self.on} of offer {self.offer_id}"

    @property
    def left(self) -> int:
        return self.beds - self.taken


class BedRequest(Entry):
    """Some people who come together and need beds in the same nights."""

    kind, side = "lodging", Side.REQUEST

    people = models.PositiveSmallIntegerField(_("how many people"))
    nights = models.JSONField(_("nights"))  # days in ISO form, in their order
    brings_pet = models.BooleanField(_("a pet comes too"), default=False)
    avoids_animals = models.BooleanField(_("a house without animals, please"), default=False)
    needs_step_free = models.BooleanField(_("no steps, please"), default=False)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)  # codes

    class Meta(Entry.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(people__gte=1), name="bed_request_is_for_somebody")
        ]

    @property
    def days(self) -> list[date]:
        return [date.fromisoformat(night) for night in self.nights]

    @property
    def begins_at(self) -> datetime:
        return datetime.combine(self.days[0], ARRIVAL, self.operation.zone)


class BedMatch(Match):
    offer = models.ForeignKey(BedOffer, models.CASCADE, related_name="matches")
    request = models.ForeignKey(BedRequest, models.CASCADE, related_name="matches")

    class Meta(Match.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=["asked", "accepted"]),
                name="bed_request_has_one_live_match",
            ),
        ]
