"""The plan of an operation, its steps, and what people say and show about them."""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from operations.models import Operation, Role

FURTHEST = 1000  # days between a step and the first day of its operation


class Document(models.TextChoices):
    """What a step leaves on paper. Those of mission sheets have the same codes and names there."""

    APPLICATION_FORM = "application-form", _("Application of the commune")
    SLIDE_KIT = "slide-kit", _("Slides for the council")
    MINUTES = "minutes", _("Minutes")
    COUNCIL_DELIBERATION = "council-deliberation", _("Council resolution")
    PARTNERSHIP_LETTER = "partnership-letter", _("Partnership letter")
    SURVEY_CHECKLIST = "survey-checklist", _("Checklist of the scouting visit")
    PROGRAMME = "programme", _("Programme")
    INVENTORY_SHEET = "inventory-sheet", _("Inventory of files")
    BUDGET = "budget", _("Budget")
    RELEASE_REQUEST = "release-request", _("Request to release data or works")
    PREFECTURE_FILE = "prefecture-file", _("File for the prefecture")
    POSTER = "poster", _("Poster")
    INSURANCE_CERTIFICATE = "insurance-certificate", _("Insurance certificate")
    RESIDENTS_LETTER = "residents-letter", _("Letter to the inhabitants")
    HOST_CHARTER = "host-charter", _("Charter of hosts")
    VOLUNTEER_CHARTER = "volunteer-charter", _("Charter of volunteers")
    IMAGE_CONSENT_ADULT = "image-consent-adult", _("Consent to pictures, adults")
    IMAGE_CONSENT_MINOR = "image-consent-minor", _("Consent to pictures, minors")
    ORAL_HISTORY_AGREEMENT = "oral-history-agreement", _("Agreement on recorded memories")
    RIGHTS_FORM = "rights-form", _("Rights form for lent photographs and papers")
    TOWN_HALL_PERMISSION = "town-hall-permission", _("Permission of the town hall")
    AERIAL_DECLARATION = "aerial-declaration", _("Declaration, with its receipt")
    ATTENDANCE_SHEET = "attendance-sheet", _("Attendance sheet")
    EQUIPMENT_SHEET = "equipment-sheet", _("Equipment sheet")
    FIELD_SHEET = "field-sheet", _("Field sheet")
    TEST_LOG = "test-log", _("Result of the test")
    PRESS_KIT = "press-kit", _("Press kit")
    REPORT = "report", _("Report")


class Plan(models.Model):
    """The back-planning of one operation, counted from its first day.

    `anchored_on` is the first day that the organizers have seen: when the operation moves, its
    open steps move with it, and the plan says so until somebody has looked.
    """

    class Variant(models.TextChoices):
        USUAL = "usual", _("Six months")
        COMPRESSED = "compressed", _("Ten weeks")

    operation = models.OneToOneField(Operation, models.CASCADE, related_name="plan")
    country = models.CharField(max_length=2)  # whose template it was made from
    variant = models.CharField(max_length=10, choices=Variant.choices)
    anchored_on = models.DateField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"plan of {self.operation_id}"

    def get_absolute_url(self) -> str:
        return reverse("planning:organize-plan", args=[self.operation.slug])

    @property
    def has_moved(self) -> bool:
        return self.anchored_on != self.operation.starts_on

    @property
    def today(self) -> date:
        """The day that it is at the place of the operation."""
        return timezone.localdate(timezone=self.operation.zone)


class StepQuerySet(models.QuerySet["Step"]):
    def open(self) -> "StepQuerySet":
        return self.filter(state=Step.State.OPEN)

    def due_before(self, day: date, operation: Operation) -> "StepQuerySet":
        """Open steps of the operation that are due before a day."""
        return self.open().filter(plan__operation=operation).filter(is_due_before(day, operation))


def is_due_before(day: date, operation: Operation) -> Q:
    """Open steps follow the first day of their operation: compare days counted from it."""
    follows = Q(fixed_on=None, days_before__gt=(operation.starts_on - day).days)
    return Q(fixed_on__lt=day) | follows


class Step(models.Model):
    """Something to be done by a day that is counted from the first day of the operation."""

    class State(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Left out")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps")
    code = models.SlugField(max_length=60)
    source_language = models.CharField(max_length=12)
    title = models.CharField(_("title"), max_length=120, default="")
    notes = models.TextField(_("notes"), default="")
    reason = models.CharField(_("why it is left out"), max_length=240, default="")
    days_before = models.SmallIntegerField()  # negative after the first day
    fixed_on = models.DateField(null=True, blank=True)  # set by hand: does not follow
    kept_on = models.DateField(null=True, blank=True)  # the due day when it was done or left out
    lead_days = models.PositiveSmallIntegerField(default=0)
    owner_role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="steps"
    )
    document = models.CharField(max_length=24, choices=Document.choices, blank=True, default="")
    legal_delay = models.SlugField(max_length=60, blank=True)
    is_blocking = models.BooleanField(default=False)
    needs = models.ManyToManyField("self", symmetrical=False, related_name="needed_by", blank=True)
    source = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-days_before", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "code"], name="step_has_one_row_per_code"),
            models.CheckConstraint(
                condition=Q(days_before__range=(-FURTHEST, FURTHEST)),
                name="step_is_near_its_operation",
            ),
            models.CheckConstraint(
                condition=Q(lead_days__lte=FURTHEST), name="step_is_not_endless"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | ~Q(state="done") & Q(done_at=None),
                name="step_is_done_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="open", kept_on=None)
                | ~Q(state="open") & Q(kept_on__isnull=False),
                name="step_keeps_its_day_once_it_is_over",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "state"])]

    def __str__(self) -> str:
        return f"step {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("planning:organize-step", args=[self.plan.operation.slug, self.pk])

    def day_from(self, first_day: date) -> date:
        """The day it is due when the operation begins on that day."""
        return self.fixed_on or first_day - timedelta(days=self.days_before)

    @property
    def due_on(self) -> date:
        return self.kept_on or self.day_from(self.plan.operation.starts_on)

    @property
    def begins_on(self) -> date:
        return self.due_on - timedelta(days=self.lead_days)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < self.plan.today


class StepComment(models.Model):
    """What somebody of the team says about a step; it stays when they leave, without their name."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class StepProof(models.Model):
    """What shows that a step is done: a page elsewhere, or a file that only the team can open."""

    class Media(models.TextChoices):
        NONE = "", _("link")
        PDF = "application/pdf", _("PDF")
        WEBP = "image/webp", _("picture")

    step = models.ForeignKey(Step, models.CASCADE, related_name="proofs")
    label = models.CharField(max_length=120)
    address = models.URLField(blank=True)
    media = models.CharField(max_length=16, choices=Media.choices, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(address="") & ~Q(media="") | ~Q(address="") & Q(media=""),
                name="proof_is_a_page_or_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"proof {self.pk}"


class StepFile(models.Model):
    """The content of a proof, apart from its row so that lists never read it."""

    proof = models.OneToOneField(StepProof, models.CASCADE, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file of {self.proof_id}"
