"""Guides: how a mission is done, what it needs and what it gives."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.themes import Theme
from guides.models import words

FROM_ONE_TO_THREE = [MinValueValidator(1), MaxValueValidator(3)]


class GuideQuerySet(models.QuerySet["Guide"]):
    def sheets(self) -> "GuideQuerySet":
        return self.filter(kind=Guide.Kind.MISSION_SHEET)

    def published(self) -> "GuideQuerySet":
        return self.filter(is_published=True)

    def visible_to(self, user: Any) -> "GuideQuerySet":
        """Published ones, and for the site's staff those that are not yet."""
        return self if user.is_staff else self.published()


class Guide(models.Model):
    """How something is done, in several languages. A mission sheet also says what it takes.

    Sheets come with the site as files (`guides/data/sheets/`). `loaded_checksum` is that of the
    file that the row was last written from; `edited_at` says that staff changed the row since.
    """

    class Kind(models.TextChoices):
        MISSION_SHEET = "mission_sheet", _("Mission sheet")

    MissionKind = words.MissionKind
    Mode = words.Mode
    Phase = words.Phase
    Level = words.Level
    Licence = words.Licence
    Setting = words.Setting
    PartOfDay = words.PartOfDay
    Asset = words.Asset
    Output = words.Output
    Document = words.Document
    Figure = words.Figure

    kind = models.CharField(
        _("kind"), max_length=16, choices=Kind.choices, default=Kind.MISSION_SHEET
    )
    slug = models.SlugField(_("code"), max_length=60, unique=True)
    number = models.PositiveSmallIntegerField(_("place in the catalogue"), default=0)
    theme = models.CharField(_("theme"), max_length=12, choices=Theme.choices)
    is_published = models.BooleanField(_("published"), default=True)
    source_language = models.CharField(_("written in"), max_length=12)

    title = models.CharField(_("title"), max_length=120, default="")
    summary = models.CharField(_("in one sentence"), max_length=240, default="")
    why = models.TextField(_("why do it"), default="")
    audience = models.CharField(_("for whom"), max_length=300, default="")
    before = models.TextField(_("to do before"), default="")
    during = models.TextField(_("to do during"), default="")
    after = models.TextField(_("to do after"), default="")
    equipment = models.TextField(_("equipment"), default="")
    skills = models.CharField(_("skills"), max_length=240, default="")
    prerequisites = models.CharField(_("what has to be ready"), max_length=400, default="")
    results = models.CharField(_("what it will give"), max_length=400, default="")
    safety = models.TextField(_("safety"), default="")
    rights = models.TextField(_("rights and consent"), default="")
    follow_up = models.TextField(_("what comes next"), default="")

    mission_kind = models.CharField(
        _("kind of mission"),
        max_length=20,
        choices=MissionKind.choices,
        default=MissionKind.OTHER,
    )
    mode = models.CharField(_("where"), max_length=8, choices=Mode.choices, default=Mode.ON_SITE)
    phase = models.CharField(_("when"), max_length=8, choices=Phase.choices, default=Phase.DURING)
    level = models.CharField(
        _("level"), max_length=12, choices=Level.choices, default=Level.BEGINNER
    )
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), default=1, validators=FROM_ONE_TO_THREE
    )
    effort = models.PositiveSmallIntegerField(_("effort"), default=1, validators=FROM_ONE_TO_THREE)
    place = models.CharField(
        _("place"), max_length=12, choices=Setting.choices, default=Setting.ANYWHERE
    )
    is_outdoors = models.BooleanField(_("depends on the weather"), default=False)
    minutes = models.PositiveSmallIntegerField(
        _("minutes of a shift"), default=120, validators=[MinValueValidator(1)]
    )
    shifts = models.PositiveSmallIntegerField(
        _("shifts in a weekend"), default=1, validators=[MinValueValidator(1)]
    )
    part_of_day = models.CharField(
        _("time of the day"), max_length=10, choices=PartOfDay.choices, default=PartOfDay.ANY
    )
    is_essential = models.BooleanField(_("proposed to every operation"), default=False)
    assets = models.JSONField(_("what the place should have"), default=list, blank=True)
    outputs = models.JSONField(_("kinds of results"), default=list, blank=True)
    documents = models.JSONField(_("documents"), default=list, blank=True)
    is_figure_ours = models.JSONField(_("figures of our own"), default=list, blank=True)
    platform = models.CharField(_("platform"), max_length=80, blank=True)
    licence = models.CharField(_("licence"), max_length=24, choices=Licence.choices, blank=True)
    needs = models.ManyToManyField(
        "self",
        verbose_name=_("sheets that come before"),
        symmetrical=False,
        related_name="needed_by",
        blank=True,
    )

    version = models.PositiveIntegerField(default=1)
    loaded_checksum = models.CharField(max_length=64, blank=True)
    edited_at = models.DateTimeField(_("changed by staff"), null=True, blank=True)

    objects = GuideQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["number", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(difficulty__range=(1, 3), effort__range=(1, 3)),
                name="guide_difficulty_and_effort_are_1_to_3",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, shifts__gte=1), name="guide_takes_some_time"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("guides:guide-detail", args=[self.slug])

    @property
    def duration(self) -> str:
        """The length of one shift in words: 2 h 30."""
        hours, minutes = divmod(self.minutes, 60)
        if not hours:
            return gettext("%(minutes)d min") % {"minutes": minutes}
        if not minutes:
            return gettext("%(hours)d h") % {"hours": hours}
        return gettext("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": minutes}

    @property
    def people(self) -> str:
        """From how many to how many people a shift takes, over all roles; "" when not said."""
        roles = self.roles.all()
        fewest, most = (
            sum(getattr(role, name) for role in roles) for name in ("minimum", "maximum")
        )
        if not most:
            return ""
        if fewest == most:
            return ngettext("%(count)d person", "%(count)d people", most) % {"count": most}
        return gettext("%(fewest)d to %(most)d people") % {"fewest": fewest, "most": most}

    @property
    def output_labels(self) -> list[str]:
        return _labels(self.Output, self.outputs)

    @property
    def asset_labels(self) -> list[str]:
        return _labels(self.Asset, self.assets)

    @property
    def document_labels(self) -> list[str]:
        return _labels(self.Document, self.documents)

    @property
    def estimates(self) -> list[str]:
        """Which of the figures are our own and come from no report, in words."""
        return _labels(self.Figure, self.is_figure_ours)


def _labels(choices: type[models.TextChoices], values: list[str]) -> list[str]:
    return [str(choices(value).label) for value in values if value in choices.values]


class SheetRole(models.Model):
    """How many people of one role a shift of the mission takes."""

    Role = words.Role

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    minimum = models.PositiveSmallIntegerField(_("minimum"), default=0)
    wished = models.PositiveSmallIntegerField(_("wished"))
    maximum = models.PositiveSmallIntegerField(_("maximum"))

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["guide", "role"], name="sheet_has_one_row_per_role"),
            models.CheckConstraint(
                condition=Q(wished__gte=F("minimum"), maximum__gte=F("wished")),
                name="sheet_role_numbers_are_in_order",
                violation_error_message=_("The wish lies between the minimum and the maximum."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.guide_id}"


class SheetStep(models.Model):
    """A step that the mission adds to the plan of an operation."""

    Owner = words.Owner

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    days_before = models.SmallIntegerField(_("days before the first day"))
    owner_role = models.CharField(_("who sees to it"), max_length=16, choices=Owner.choices)
    is_blocking = models.BooleanField(_("the mission cannot do without"), default=False)
    title = models.CharField(_("title"), max_length=160, default="")

    class Meta:
        ordering: ClassVar = ["-days_before", "position", "pk"]

    def __str__(self) -> str:
        return f"step {self.position} of {self.guide_id}"

    @property
    def when(self) -> str:
        """8 weeks before"""
        days = abs(self.days_before)
        if not days:
            return gettext("On the first day")
        if days % 7 == 0:
            count, before, after = days // 7, _weeks_before, _weeks_after
        else:
            count, before, after = days, _days_before, _days_after
        return (before if self.days_before > 0 else after)(count) % {"count": count}


def _weeks_before(count: int) -> str:
    return ngettext("%(count)d week before", "%(count)d weeks before", count)


def _weeks_after(count: int) -> str:
    return ngettext("%(count)d week after", "%(count)d weeks after", count)


def _days_before(count: int) -> str:
    return ngettext("%(count)d day before", "%(count)d days before", count)


def _days_after(count: int) -> str:
    return ngettext("%(count)d day after", "%(count)d days after", count)
