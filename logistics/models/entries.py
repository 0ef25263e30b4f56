"""What beds and seats have in common: somebody offers, somebody asks, both are asked."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from operations.models import Operation
from volunteers.models import Volunteer

MOST_PEOPLE = 50


class Side(models.TextChoices):
    """Who of the two. The words are not shown: addresses and columns are named with them."""

    OFFER = "offer", "offer"
    REQUEST = "request", "request"


class EntryQuerySet(models.QuerySet):
    def confirmed(self) -> "EntryQuerySet":
        """Those whose person showed that the address is theirs, and those the team wrote down."""
        return self.filter(confirmed_at__isnull=False)


class Entry(models.Model):
    """What one person offers or asks for in one operation. Taken back, it is gone.

    The name and the mail address are the volunteer's: one personal link serves for everything.
    """

    kind: ClassVar[str]  # its word in `KINDS`
    side: ClassVar[Side]

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="%(class)ss")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="%(class)ss")
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(  # somebody of the team, for a person who told them
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def begins_at(self) -> datetime:
        """When it is needed, or of use, for the first time."""
        raise NotImplementedError


class MatchQuerySet(models.QuerySet):
    def live(self) -> "MatchQuerySet":
        return self.filter(state__in=Match.LIVE)

    def asked(self) -> "MatchQuerySet":
        """Those that may still be answered."""
        return self.filter(state=Match.State.ASKED, expires_at__gt=timezone.now())

    def overdue(self) -> "MatchQuerySet":
        return self.filter(state=Match.State.ASKED, expires_at__lte=timezone.now())


class Match(models.Model):
    """An offer and a request that could go together; both people are asked.

    While it is live, the beds or seats are counted as taken. `offer` and `request` are foreign
    keys of the two kinds. Changes of state are conditional UPDATEs: one of two at once wins.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Both are asked")
        ACCEPTED = "accepted", _("Agreed")
        DECLINED = "declined", _("One said no")
        EXPIRED = "expired", _("Not answered in time")
        CALLED_OFF = "called_off", _("Called off")

    LIVE = (State.ASKED, State.ACCEPTED)

    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    offer_accepted_at = models.DateTimeField(null=True, blank=True)
    request_accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"

    @property
    def kind(self) -> str:
        return self.request.kind  # type: ignore[attr-defined]

    @property
    def operation_id(self) -> int:
        return self.request.operation_id  # type: ignore[attr-defined]

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def is_agreed(self) -> bool:
        return self.state == self.State.ACCEPTED

    @property
    def is_open(self) -> bool:
        """Whether somebody may still answer."""
        return self.state == self.State.ASKED and self.expires_at > timezone.now()

    def accepted_at(self, side: str) -> datetime | None:
        return self.offer_accepted_at if side == Side.OFFER else self.request_accepted_at

    def entry(self, side: str) -> Entry:
        return self.offer if side == Side.OFFER else self.request  # type: ignore[attr-defined]


def other(side: str) -> Side:
    return Side.REQUEST if side == Side.OFFER else Side.OFFER
