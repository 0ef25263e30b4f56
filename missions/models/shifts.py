"""Shifts: when and where, what the team wants to change, and where they go when it rains."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from missions.models.missions import Mission, Place

HANDOVER = timedelta(minutes=15)


class ShiftQuerySet(models.QuerySet["Shift"]):
    def visible_to(self, user: Any) -> "ShiftQuerySet":
        return self.filter(mission__in=Mission.objects.visible_to(user))

    def live(self) -> "ShiftQuerySet":
        """Neither cancelled nor still a draft of the team's."""
        return self.filter(cancelled_at=None, mission__cancelled_at=None, is_released=True)

    def to_come(self) -> "ShiftQuerySet":
        return self.live().filter(starts_at__gt=timezone.now())


class Shift(models.Model):
    """A stretch of a mission. Its length is a difference of instants, so clocks may change."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="shifts")
    sequence = models.PositiveIntegerField(default=0)  # of the calendar entry: goes up at changes
    version = models.PositiveIntegerField(default=1)
    # Added to a programme that people see already: theirs from the next release on.
    is_released = models.BooleanField(default=True)
    batch = models.UUIDField(null=True, blank=True)  # what was added in one go goes in one go
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_starts"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["mission", "starts_at"]),
            models.Index(
                fields=["batch"], condition=Q(batch__isnull=False), name="shift_of_a_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"shift {self.pk}"

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def has_started(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def is_outdoors(self) -> bool:
        place = self.place or self.mission.place
        return place is not None and place.is_outdoors

    def overlaps(self, other: "Shift") -> bool:
        """Whether nobody can do both: they share more than the time of a hand-over."""
        shared = min(self.ends_at, other.ends_at) - max(self.starts_at, other.starts_at)
        return shared > HANDOVER


class ShiftDraft(models.Model):
    """Where the team wants a released shift to be; volunteers see it from the next release on.

    `starts_at`, `ends_at` and `place` are the whole wish, not only what differs.
    """

    shift = models.OneToOneField(Shift, models.CASCADE, related_name="draft")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    is_cancelled = models.BooleanField(default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="shift_draft_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"draft of shift {self.shift_id}"


class RainPlan(models.Model):
    """Where and when an outdoor shift goes when the weather is bad, and whether it went there.

    While `switched_at` is set the shift is at its rain twin, and `dry_*` say where it was.
    """

    shift = models.OneToOneField(Shift, models.CASCADE, related_name="rain_plan")
    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField(null=True, blank=True)  # another time, if it takes one
    switched_at = models.DateTimeField(null=True, blank=True)
    dry_place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    dry_starts_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"rain plan of shift {self.shift_id}"
