"""From the files of the countries to rows that the site's staff can change."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from planning.countries import FALLBACK, countries, sheet_of
from planning.models import LegalDelay, PlanTemplateStep, PublicHoliday
from translations.texts import translated_fields

MODELS: dict[str, Any] = {
    "steps": PlanTemplateStep,
    "delays": LegalDelay,
    "holidays": PublicHoliday,
}
RENAMED = {"owner": "owner_role"}
NOT_LISTED = ("id", "country", "is_used", "is_edited")


@dataclass
class Outcome:
    """What a loading did."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.removed} removed"


def load_plans() -> Outcome:
    """Bring the rows of each country up to its file; a second time changes nothing.

    Rows that the staff edited or added stay as they are.
    """
    outcome = Outcome()
    for country in countries():
        load_country(country, outcome)
    return outcome


def load_what_lacks() -> None:
    """An installation on which nothing was loaded yet still makes plans."""
    if not PlanTemplateStep.objects.filter(country=FALLBACK).exists():
        load_plans()


@transaction.atomic
def load_country(country: str, outcome: Outcome) -> None:
    sheet = sheet_of(country)
    for name, model in MODELS.items():
        known = {row.code: row for row in model._default_manager.filter(country=country)}
        listed = [
            _columns(model, each, position) for position, each in enumerate(sheet.get(name, []))
        ]
        new = []
        for columns in listed:
            row = known.pop(columns["code"], None)
            if row is None:
                new.append(model(country=country, **columns))
            elif not row.is_edited and _differs(row, columns):
                model._default_manager.filter(pk=row.pk).update(**columns)
                outcome.changed += 1
        outcome.added += len(model._default_manager.bulk_create(new))
        gone = [row.pk for row in known.values() if not row.is_edited]
        if gone:
            outcome.removed += model._default_manager.filter(pk__in=gone).delete()[0]


def _columns(model: type[Any], listed: dict[str, Any], position: int) -> dict[str, Any]:
    """The columns of a row: a text in several languages becomes one column for each.

    What the file leaves out is what the model has by default, so that taking a line away counts.
    """
    not_listed = {*NOT_LISTED, *translated_fields(model)}
    columns: dict[str, Any] = {
        field.name: field.get_default()
        for field in model._meta.concrete_fields
        if field.name not in not_listed
    }
    if "position" in columns:
        columns["position"] = position
    for name, value in listed.items():
        if isinstance(value, dict):
            columns |= {f"{name}_{language}": text for language, text in value.items()}
        else:
            columns[RENAMED.get(name, name)] = value
    return columns


def _differs(row: Any, columns: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in columns.items())
