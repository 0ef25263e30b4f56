"""The models of documents that come with the site: from files to facts by field.

A model is one TOML file in documents/data/<country>/. A file that is not exactly what it should be
is refused with its name and the key that is wrong: it becomes a paper that people sign.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from core.text import has_hidden_characters
from documents.markup import MarkupError, read
from documents.models import DocumentModel
from planning.models import Document

FOLDER = Path(__file__).resolve().parent / "data"
SOURCE_LANGUAGE = "fr"
TEXTS = ("title", "purpose", "checked_by", "body")
FACTS: dict[str, type] = {"code": str, "position": int, "source": str, "noted_on": date}


class BadModel(Exception):
    """A file that is no model of a document: which file, which key, and what is wrong with it."""


@dataclass(frozen=True)
class ModelFile:
    """A model of a document as its file tells it, by the names of the columns."""

    country: str
    checksum: str
    facts: dict[str, Any]
    texts: dict[str, dict[str, str]]  # by language

    @property
    def code(self) -> str:
        return self.facts["code"]


def checksums_in(folder: Path) -> dict[tuple[str, str], str]:
    """Country, code and checksum of each file: quick, nothing is understood yet."""
    return {
        (path.parent.name, path.stem): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("??/*.toml"))
    }


def model_of(path: Path) -> ModelFile:
    """Raises BadModel."""
    content = path.read_bytes()
    try:
        values = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadModel(f"{path.name}: {error}") from error
    facts = {name: _taken(path.name, values, name, kind) for name, kind in FACTS.items()}
    if facts["code"] != path.stem or facts["code"] not in Document.values:
        raise BadModel(f"{path.name}: code: is not the name of the file, or of no document")
    texts = {}
    for language in settings.MODELTRANSLATION_LANGUAGES:
        if language in values or language == SOURCE_LANGUAGE:
            where = f"{path.name}: {language}"
            texts[language] = _texts(where, _taken(path.name, values, language, dict))
    if values:
        raise BadModel(f"{path.name}: {min(values)}: is unknown")
    checksum = hashlib.sha256(content).hexdigest()
    return ModelFile(path.parent.name, checksum, facts, texts)


def _taken(where: str, values: dict[str, Any], name: str, kind: type) -> Any:
    value = values.pop(name, None)
    if type(value) is not kind:
        raise BadModel(f"{where}: {name}: is missing, or no {kind.__name__}")
    return value


def _texts(where: str, values: dict[str, Any]) -> dict[str, str]:
    texts = {name: _taken(where, values, name, str).strip() for name in TEXTS}
    for name, text in texts.items():
        most = DocumentModel._meta.get_field(name).max_length  # type: ignore[union-attr]
        is_hidden = has_hidden_characters(text, lines=name == "body")
        if not text or is_hidden or len(text) > (most or 0):
            raise BadModel(f"{where}: {name}: is empty, too long, or no clean text")
    try:
        read(texts["body"])
    except MarkupError as error:
        raise BadModel(f"{where}: body: {error}") from error
    if values:
        raise BadModel(f"{where}: {min(values)}: is unknown")
    return texts
