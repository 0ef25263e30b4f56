"""Operations, and the people and figures that belong to one."""

from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.models import Commune
from core.themes import Theme


class Licence(models.TextChoices):
    """Free licences, by their SPDX identifiers. None forbids commercial use or changes."""

    ETALAB = "etalab-2.0", "Licence Ouverte 2.0"
    ODBL = "ODbL-1.0", "ODbL 1.0"
    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC0 = "CC0-1.0", "CC0 1.0"
    AGPL = "AGPL-3.0-or-later", "AGPL 3.0"


class Role(models.TextChoices):
    """What somebody does for an operation. A person may have several roles."""

    COORDINATOR = "coordinator", _("Coordinator")
    ORGANIZER = "organizer", _("Organizer")
    MISSION_LEAD = "mission_lead", _("Mission lead")
    REVIEWER = "reviewer", _("Reviewer")
    DESK = "desk", _("Town-hall desk")


# A draft, and a draft that was given up, are their team's alone.
IS_PUBLIC = ~Q(status="draft") & Q(is_given_up=False)


class OperationQuerySet(models.QuerySet["Operation"]):
    def public(self) -> "OperationQuerySet":
        return self.filter(IS_PUBLIC)

    def of_member(self, user: Any) -> "OperationQuerySet":
        """Those in whose team the person is."""
        return self.filter(pk__in=Membership.objects.filter(user_id=user.pk).values("operation_id"))

    def visible_to(self, user: Any) -> "OperationQuerySet":
        """Public ones, and drafts for their own team and for the site's staff."""
        if user.is_staff:
            return self
        if not user.is_authenticated:
            return self.public()
        mine = Membership.objects.filter(user_id=user.pk).values("operation_id")
        return self.filter(IS_PUBLIC | Q(pk__in=mine))

    def upcoming(self, today: date | None = None) -> "OperationQuerySet":
        return self.filter(
            status__in=(Operation.Status.OPEN, Operation.Status.RUNNING),
            ends_on__gte=today or timezone.localdate(),
        ).order_by("starts_on", "pk")

    def with_decisions(self) -> "OperationQuerySet":
        """Each with `has_decisions`: whether its committee has published one."""
        deciding = Operation.objects.filter(
            pk=OuterRef("pk"), motions__is_public=True, motions__closed_at__isnull=False
        )
        return self.annotate(has_decisions=Exists(deciding))

    def past(self) -> "OperationQuerySet":
        return self.filter(
            status__in=(Operation.Status.WRAPPING_UP, Operation.Status.REPORTED)
        ).order_by("-starts_on", "-pk")


class Operation(models.Model):
    """A weekend in one commune, from the idea to the report."""

    class Format(models.TextChoices):
        WEEKEND = "weekend", _("Weekend")
        DAY = "day", _("One day")
        FAIR = "fair", _("Fair")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open for sign-up")
        RUNNING = "running", _("Running")
        WRAPPING_UP = "wrapping_up", _("Wrapping up")
        REPORTED = "reported", _("Reported")
        CANCELLED = "cancelled", _("Cancelled")

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="operations")
    organizing_body = models.CharField(_("organised by"), max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    source_language = models.CharField(_("written in"), max_length=12)
    title = models.CharField(_("title"), max_length=120, default="")
    summary = models.CharField(_("promise in one sentence"), max_length=240, default="")
    presentation = models.TextField(_("presentation"), default="")
    practical = models.TextField(_("practical information"), default="")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Paris")
    format = models.CharField(
        _("format"), max_length=12, choices=Format.choices, default=Format.WEEKEND
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    cover = models.FileField(_("cover picture"), upload_to="covers/", blank=True)
    cover_credit = models.CharField(_("credit of the picture"), max_length=120, blank=True)
    languages = models.JSONField(_("languages spoken"), default=list)
    hashtag = models.CharField(_("hashtag"), max_length=40, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    website = models.URLField(_("web page"), blank=True)
    default_licence = models.CharField(
        _("default licence"), max_length=24, choices=Licence.choices, default=Licence.CC_BY_SA
    )
    is_fictional = models.BooleanField(_("fictional, for demonstration"), default=False)
    is_given_up = models.BooleanField(default=False)  # cancelled before anybody could see it
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="created_operations"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = OperationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="operation_ends_after_it_starts"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "starts_on"])]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("missions:operation-detail", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def takes_signups(self) -> bool:
        return self.status in {self.Status.OPEN, self.Status.RUNNING}

    @property
    def is_public(self) -> bool:
        return self.status != self.Status.DRAFT and not self.is_given_up

    @property
    def is_past(self) -> bool:
        return self.status in {self.Status.WRAPPING_UP, self.Status.REPORTED}

    def days_until(self, today: date) -> int:
        return (self.starts_on - today).days


class Membership(models.Model):
    """One role of one person in the team of one operation."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["operation", "user", "role"], name="membership_is_held_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.operation_id}"


class Invitation(models.Model):
    """A mail that offers a role to one address: used once, within seven days, by that address."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=16, choices=Role.choices)
    language = models.CharField(max_length=12)  # of the mail, for those without an account
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_pending(self) -> bool:
        return (
            self.accepted_at is None
            and self.withdrawn_at is None
            and self.expires_at > timezone.now()
        )


class Partner(models.Model):
    """An organisation that helps, shown with its logo."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="partners")
    name = models.CharField(_("name"), max_length=120)
    website = models.URLField(_("web page"), blank=True)
    logo = models.FileField(_("logo"), upload_to="logos/", blank=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Figure(models.Model):
    """One number about what an operation gave, with who counted it and how.

    Figures of the same subject that differ stand side by side; none wins in silence.
    """

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="figures")
    subject = models.SlugField(max_length=40)
    source_language = models.CharField(max_length=12)
    label = models.CharField(max_length=120, default="")
    value = models.DecimalField(max_digits=12, decimal_places=2)
    is_about = models.BooleanField(_("approximate"), default=False)
    theme = models.CharField(max_length=12, choices=Theme.choices, blank=True)
    source = models.CharField(max_length=240, default="")
    method = models.CharField(max_length=240, default="")
    counted_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.subject} {self.value}"
