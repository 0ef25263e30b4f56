"""Mission sheets: from their files to rows, and what staff change of them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.audit import record
from guides.directory import FOLDER, SOURCE_LANGUAGE, Sheet, checksums_in, sheets_in
from guides.models import Guide, SheetRole, SheetStep
from translations.texts import set_texts


@dataclass
class Outcome:
    """What a loading did, in numbers of sheets, and which it left as staff have written them."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_alone: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        words = (
            f"Mission sheets: {self.created} created, {self.updated} updated, "
            f"{self.unchanged} unchanged"
        )
        if self.left_alone:
            words += f"; changed by staff and left alone: {', '.join(self.left_alone)}"
        return words


@transaction.atomic
def load_sheets(*, anew: Collection[str] = ()) -> Outcome:
    """Bring the rows to what the files say. Raises BadSheet, and then nothing is written.

    A row is written when its file has changed since, and staff have not changed the row. What
    they changed stays, unless the code is among `anew`. Rows without a file stay as well.
    """
    rows = Guide.objects.sheets().select_for_update().order_by("pk")
    known = {row.slug: row for row in rows.only("slug", "loaded_checksum", "edited_at")}
    outcome = Outcome()
    waiting = set()
    for code, checksum in checksums_in(FOLDER).items():
        row = known.get(code)
        if row and row.loaded_checksum == checksum and code not in anew:
            outcome.unchanged += 1
        elif row and row.edited_at and code not in anew:
            outcome.left_alone.append(code)
        else:
            waiting.add(code)
    if not waiting:
        return outcome
    sheets = [sheet for sheet in sheets_in(FOLDER) if sheet.code in waiting]
    for sheet in sheets:
        _write(sheet)
    _connect(sheets)
    outcome.updated = len(waiting & known.keys())
    outcome.created = len(sheets) - outcome.updated
    return outcome


def _write(sheet: Sheet) -> None:
    guide = Guide.objects.filter(slug=sheet.code).first() or Guide(slug=sheet.code)
    for name, value in sheet.facts.items():
        setattr(guide, name, value)
    guide.source_language = SOURCE_LANGUAGE
    guide.loaded_checksum, guide.edited_at = sheet.checksum, None
    guide.version = guide.version + 1 if guide.pk else 1
    for language, texts in sheet.texts.items():
        set_texts(guide, language, **texts)
    guide.save()
    guide.roles.all().delete()
    SheetRole.objects.bulk_create(SheetRole(guide=guide, **role) for role in sheet.roles)
    guide.steps.all().delete()
    steps = []
    for facts in sheet.steps:
        facts = dict(facts)
        titles = facts.pop("titles")
        step = SheetStep(guide=guide, **facts)
        for language, title in titles.items():
            set_texts(step, language, title=title)
        steps.append(step)
    SheetStep.objects.bulk_create(steps)


def _connect(sheets: list[Sheet]) -> None:
    """What comes before what, once all of them are there."""
    guides = {guide.slug: guide for guide in Guide.objects.sheets().only("slug")}
    for sheet in sheets:
        guides[sheet.code].needs.set([guides[code] for code in sheet.needs])


@transaction.atomic
def note_edit(*, guide: Guide, by: Any) -> None:
    """Staff have changed the guide: the next loading leaves it as it is."""
    Guide.objects.filter(pk=guide.pk).update(version=F("version") + 1, edited_at=timezone.now())
    record(actor=by, action="guide.edited", subject=guide)


@transaction.atomic
def restore_sheets(*, codes: Collection[str], by: Any) -> list[str]:
    """Write these sheets again as their files say; the codes of those that have one."""
    restored = sorted(set(codes) & checksums_in(FOLDER).keys())
    load_sheets(anew=restored)
    for guide in Guide.objects.filter(slug__in=restored):
        record(actor=by, action="guide.restored", subject=guide)
    return restored
