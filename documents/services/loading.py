"""Models of documents: from their files to rows, and what staff change of them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.audit import record
from documents.directory import FOLDER, SOURCE_LANGUAGE, ModelFile, checksums_in, model_of
from documents.models import DocumentModel
from translations.texts import set_texts

Key = tuple[str, str]  # country and code


@dataclass
class Outcome:
    """What a loading did, in numbers of models, and which it left as staff have written them."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_alone: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        words = (
            f"Models of documents: {self.created} created, {self.updated} updated, "
            f"{self.unchanged} unchanged"
        )
        if self.left_alone:
            words += f"; changed by staff and left alone: {', '.join(self.left_alone)}"
        return words


@transaction.atomic
def load_documents(*, anew: Collection[Key] = ()) -> Outcome:
    """Bring the rows to what the files say. Raises BadModel, and then nothing is written.

    A row is written when its file has changed since, and staff have not changed the row. What
    they changed stays, unless it is among `anew`. Rows without a file stay as well.
    """
    rows = DocumentModel.objects.select_for_update().order_by("pk")
    known = {
        (row.country, row.code): row
        for row in rows.only("country", "code", "loaded_checksum", "edited_at")
    }
    outcome = Outcome()
    waiting = []
    for key, checksum in checksums_in(FOLDER).items():
        row = known.get(key)
        if row and row.loaded_checksum == checksum and key not in anew:
            outcome.unchanged += 1
        elif row and row.edited_at and key not in anew:
            outcome.left_alone.append(" ".join(key))
        else:
            waiting.append(key)
    for model in [model_of(FOLDER / country / f"{code}.toml") for country, code in waiting]:
        _write(model)
    outcome.updated = len(known.keys() & set(waiting))
    outcome.created = len(waiting) - outcome.updated
    return outcome


def _write(model: ModelFile) -> None:
    key = {"country": model.country, "code": model.code}
    row = DocumentModel.objects.filter(**key).first() or DocumentModel(**key)
    for name, value in model.facts.items():
        setattr(row, name, value)
    row.source_language = SOURCE_LANGUAGE
    row.loaded_checksum, row.edited_at = model.checksum, None
    row.version = row.version + 1 if row.pk else 1
    for language, texts in model.texts.items():
        set_texts(row, language, **texts)
    row.save()


@transaction.atomic
def note_edit(*, model: DocumentModel, by: Any) -> None:
    """Staff have changed the model: the next loading leaves it as it is."""
    rows = DocumentModel.objects.filter(pk=model.pk)
    rows.update(version=F("version") + 1, edited_at=timezone.now())
    record(actor=by, action="document_model.edited", subject=model)


@transaction.atomic
def restore_models(*, keys: Collection[Key], by: Any) -> list[Key]:
    """Write these models again as their files say; the keys of those that have one."""
    restored = sorted(set(keys) & checksums_in(FOLDER).keys())
    load_documents(anew=restored)
    for country, code in restored:
        row = DocumentModel.objects.get(country=country, code=code)
        record(actor=by, action="document_model.restored", subject=row)
    return restored
