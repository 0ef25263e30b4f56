"""Missions, their shifts and needs, and who signed up."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.themes import Theme
from operations.models import Licence, Operation
from volunteers.models import Volunteer

HANDOVER = timedelta(minutes=15)


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


class ShiftQuerySet(models.QuerySet["Shift"]):
    def visible_to(self, user: Any) -> "ShiftQuerySet":
        return self.filter(mission__in=Mission.objects.visible_to(user))

    def live(self) -> "ShiftQuerySet":
        return self.filter(cancelled_at=None, mission__cancelled_at=None)

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
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_starts"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["mission", "starts_at"])]

    def __str__(self) -> str:
        return f"shift {self.pk}"

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def has_started(self) -> bool:
        return self.starts_at <= timezone.now()

    def overlaps(self, other: "Shift") -> bool:
        """Whether nobody can do both: they share more than the time of a hand-over."""
        shared = min(self.ends_at, other.ends_at) - max(self.starts_at, other.starts_at)
        return shared > HANDOVER


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, user: Any) -> "NeedQuerySet":
        return self.filter(shift__in=Shift.objects.visible_to(user))

    def of_operation(self, operation: Operation) -> "NeedQuerySet":
        return self.filter(shift__mission__operation=operation)

    def take_place(self) -> int:
        """Take one place where one is left: the only way in. How many rows gave one."""
        return self.filter(taken__lt=F("places")).update(taken=F("taken") + 1)

    def give_place_back(self) -> int:
        """Free one place. Where the maximum was lowered below what was taken, the place goes."""
        return self.filter(taken__gt=0).update(
            taken=F("taken") - 1, places=Greatest(F("maximum"), F("taken") - 1)
        )


class Need(models.Model):
    """How many people of one role a shift needs.

    `maximum` is what the organizers want now; `places` is the bound that sign-ups may not pass:
    the maximum, or what was taken already when the maximum was lowered below it.
    """

    class Role(models.TextChoices):
        CONTRIBUTOR = "contributor", _("Contributor")
        HELPER = "helper", _("Helper")
        GUIDE = "guide", _("Resident guide")
        LEAD = "lead", _("Lead")
        HOST = "host", _("Host")

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="needs")
    role = models.CharField(
        _("role"), max_length=12, choices=Role.choices, default=Role.CONTRIBUTOR
    )
    minimum = models.PositiveSmallIntegerField(_("minimum"), default=0)
    wished = models.PositiveSmallIntegerField(_("wished"))
    maximum = models.PositiveSmallIntegerField(_("maximum"))
    places = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shift", "role"], name="need_has_one_row_per_role"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("places")), name="need_is_never_over_full"
            ),
            models.CheckConstraint(
                condition=Q(places__gte=F("maximum")), name="need_has_its_maximum_of_places"
            ),
            models.CheckConstraint(
                condition=Q(wished__gte=F("minimum"), maximum__gte=F("wished")),
                name="need_numbers_are_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"need {self.pk}"

    @property
    def places_left(self) -> int:
        return max(self.places - self.taken, 0)


class SignupQuerySet(models.QuerySet["Signup"]):
    def placed(self) -> "SignupQuerySet":
        return self.filter(state__in=Signup.PLACED)

    def live(self) -> "SignupQuerySet":
        return self.filter(state__in=Signup.LIVE)

    def waiting(self) -> "SignupQuerySet":
        """Those who wait, in the order in which they will be served."""
        return self.filter(state=Signup.State.WAITING).order_by("waiting_since", "pk")


class Signup(models.Model):
    """A volunteer's place on a shift, or their spot on its waiting list."""

    class State(models.TextChoices):
        WAITING = "waiting", _("On the waiting list")
        HELD = "held", _("Held until you confirm")
        CONFIRMED = "confirmed", _("Confirmed")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Not confirmed in time")

    PLACED = (State.HELD, State.CONFIRMED)
    LIVE = (State.WAITING, State.HELD, State.CONFIRMED)

    need = models.ForeignKey(Need, models.CASCADE, related_name="signups")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="signups")
    state = models.CharField(max_length=10, choices=State.choices)
    created_at = models.DateTimeField(default=timezone.now)
    waiting_since = models.DateTimeField(null=True, blank=True)
    held_since = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SignupQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["need", "volunteer"],
                condition=Q(state__in=["waiting", "held", "confirmed"]),
                name="signup_is_live_once_per_need",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["need", "state"]),
            models.Index(fields=["volunteer", "state"]),
        ]

    def __str__(self) -> str:
        return f"signup {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def has_place(self) -> bool:
        return self.state in self.PLACED
