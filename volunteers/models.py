"""People who sign up, with or without an account."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.models import Commune


class Level(models.TextChoices):
    """How used somebody is to contributing to free projects."""

    NEVER = "never", _("Never contributed")
    SOMETIMES = "sometimes", _("Contributed a few times")
    OFTEN = "often", _("Contributes often")


class Equipment(models.TextChoices):
    """What a volunteer may bring, and a mission may need."""

    PHONE = "phone", _("Smartphone")
    GPS = "gps", _("GPS receiver")
    LAPTOP = "laptop", _("Laptop")
    CAMERA = "camera", _("Camera")
    SCANNER = "scanner", _("Scanner")
    RECORDER = "recorder", _("Sound recorder")


class Volunteer(models.Model):
    """One person who takes part, recognised by an address or by an account.

    An address that nobody confirmed yet may have been mistyped: nothing is shown for it except
    by the links that are mailed to it.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="volunteer"
    )
    name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(max_length=254, unique=True, null=True, blank=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=12)
    time_zone = models.CharField(max_length=64, default="Europe/Paris")
    # What they say of themselves, all optional, so that nobody is missing where it counts.
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)  # codes
    level = models.CharField(_("experience"), max_length=12, choices=Level.choices, blank=True)
    equipment = models.JSONField(_("what you can bring"), default=list, blank=True)  # Equipment
    home_commune = models.ForeignKey(
        Commune, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    wants_announcements = models.BooleanField(_("announcements by mail"), default=True)
    created_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="volunteer_email_is_in_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("somebody"))

    @property
    def has_confirmed_address(self) -> bool:
        return self.email_confirmed_at is not None


class PersonalLink(models.Model):
    """A secret address that opens one volunteer's page. Only the hash of its secret is kept."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link {self.pk} of volunteer {self.volunteer_id}"
