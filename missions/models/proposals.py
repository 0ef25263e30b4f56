"""Missions that people from outside offer to host."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.themes import Theme
from missions.models.missions import Mission
from operations.models import Licence, Operation


class Proposal(models.Model):
    """A mission that somebody from outside offers to host.

    It is accepted when three things hold: it serves a free project, its host is available, and
    enough people are likely to come. The three are None until the team has said.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        RETURNED = "returned", _("Returned with questions")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="proposals")
    name = models.CharField(_("your name"), max_length=80, blank=True)
    email = models.EmailField(_("your e-mail"), max_length=254, blank=True)
    organisation = models.CharField(_("project or organisation"), max_length=120, blank=True)
    language = models.CharField(max_length=12)
    title = models.CharField(_("what you propose"), max_length=120)
    description = models.TextField(_("how it goes"), max_length=4000)
    theme = models.CharField(_("theme"), max_length=12, choices=Theme.choices)
    licence = models.CharField(
        _("licence of what it gives"), max_length=24, choices=Licence.choices, blank=True
    )
    availability = models.CharField(_("when you can host it"), max_length=240)
    minimum_people = models.PositiveSmallIntegerField(_("people it takes"))
    is_free_project = models.BooleanField(_("it serves a free project"), null=True, blank=True)
    has_host = models.BooleanField(_("its host is available"), null=True, blank=True)
    has_people = models.BooleanField(_("enough people are likely to come"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    mission = models.OneToOneField(
        Mission, models.SET_NULL, null=True, blank=True, related_name="proposal"
    )
    token_hash = models.CharField(max_length=64, unique=True)  # of the link of who proposed it
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["operation", "state"])]

    def __str__(self) -> str:
        return f"proposal {self.pk}"
