"""What a steering committee decides: motions, and the votes on them."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from operations.models.charter import CommitteeMember
from operations.models.operation import Operation


class MotionQuerySet(models.QuerySet["Motion"]):
    def open(self) -> "MotionQuerySet":
        return self.filter(closed_at=None, withdrawn_at=None)

    def over(self) -> "MotionQuerySet":
        """Decided, or withdrawn."""
        return self.exclude(closed_at=None, withdrawn_at=None)

    def due(self, now: datetime) -> "MotionQuerySet":
        """Open, though the time to vote is over."""
        return self.open().filter(closes_at__lte=now)

    def published(self) -> "MotionQuerySet":
        """Decided, and shown to everybody once the operation itself is."""
        return self.filter(is_public=True).exclude(closed_at=None)


class Motion(models.Model):
    """A question put to the committee of an operation, and its answer.

    The words that are voted on never change; other languages are added to them. The counts stand
    from the moment the vote ends, whoever leaves the committee later.
    """

    class Result(models.TextChoices):
        CARRIED = "carried", _("Carried")
        REJECTED = "rejected", _("Rejected")
        NO_MAJORITY = "no_majority", _("No majority")
        NO_QUORUM = "no_quorum", _("Too few votes")

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="motions")
    source_language = models.CharField(_("written in"), max_length=12)
    title = models.CharField(_("question"), max_length=120, default="")
    text = models.TextField(_("explanation"), default="")
    is_public = models.BooleanField(_("shown to everybody once it is decided"), default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    votes_for = models.PositiveSmallIntegerField(default=0)
    votes_against = models.PositiveSmallIntegerField(default=0)
    abstentions = models.PositiveSmallIntegerField(default=0)
    voters = models.PositiveSmallIntegerField(default=0)  # who could have voted
    version = models.PositiveIntegerField(default=1)

    objects = MotionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opened_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at=None, result="") | Q(closed_at__isnull=False) & ~Q(result=""),
                name="motion_has_a_result_once_it_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(withdrawn_at=None),
                name="decided_motion_is_not_withdrawn",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["closes_at"],
                condition=Q(closed_at=None, withdrawn_at=None),
                name="motion_that_will_close",
            ),
        ]

    def __str__(self) -> str:
        return f"motion {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.withdrawn_at is None

    @property
    def takes_votes(self) -> bool:
        is_late = self.closes_at is not None and self.closes_at <= timezone.now()
        return self.is_open and not is_late

    @property
    def last_day(self) -> date | None:
        """The last day on which one can vote, at the place of the operation."""
        if self.closes_at is None:
            return None
        last_moment = self.closes_at - timedelta(seconds=1)
        return timezone.localdate(last_moment, timezone=self.operation.zone)

    @property
    def votes_cast(self) -> int:
        """How many took part, once the vote is over."""
        return self.votes_for + self.votes_against + self.abstentions


class Vote(models.Model):
    """What one person of the committee answered; the last word counts."""

    class Choice(models.TextChoices):
        FOR = "for", _("For")
        AGAINST = "against", _("Against")
        ABSTAIN = "abstain", _("Abstention")

    motion = models.ForeignKey(Motion, models.CASCADE, related_name="votes")
    # Somebody who left the committee after the decision leaves their vote as one without a name.
    member = models.ForeignKey(CommitteeMember, models.SET_NULL, null=True, related_name="votes")
    choice = models.CharField(max_length=8, choices=Choice.choices)
    voted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["voted_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["motion", "member"], name="member_votes_once"),
        ]

    def __str__(self) -> str:
        return f"vote {self.pk}"


class VoteLink(models.Model):
    """The secret address by which a member without an account votes on one motion."""

    motion = models.ForeignKey(Motion, models.CASCADE, related_name="links")
    member = models.ForeignKey(CommitteeMember, models.CASCADE, related_name="vote_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["motion", "member"], name="member_has_one_vote_link"),
        ]

    def __str__(self) -> str:
        return f"link to vote {self.pk}"
