"""Places, missions, and what the assistant was told."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.themes import Theme
from operations.models import Licence, Operation


class Place(models.Model):
    """Somewhere in the commune where people meet or work."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="places")
    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=200, blank=True)
    directions = models.CharField(_("how to find it"), max_length=240, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    opens_at = models.TimeField(_("opens at"), null=True, blank=True)
    closes_at = models.TimeField(_("closes at"), null=True, blank=True)
    rooms = models.PositiveSmallIntegerField(_("missions at the same time"), default=1)
    is_outdoors = models.BooleanField(_("outdoors"), default=False)
    needs_key = models.BooleanField(_("somebody has to come with the key"), default=False)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(opens_at=None, closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="place_closes_after_it_opens",
            ),
            models.CheckConstraint(condition=Q(rooms__gte=1), name="place_has_a_room"),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90)) | Q(latitude=None),
                name="place_latitude_exists",
            ),
            models.CheckConstraint(
                condition=Q(longitude__range=(-180, 180)) | Q(longitude=None),
                name="place_longitude_exists",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MissionQuerySet(models.QuerySet["Mission"]):
    def visible_to(self, user: Any) -> "MissionQuerySet":
        return self.filter(operation__in=Operation.objects.visible_to(user))

    def live(self) -> "MissionQuerySet":
        return self.filter(cancelled_at=None)

    def announced(self) -> "MissionQuerySet":
        """Those that everybody may read of.

        A mission that somebody from outside proposed is a draft of the team's until it has a
        shift, or takes place from afar.
        """
        drafts = Mission.objects.filter(proposal__isnull=False, mode=Mission.Mode.ON_SITE)
        return self.exclude(pk__in=drafts.exclude(shifts__is_released=True).values("pk"))

    def undecided(self) -> "MissionQuerySet":
        """Those that wait for their decision: to be held, merged or dropped."""
        return self.live().filter(decision="", decides_at__isnull=False)


class Mission(models.Model):
    """Something that volunteers do together, and what it will give."""

    class Kind(models.TextChoices):
        FIELD_MAPPING = "field_mapping", _("Field mapping")
        REMOTE_MAPPING = "remote_mapping", _("Remote mapping")
        STREET_PICTURES = "street_pictures", _("Street-level pictures")
        PHOTO_WALK = "photo_walk", _("Photo walk")
        SCANNING = "scanning", _("Scan workshop")
        MEMORIES = "memories", _("Collection of memories")
        EDITATHON = "editathon", _("Editathon")
        FLORA = "flora", _("Botanical walk")
        OPEN_DATA = "open_data", _("Open data workshop")
        TALK = "talk", _("Talk or debate")
        TRAINING = "training", _("Training")
        SCHOOL = "school", _("School workshop")
        INSTALL_PARTY = "install_party", _("Install party")
        WELCOME = "welcome", _("Welcome and logistics")
        RESULTS = "results", _("Results presentation")
        OTHER = "other", _("Other")

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("On site")
        REMOTE = "remote", _("Remote")
        BOTH = "both", _("On site or remote")

    class Phase(models.TextChoices):
        BEFORE = "before", _("Before the weekend")
        DURING = "during", _("During the weekend")
        AFTER = "after", _("After the weekend")

    class Decision(models.TextChoices):
        CONFIRMED = "confirmed", _("It takes place")
        MERGED = "merged", _("Merged with another mission")
        DROPPED = "dropped", _("Dropped")

    class Level(models.TextChoices):
        BEGINNER = "beginner", _("No experience needed")
        SOME = "some", _("Some experience helps")
        EXPERIENCED = "experienced", _("For experienced people")

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="missions")
    source_language = models.CharField(_("written in"), max_length=12)
    title = models.CharField(_("title"), max_length=120, default="")
    summary = models.CharField(_("in one sentence"), max_length=240, default="")
    description = models.TextField(_("description"), default="")
    equipment = models.CharField(_("what to bring"), max_length=240, default="")
    outputs = models.CharField(_("what it will give"), max_length=240, default="")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    theme = models.CharField(_("theme"), max_length=12, choices=Theme.choices)
    mode = models.CharField(_("where"), max_length=8, choices=Mode.choices, default=Mode.ON_SITE)
    phase = models.CharField(_("when"), max_length=8, choices=Phase.choices, default=Phase.DURING)
    level = models.CharField(
        _("for whom"), max_length=12, choices=Level.choices, default=Level.BEGINNER
    )
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="missions"
    )
    meeting_point = models.CharField(_("meeting point"), max_length=160, blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="leads"
    )
    target_platform = models.CharField(_("platform"), max_length=80, blank=True)
    licence = models.CharField(_("licence"), max_length=24, choices=Licence.choices)
    sheet = models.SlugField(max_length=60, blank=True)  # of the mission sheet it was made from
    # It takes place if `minimum_people` have a place when the time of the decision has come.
    minimum_people = models.PositiveSmallIntegerField(_("people it takes"), null=True, blank=True)
    decides_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decision = models.CharField(max_length=12, choices=Decision.choices, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged_from"
    )
    beginners_per_helper = models.PositiveSmallIntegerField(
        _("beginners for one helper, at most"), null=True, blank=True
    )
    effort_minutes = models.PositiveIntegerField(null=True, blank=True)  # to cover its zone
    version = models.PositiveIntegerField(default=1)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = MissionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"mission {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("missions:mission-detail", args=[self.operation.slug, self.pk])


class Kit(models.Model):
    """What an organizer told the assistant so far, to go on with another day.

    `assets` are what the commune has, `sheets` the codes of the mission sheets that were chosen.
    """

    operation = models.OneToOneField(Operation, models.CASCADE, related_name="kit")
    assets = models.JSONField(default=list)
    sheets = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"kit of {self.operation_id}"
