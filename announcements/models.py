"""Words of a team to people who signed up."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from operations.models import Operation


class Announcement(models.Model):
    """A mail that the team writes once, in several languages, to those whom it chooses.

    An empty list of the audience leaves nobody out.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        WAITING = "waiting", _("Waits for a second look")
        SENT = "sent", _("Sent")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="announcements")
    source_language = models.CharField(_("written in"), max_length=12)
    subject = models.CharField(_("subject"), max_length=120, default="")
    body = models.TextField(_("text"), default="")
    missions = models.JSONField(_("missions"), default=list)  # ids
    days = models.JSONField(_("days"), default=list)  # at the place, as YYYY-MM-DD
    roles = models.JSONField(_("roles"), default=list)
    languages = models.JSONField(_("languages of their mails"), default=list)
    states = models.JSONField(_("state of their places"), default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    recipients = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at=None)),
                name="announcement_is_sent_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"announcement {self.pk}"

    @property
    def can_change(self) -> bool:
        return self.state in {self.State.DRAFT, self.State.WAITING}
