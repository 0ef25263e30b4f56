"""What the charter of the format asks before an operation opens, and what was done for it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.text import fold
from operations.models.operation import Operation


class CharterLine(models.TextChoices):
    """The lines of the charter, each as a sentence that is true or not yet."""

    FREE_PROJECTS = (
        "free_projects",
        _("At least three different free projects are in the steering committee"),
    )
    COMMUNE = "commune", _("The commune is in the steering committee")
    REFERENT = "referent", _("A referent speaks for the commune")
    SECOND_REFERENT = (
        "second_referent",
        _("A second referent stands in when the first one cannot"),
    )
    SCOUTING_VISIT = "scouting_visit", _("A scouting visit of the places was made")
    MEETING = "meeting", _("At least one meeting was held")
    INDICATORS = "indicators", _("What will be counted for the final report is chosen")
    COORDINATOR = "coordinator", _("A coordinator answers for the whole")
    ADMINISTRATORS = "administrators", _("At least two people can run the operation")
    POPULATION = "population", _("The commune has fewer than 10,000 inhabitants")
    TERRITORY = "territory", _("The territory can be covered in 48 hours")
    MISSION_LEADS = "mission_leads", _("Each mission has a lead")


class CommitteeMember(models.Model):
    """A person of the steering committee, for a free project or for the commune.

    One person, one vote. The name is empty where nobody is named any more: the organisation stays.
    """

    class Kind(models.TextChoices):
        FREE_PROJECT = "free_project", _("A free project")
        COMMUNE = "commune", _("The commune")

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="committee")
    name = models.CharField(_("name"), max_length=80, blank=True)
    kind = models.CharField(_("speaks for"), max_length=12, choices=Kind.choices)
    organisation = models.CharField(_("organisation"), max_length=120)
    is_referent = models.BooleanField(_("referent"), default=False)
    is_second_referent = models.BooleanField(_("second referent"), default=False)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_public = models.BooleanField(_("named on the public page"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        # The commune first, then the free projects by name.
        ordering: ClassVar = ["kind", "organisation", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["operation"],
                condition=Q(is_referent=True),
                name="operation_has_one_referent",
            ),
            models.UniqueConstraint(
                fields=["operation"],
                condition=Q(is_second_referent=True),
                name="operation_has_one_second_referent",
            ),
            models.CheckConstraint(
                condition=Q(is_referent=False) | Q(is_second_referent=False),
                name="referents_are_two_people",
            ),
            models.CheckConstraint(
                condition=Q(is_referent=False, is_second_referent=False) | Q(kind="commune"),
                name="referents_speak_for_the_commune",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.organisation

    @property
    def organisation_key(self) -> str:
        """The same for every way of writing one organisation: capitals, accents and signs aside."""
        return fold(self.organisation) or self.organisation


class Meeting(models.Model):
    """A gathering before the operation that was held; its notes are the team's alone."""

    class Kind(models.TextChoices):
        SCOUTING_VISIT = "scouting_visit", _("Scouting visit")
        COMMITTEE = "committee", _("Meeting of the committee")
        PUBLIC = "public", _("Public information meeting")

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="meetings")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    held_on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.held_on}"


class Indicator(models.Model):
    """Something that will be counted for the final report, chosen before the operation opens."""

    class Code(models.TextChoices):
        PEOPLE = "people", _("People who took part")
        RESIDENTS = "residents", _("Residents who took part")
        TRAINED = "trained", _("People who learned to contribute")
        ARTICLES = "articles", _("Articles")
        PICTURES = "pictures", _("Pictures")
        DATASETS = "datasets", _("Datasets")
        MAP_CHANGES = "map_changes", _("Changes to the map")
        DOCUMENTS = "documents", _("Documents scanned")
        RECORDINGS = "recordings", _("Recordings")
        OBSERVATIONS = "observations", _("Observations of plants and animals")
        OTHER = "other", _("Something else")

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="indicators")
    code = models.CharField(_("what is counted"), max_length=16, choices=Code.choices)
    source_language = models.CharField(_("written in"), max_length=12)
    label = models.CharField(_("own words"), max_length=120, default="")
    method = models.CharField(_("how it is counted"), max_length=240, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["operation", "code"],
                condition=~Q(code="other"),
                name="indicator_is_chosen_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.operation_id}"


class Waiver(models.Model):
    """A line of the charter that one operation may open without, with the reason shown to all."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="waivers")
    line = models.CharField(max_length=16, choices=CharterLine.choices)
    source_language = models.CharField(max_length=12)
    reason = models.CharField(_("reason"), max_length=240, default="")
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    waived_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["operation", "line"], name="line_is_waived_once"),
        ]

    def __str__(self) -> str:
        return f"{self.line} of {self.operation_id}"
