"""Reads of the catalogue, of a mission sheet, and of what fits a place."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from core.stamps import columns, stamp
from core.text import fold
from core.themes import Theme
from guides.models import Guide, GuideQuerySet, SheetRole, SheetStep

# What cards show, and where words are searched.
CARD_TEXTS = [
    f"{name}_{code}"
    for name in ("title", "summary", "why", "results")
    for code in settings.MODELTRANSLATION_LANGUAGES
]
CARD_FACTS = [
    "slug", "number", "theme", "source_language", "mission_kind", "level", "place", "minutes",
    "shifts", "is_essential", "is_published", "assets", "platform",
]  # fmt: skip
ROLE = ("guide_id", "role", "minimum", "wished", "maximum")


class Suggestion(NamedTuple):
    """A sheet that an operation could choose, and why: what the place has that it is made for."""

    guide: Guide
    reasons: list[str]  # values of Guide.Asset

    @property
    def is_recommended(self) -> bool:
        """Made for this place, or for every place; the others are merely possible."""
        return self.guide.is_essential or bool(self.reasons)

    @property
    def reason_labels(self) -> list[str]:
        return [str(Guide.Asset(asset).label) for asset in self.reasons]


class Group(NamedTuple):
    """The sheets of one theme."""

    theme: Theme
    sheets: list[Guide]


def sheets_for(assets: Collection[str], *, theme: str = "") -> list[Suggestion]:
    """The published sheets that fit a place with these assets: two queries.

    Essential ones first, then those made for what is there, then those that ask for nothing; each
    in the order of the catalogue. Those that ask for something else are left out.
    """
    sheets = Guide.objects.sheets().published()
    if theme:
        sheets = sheets.filter(theme=theme)
    found = [
        Suggestion(sheet, [asset for asset in sheet.assets if asset in assets])
        for sheet in sheets.prefetch_related("roles").order_by("number", "pk")
        if sheet.is_essential or not sheet.assets or set(sheet.assets) & set(assets)
    ]
    return sorted(found, key=lambda one: (not one.guide.is_essential, not one.reasons))


def catalogue(user: Any, *, theme: str = "", asset: str = "", text: str = "") -> list[Group]:
    """The sheets that hold every word and fit the choices, by theme: two queries."""
    sheets: GuideQuerySet = Guide.objects.sheets().visible_to(user)
    if theme:
        sheets = sheets.filter(theme=theme)
    rows = sheets.only(*CARD_FACTS, *CARD_TEXTS).prefetch_related("roles")
    words = fold(text).split()
    found = [
        sheet
        for sheet in rows.order_by("number", "pk")
        if (not asset or asset in sheet.assets) and _holds_all(words, sheet)
    ]
    return _by_theme(found)


def _holds_all(words: list[str], sheet: Guide) -> bool:
    if not words:
        return True
    texts = [getattr(sheet, name) or "" for name in CARD_TEXTS]
    searched = fold(" ".join([*texts, sheet.platform, *sheet.asset_labels]))
    return all(word in searched for word in words)


def _by_theme(sheets: Iterable[Guide]) -> list[Group]:
    groups: dict[str, list[Guide]] = {}
    for sheet in sheets:
        groups.setdefault(sheet.theme, []).append(sheet)
    return [Group(theme, groups[theme]) for theme in Theme if theme in groups]


def whole_sheets(user: Any) -> GuideQuerySet:
    """Sheets with all that their page shows: four queries for one."""
    before = Guide.objects.visible_to(user).only("slug", "source_language", *CARD_TEXTS)
    return (
        Guide.objects.sheets()
        .visible_to(user)
        .prefetch_related("roles", "steps", Prefetch("needs", before))
    )


@stamp
def catalogue_stamp() -> list[QuerySet]:
    """Of the catalogue before anybody asked anything of it."""
    sheets = Guide.objects.sheets().published().order_by("pk")
    roles = SheetRole.objects.filter(guide__is_published=True).order_by("pk")
    return [sheets.values_list("pk", *CARD_FACTS, *CARD_TEXTS), roles.values_list(*ROLE)]


@stamp
def sheet_stamp(slug: str) -> list[QuerySet]:
    """Of the page of a mission sheet."""
    sheet = Guide.objects.sheets().published().filter(slug=slug)
    roles = SheetRole.objects.filter(guide__slug=slug).order_by("pk")
    steps = SheetStep.objects.filter(guide__slug=slug).order_by("pk")
    before = Guide.objects.published().filter(needed_by__slug=slug).order_by("pk")
    return [
        sheet.values_list(*columns(Guide)),
        roles.values_list(*ROLE),
        steps.values_list(*columns(SheetStep)),
        before.values_list("slug", "number", "source_language", *CARD_TEXTS),
    ]
