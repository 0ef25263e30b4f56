"""What a country brings to every operation in it. The site's staff may change these rows."""

from datetime import date, timedelta
from typing import ClassVar

from dateutil.easter import easter
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from operations.models import Role
from planning.models.plan import FURTHEST, Document

SOME_YEAR = 2028  # a leap year: 29 February is a day


class CountryRow(models.Model):
    """A row that comes with the site, until somebody of the staff edits it."""

    source_language = "en"  # texts exist in all languages; this is where readers of others land

    country = models.CharField(
        _("country"), max_length=2, validators=[RegexValidator(r"^[A-Z]{2}\Z")]
    )
    code = models.SlugField(_("code"), max_length=60)
    is_used = models.BooleanField(_("used"), default=True)
    is_edited = models.BooleanField(
        _("edited here"),
        default=False,
        help_text=_("A row edited here is left alone when the site is updated."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.country} {self.code}"


class PlanTemplateStep(CountryRow):
    """A step that each new plan of the country begins with."""

    title = models.CharField(_("title"), max_length=120, default="")
    notes = models.TextField(_("notes"), max_length=2000, default="")
    lost = models.CharField(
        _("what is given up when it can no longer be met"), max_length=240, default=""
    )
    days_before = models.SmallIntegerField(
        _("days before the first day"), help_text=_("Negative after the first day.")
    )
    compressed_days_before = models.SmallIntegerField(
        _("days before, in the ten-week plan"),
        null=True,
        blank=True,
        help_text=_("Empty when the step can no longer be met then."),
    )
    lead_days = models.PositiveSmallIntegerField(_("days of work"), default=7)
    owner_role = models.CharField(_("role of the owner"), max_length=16, choices=Role.choices)
    is_blocking = models.BooleanField(_("blocking"), default=False)
    document = models.CharField(
        _("document"), max_length=24, choices=Document.choices, blank=True, default=""
    )
    legal_delay = models.SlugField(_("code of the legal delay"), max_length=60, blank=True)
    needs = models.JSONField(_("codes of the steps it waits for"), default=list, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("step of the template")
        verbose_name_plural = _("steps of the template")
        ordering: ClassVar = ["country", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["country", "code"], name="template_step_has_one_row_per_country"
            ),
            models.CheckConstraint(
                condition=Q(days_before__range=(-FURTHEST, FURTHEST)),
                name="template_step_is_near_its_operation",
            ),
        ]

    def clean(self) -> None:
        if not isinstance(self.needs, list) or not all(isinstance(one, str) for one in self.needs):
            raise ValidationError({"needs": _("A list of codes, such as [“scouting”].")})


class LegalDelay(CountryRow):
    """How long before something has to be declared or asked for, as a source says it.

    Never a rule of the site: shown with whom to check it, its source and its date. Where sources
    name a shortest and a longest delay, `days` is the longest.
    """

    title = models.CharField(_("what"), max_length=160, default="")
    check_with = models.CharField(_("to be checked with"), max_length=160, default="")
    days = models.PositiveSmallIntegerField(_("days before"))
    shortest_days = models.PositiveSmallIntegerField(_("shortest delay"), null=True, blank=True)
    is_working_days = models.BooleanField(_("working days"), default=False)
    source = models.CharField(_("source"), max_length=200)
    noted_on = models.DateField(_("noted on"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("legal delay")
        verbose_name_plural = _("legal delays")
        ordering: ClassVar = ["country", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["country", "code"], name="legal_delay_has_one_row_per_country"
            ),
            models.CheckConstraint(
                condition=Q(days__lte=FURTHEST), name="legal_delay_is_not_endless"
            ),
        ]


class PublicHoliday(CountryRow):
    """A day of each year on which offices are closed: a date, or a number of days after Easter."""

    title = models.CharField(_("name"), max_length=120, default="")
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    after_easter = models.SmallIntegerField(_("days after Easter Sunday"), null=True, blank=True)
    departments = models.CharField(
        _("only in these départements"),
        max_length=200,
        blank=True,
        help_text=_("Codes separated by commas; everywhere when empty."),
    )

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        ordering: ClassVar = ["country", "month", "day", "after_easter", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["country", "code"], name="holiday_has_one_row_per_country"
            ),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12), day__range=(1, 31), after_easter=None)
                | Q(month=None, day=None, after_easter__range=(-100, 200)),
                name="holiday_is_a_date_or_follows_easter",
            ),
        ]

    def clean(self) -> None:
        if self.after_easter is None:
            try:
                date(SOME_YEAR, self.month or 0, self.day or 0)
            except ValueError:
                raise ValidationError(_("Give a month and a day that exist.")) from None
        elif self.month or self.day:
            raise ValidationError(_("Give a date or a number of days after Easter, not both."))

    def is_kept_in(self, department: str) -> bool:
        kept_in = [code.strip() for code in self.departments.split(",") if code.strip()]
        return not kept_in or department in kept_in

    def in_year(self, year: int) -> date | None:
        """The day in that year; none for a 29 February that it does not have."""
        if self.after_easter is not None:
            return easter(year) + timedelta(days=self.after_easter)
        try:
            return date(year, self.month or 1, self.day or 1)
        except ValueError:
            return None
