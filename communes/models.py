"""The communes: where operations take place."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communes.countries import country_name
from core.text import fold

ABBREVIATIONS = {"st": "saint", "ste": "sainte"}


def search_key(text: str) -> str:
    """The text as it is searched: folded, "St" and "Ste" written out before another word."""
    *first, last = fold(text).split() or [""]
    return " ".join([*(ABBREVIATIONS.get(word, word) for word in first), last])


class CommuneQuerySet(models.QuerySet["Commune"]):
    def current(self):
        return self.filter(kind=Commune.Kind.CURRENT)

    def incomplete(self):
        """Current communes whose place, surface or outline is not known."""
        return self.current().filter(Q(latitude=None) | Q(area_km2=None) | Q(outline__isnull=True))

    def light(self):
        """Without the outline, which only maps need."""
        return self.defer("outline")


class Commune(models.Model):
    """A municipality of any country, current or former, under its official code.

    What the directory does not know is empty. Coordinates come from a person or a source, never
    from a guess.
    """

    class Kind(models.TextChoices):
        CURRENT = "current", _("commune")
        DELEGATED = "delegated", _("delegated commune")
        ASSOCIATED = "associated", _("associated commune")
        FORMER = "former", _("former commune")

    class CoordinatesSource(models.TextChoices):
        UNKNOWN = "", _("not known yet")
        ORGANIZER = "organizer", _("placed by an organizer")
        FILE = "file", _("from an imported file")
        GEO_API = "geo-api", _("from the public geographic service")
        DEMO = "demo", _("from the demonstration data")

    country = models.CharField(
        _("country"), max_length=2, validators=[RegexValidator(r"^[A-Z]{2}\Z")]
    )
    code_scheme = models.CharField(_("name of the code list"), max_length=20)
    code = models.CharField(
        _("code"), max_length=20, validators=[RegexValidator(r"^[0-9A-Z][0-9A-Z.\-]*\Z")]
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.CURRENT)
    name = models.CharField(_("name"), max_length=120)
    # The seat of a merged commune gave its code to the whole: only its name is left of it.
    former_names = models.CharField(
        _("former communes without a code of their own"), max_length=200, blank=True
    )
    former_codes = models.CharField(_("former codes"), max_length=200, blank=True)
    department_code = models.CharField(_("department code"), max_length=10, blank=True)
    department_name = models.CharField(_("department"), max_length=80, blank=True)
    region_code = models.CharField(_("region code"), max_length=10, blank=True)
    region_name = models.CharField(_("region"), max_length=80, blank=True)
    postcodes = models.CharField(_("postcodes"), max_length=300, blank=True)
    siren = models.CharField(_("SIREN number"), max_length=9, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of the population figure"), null=True, blank=True
    )
    population_source = models.CharField(
        _("source of the population figure"), max_length=120, blank=True
    )
    area_km2 = models.FloatField(_("surface in km²"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    coordinates_source = models.CharField(
        _("source of the coordinates"),
        max_length=10,
        choices=CoordinatesSource.choices,
        default=CoordinatesSource.UNKNOWN,
        blank=True,
    )
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_until = models.DateField(_("last day"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of this commune today"),
        related_name="predecessors",
        null=True,
        blank=True,
    )
    name_key = models.CharField(max_length=120, editable=False)
    search_text = models.CharField(max_length=900, editable=False)
    outline = models.JSONField(_("outline"), null=True, blank=True)

    objects: ClassVar = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["name_key", "country", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "code"],
                name="commune_code_is_unique_in_its_country",
                violation_error_message=_("This commune is already in the directory."),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None, coordinates_source="")
                | (
                    Q(latitude__isnull=False, longitude__isnull=False)
                    & Q(latitude__gte=-90, latitude__lte=90)
                    & Q(longitude__gte=-180, longitude__lte=180)
                    & ~Q(coordinates_source="")
                ),
                name="commune_coordinates_are_on_earth_and_have_a_source",
            ),
            models.CheckConstraint(
                condition=Q(area_km2=None) | Q(area_km2__gt=0), name="commune_area_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="commune_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(kind="current"),
                name="commune_with_a_successor_is_not_current",
            ),
        ]
        indexes = [
            # Holds all that a search reads, so that it never touches the wide rows.
            models.Index(
                fields=["search_text", "name_key", "code", "country", "population", "id"],
                name="commune_search",
            ),
            models.Index(fields=["country", "kind", "department_code"], name="commune_area"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args, **kwargs) -> None:
        self.prepare_search()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("pages:commune-detail", args=[self.country, self.code])

    def prepare_search(self) -> None:
        """Fill what the search reads. Whoever writes many rows at once calls this for each."""
        self.name_key = search_key(self.name)
        former_names = search_key(self.former_names) if self.former_names else ""
        others = [self.code, self.former_codes, self.postcodes, self.department_name]
        parts = [self.name_key, former_names, fold(" ".join(filter(None, others)))]
        # Every word stands between spaces: " aig" finds the words that begin so.
        self.search_text = f" {' '.join(filter(None, parts))} "

    @property
    def display_name(self) -> str:
        """The name with what tells it from its homonyms: département or country, and code."""
        area = self.department_name or self.region_name
        if self.country == "FR":
            parts = [area, self.code]
        else:
            parts = [area, country_name(self.country), self.code]
        return f"{self.name} ({', '.join(filter(None, parts))})"

    @property
    def reference(self) -> str:
        """Country and code in one word, for addresses and forms: FR-44005."""
        return f"{self.country}-{self.code}"

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    @property
    def postcode_list(self) -> list[str]:
        return self.postcodes.split(", ") if self.postcodes else []

    @property
    def is_current(self) -> bool:
        return self.kind == self.Kind.CURRENT

    @property
    def is_placed(self) -> bool:
        return self.latitude is not None
