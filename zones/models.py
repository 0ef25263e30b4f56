"""The ground that an operation wants to cover, and the parts that teams share among themselves."""

from typing import ClassVar

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from missions.models import Mission
from operations.models import Operation


class ZoneQuerySet(models.QuerySet["Zone"]):
    def light(self) -> "ZoneQuerySet":
        """Without the outline, which only maps and files need."""
        return self.defer("outline")

    def with_progress(self) -> "ZoneQuerySet":
        return self.annotate(
            parts=Count("sectors"), parts_done=Count("sectors", Q(sectors__state="done"))
        )


class Zone(models.Model):
    """A stretch of ground to be covered, for one mission or for the whole operation.

    `outline` is a GeoJSON Polygon or MultiPolygon whose borders neither cross nor overlap.
    """

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="zones")
    mission = models.ForeignKey(
        Mission,
        models.SET_NULL,
        verbose_name=_("mission"),
        null=True,
        blank=True,
        related_name="zones",
    )
    name = models.CharField(_("name"), max_length=80)
    outline = models.JSONField(_("outline"))
    area_m2 = models.PositiveBigIntegerField(_("surface in m²"))
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ZoneQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"zone {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("zones:organize-zone", args=[self.operation.slug, self.pk])


class Sector(models.Model):
    """A part of a zone that one team covers.

    `points` are the things expected there; `effort_minutes` is the work of one person that it
    takes, proposed by `rules.proposed_minutes` until somebody writes another number.
    """

    class State(models.TextChoices):
        TO_DO = "to_do", _("To do")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="sectors")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=80, blank=True)
    outline = models.JSONField(_("outline"))
    area_m2 = models.PositiveBigIntegerField(_("surface in m²"))
    points = models.PositiveIntegerField(_("things to find"), default=0)
    effort_minutes = models.PositiveIntegerField(_("effort in minutes"))
    mission = models.ForeignKey(
        Mission,
        models.SET_NULL,
        verbose_name=_("mission"),
        null=True,
        blank=True,
        related_name="sectors",
    )
    team = models.CharField(_("team"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=240, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.TO_DO)
    done_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["zone", "number"], name="sector_has_a_number_of_its_own"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | (~Q(state="done") & Q(done_at=None)),
                name="sector_has_its_moment_when_it_is_done",
            ),
        ]

    def __str__(self) -> str:
        return f"sector {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("zones:organize-sector", args=[self.zone.operation.slug, self.pk])

    @property
    def title(self) -> str:
        """Its number, with the name that somebody gave it."""
        return f"{self.number}. {self.name}" if self.name else str(self.number)
