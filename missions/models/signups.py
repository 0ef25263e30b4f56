"""How many people a shift needs, and who they are."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from missions.models.shifts import Shift
from operations.models import Operation
from volunteers.models import Level, Volunteer


def kept_of(left: int, reserve: int, residents: int) -> int:
    """How many of the places left are kept while a reserve lasts."""
    return min(left, max(reserve - residents, 0))


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, user: Any) -> "NeedQuerySet":
        return self.filter(shift__in=Shift.objects.visible_to(user))

    def of_operation(self, operation: Operation) -> "NeedQuerySet":
        return self.filter(shift__mission__operation=operation)

    def open_to(self, *, is_resident: bool) -> "NeedQuerySet":
        """Those with a place left that this person may have: some are kept for residents."""
        left = self.filter(taken__lt=F("places"))
        if is_resident:
            return left
        is_over = Q(residents_reserve=0) | Q(reserve_ends_at__lte=timezone.now())
        return left.filter(
            is_over | Q(taken__lt=F("places") - F("residents_reserve") + F("residents"))
        )

    def take_place(self, *, is_resident: bool = False) -> int:
        """Take one place where one is left: the only way in. How many rows gave one."""
        residents = F("residents") + int(is_resident)
        return self.open_to(is_resident=is_resident).update(
            taken=F("taken") + 1, residents=residents
        )

    def give_place_back(self, *, is_resident: bool = False) -> int:
        """Free one place. Where the maximum was lowered below what was taken, the place goes."""
        residents = F("residents") - int(is_resident)
        return self.filter(taken__gt=0).update(
            taken=F("taken") - 1,
            places=Greatest(F("maximum"), F("taken") - 1),
            # A counter that was wrong already must not keep anybody from leaving.
            residents=Greatest(Least(residents, F("taken") - 1), 0),
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
        KEY_HOLDER = "key_holder", _("Key holder")

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="needs")
    role = models.CharField(
        _("role"), max_length=12, choices=Role.choices, default=Role.CONTRIBUTOR
    )
    minimum = models.PositiveSmallIntegerField(_("minimum"), default=0)
    wished = models.PositiveSmallIntegerField(_("wished"))
    maximum = models.PositiveSmallIntegerField(_("maximum"))
    places = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    # Places kept for people of the commune until a moment, and how many of those have one.
    residents_reserve = models.PositiveSmallIntegerField(_("kept for residents"), default=0)
    reserve_ends_at = models.DateTimeField(_("kept until"), null=True, blank=True)
    residents = models.PositiveSmallIntegerField(default=0)
    languages = models.JSONField(_("languages needed"), default=list, blank=True)  # codes
    level = models.CharField(
        _("experience needed"), max_length=12, choices=Level.choices, blank=True
    )
    equipment = models.JSONField(_("equipment needed"), default=dict, blank=True)  # code: how many

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
            models.CheckConstraint(
                condition=Q(residents__lte=F("taken")),
                name="need_has_its_residents_among_the_taken",
            ),
        ]

    def __str__(self) -> str:
        return f"need {self.pk}"

    @property
    def places_left(self) -> int:
        return max(self.places - self.taken, 0)

    @property
    def places_kept(self) -> int:
        """How many of the places left only people of the commune may take at this moment."""
        is_over = self.reserve_ends_at is not None and self.reserve_ends_at <= timezone.now()
        return 0 if is_over else kept_of(self.places_left, self.residents_reserve, self.residents)


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
    is_resident = models.BooleanField(default=False)  # counted in `Need.residents` while placed
    # What the paper at the door said. NULL: nobody noted it.
    was_present = models.BooleanField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

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


class Receipt(models.Model):
    """A change that somebody was asked to say they have seen."""

    signup = models.ForeignKey(Signup, models.CASCADE, related_name="receipts")
    sequence = models.PositiveIntegerField()  # of the shift, when the change was told
    asked_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["signup", "sequence"], name="receipt_is_asked_once_per_change"
            ),
        ]

    def __str__(self) -> str:
        return f"receipt of signup {self.signup_id}"


class PersonCode(models.Model):
    """Four signs that name a volunteer on the papers of one operation."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="person_codes")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="codes")
    code = models.CharField(max_length=8)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["operation", "code"], name="code_names_one_person"),
            models.UniqueConstraint(
                fields=["operation", "volunteer"], name="person_has_one_code_per_operation"
            ),
        ]

    def __str__(self) -> str:
        return self.code
