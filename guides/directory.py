"""The mission sheets that come with the site: from files to facts by field.

A sheet is one TOML file in guides/data/sheets. A file that is not exactly what it should be is
refused with its name and the key that is wrong: what is published here is read by everybody.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from core.text import has_hidden_characters
from core.themes import Theme
from guides.models import Guide, SheetRole, SheetStep

FOLDER = Path(__file__).resolve().parent / "data" / "sheets"
SOURCE_LANGUAGE = "fr"
TEXTS = [
    "title", "summary", "why", "audience", "skills", "prerequisites", "results", "safety",
    "rights", "follow_up",
]  # fmt: skip
# How many lines each list has, at least and at most, and whether their order counts.
LISTS = {
    "before": (3, 7, True),
    "during": (4, 8, True),
    "after": (2, 5, True),
    "equipment": (2, 8, False),
}
LONGEST_LINE = 600
LONGEST_TEXT = 4_000
MAY_BE_EMPTY = {"safety"}
MOST_STEPS = 4


class BadSheet(Exception):
    """A file that is no sheet: which file, which key, and what is wrong with it."""


@dataclass(frozen=True)
class Sheet:
    """A mission sheet as its file tells it, by the names of the columns."""

    code: str
    checksum: str
    facts: dict[str, Any]
    texts: dict[str, dict[str, str]]  # by language
    roles: list[dict[str, Any]]
    steps: list[dict[str, Any]]  # with "titles" by language
    needs: list[str]


def checksums_in(folder: Path) -> dict[str, str]:
    """The code and the checksum of each file: quick, nothing is understood yet."""
    return {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*.toml"))
    }


def sheets_in(folder: Path) -> list[Sheet]:
    """All sheets in the order of their numbers. Raises BadSheet."""
    sheets = [sheet_of(path) for path in sorted(folder.glob("*.toml"))]
    codes = {sheet.code for sheet in sheets}
    seen: dict[int, str] = {}
    for sheet in sheets:
        where = f"{sheet.code}.toml"
        other = seen.setdefault(sheet.facts["number"], sheet.code)
        if other != sheet.code:
            raise BadSheet(f"{where}: number: is that of {other} already")
        for code in sheet.needs:
            if code not in codes - {sheet.code}:
                raise BadSheet(f"{where}: prerequisites: there is no other sheet {code!r}")
    return sorted(sheets, key=lambda sheet: sheet.facts["number"])


def sheet_of(path: Path) -> Sheet:
    content = path.read_bytes()
    try:
        values = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSheet(f"{path.name}: {error}") from error
    table = Table(path.name, "", values)
    code = table.text("code", most=60)
    if code != path.stem or not re.fullmatch(r"[a-z0-9-]+", code):
        table.refuse("code", "is not the name of the file")
    languages = _languages_of(table.values)
    sheet = Sheet(
        code=code,
        checksum=hashlib.sha256(content).hexdigest(),
        facts=_facts(table),
        texts=_texts(table, languages),
        roles=_roles(table),
        steps=_steps(table, languages),
        needs=table.texts("prerequisites"),
    )
    table.finish()
    return sheet


class Table:
    """A table of a file, read key by key; what nobody has read at the end is unknown."""

    def __init__(self, file: str, name: str, values: dict[str, Any]) -> None:
        self.file, self.name, self.values = file, name, dict(values)

    def refuse(self, key: str, why: str) -> None:
        raise BadSheet(f"{self.file}: {self.name}{key}: {why}")

    def take(self, key: str, kind: type, *, default: Any = None) -> Any:
        if key not in self.values and default is None:
            self.refuse(key, "is missing")
        value = self.values.pop(key, default)
        if type(value) is not kind:
            self.refuse(key, f"is no {kind.__name__}")
        return value

    def text(self, key: str, *, most: int, may_be_empty: bool = False) -> str:
        return self._checked(key, self.take(key, str), most, may_be_empty)

    def _checked(self, key: str, text: Any, most: int, may_be_empty: bool = False) -> str:
        if not isinstance(text, str) or text != text.strip() or has_hidden_characters(text):
            self.refuse(key, "is no clean text on one line")
        if not text and not may_be_empty:
            self.refuse(key, "is empty")
        if len(text) > most:
            self.refuse(key, f"has {len(text)} signs, more than {most}")
        return text

    def lines(self, key: str, fewest: int, most: int) -> list[str]:
        lines = self.take(key, list)
        if not fewest <= len(lines) <= most:
            self.refuse(key, f"has {len(lines)} lines, not {fewest} to {most}")
        return [self._checked(key, line, LONGEST_LINE) for line in lines]

    def number(self, key: str, fewest: int, most: int) -> int:
        number = self.take(key, int)
        if not fewest <= number <= most:
            self.refuse(key, f"is not between {fewest} and {most}")
        return number

    def yes_or_no(self, key: str) -> bool:
        return self.take(key, bool)

    def choice(
        self, key: str, choices: type[models.TextChoices], *, may_be_empty: bool = False
    ) -> str:
        value = self.take(key, str)
        if value not in choices.values and not (may_be_empty and not value):
            self.refuse(key, f"{value!r} is none of {', '.join(choices.values)}")
        return value

    def choices(self, key: str, choices: type[models.TextChoices]) -> list[str]:
        values = self.texts(key)
        for value in values:
            if value not in choices.values:
                self.refuse(key, f"{value!r} is none of {', '.join(choices.values)}")
        return values

    def texts(self, key: str) -> list[str]:
        values = [self._checked(key, value, 60) for value in self.take(key, list, default=[])]
        if len(values) != len(set(values)):
            self.refuse(key, "names something twice")
        return values

    def table(self, key: str) -> "Table":
        return Table(self.file, f"{self.name}{key}.", self.take(key, dict))

    def tables(self, key: str) -> list["Table"]:
        found = []
        for position, values in enumerate(self.take(key, list, default=[])):
            if not isinstance(values, dict):
                self.refuse(key, "is no list of tables")
            found.append(Table(self.file, f"{self.name}{key}[{position}].", values))
        return found

    def finish(self) -> None:
        for key in self.values:
            self.refuse(key, "is unknown")


def _facts(table: Table) -> dict[str, Any]:
    return {
        "number": table.number("number", 1, 999),
        "theme": table.choice("theme", Theme),
        "mission_kind": table.choice("kind", Guide.MissionKind),
        "mode": table.choice("mode", Guide.Mode),
        "phase": table.choice("phase", Guide.Phase),
        "level": table.choice("level", Guide.Level),
        "difficulty": table.number("difficulty", 1, 3),
        "effort": table.number("effort", 1, 3),
        "place": table.choice("place", Guide.Setting),
        "is_outdoors": table.yes_or_no("is_outdoors"),
        "minutes": table.number("minutes", 30, 600),
        "shifts": table.number("shifts", 1, 6),
        "part_of_day": table.choice("part_of_day", Guide.PartOfDay),
        "is_essential": table.yes_or_no("is_essential"),
        "assets": table.choices("assets", Guide.Asset),
        "outputs": table.choices("outputs", Guide.Output),
        "documents": table.choices("documents", Guide.Document),
        "is_figure_ours": table.choices("is_figure_ours", Guide.Figure),
        "platform": table.text("platform", most=80, may_be_empty=True),
        "licence": table.choice("licence", Guide.Licence, may_be_empty=True),
    }


def _roles(table: Table) -> list[dict[str, Any]]:
    roles = []
    for each in table.tables("roles"):
        role: dict[str, Any] = {
            "role": each.choice("role", SheetRole.Role),
            **{name: each.number(name, 0, 1_000) for name in ("minimum", "wished", "maximum")},
        }
        if not role["minimum"] <= role["wished"] <= role["maximum"] or not role["maximum"]:
            each.refuse("wished", "the three numbers are not in order")
        each.finish()
        roles.append(role)
    order = [SheetRole.Role.values.index(role["role"]) for role in roles]
    if not order or order != sorted(set(order)):
        table.refuse(
            "roles", f"are not, once each, in the order {', '.join(SheetRole.Role.values)}"
        )
    return roles


def _steps(table: Table, languages: list[str]) -> list[dict[str, Any]]:
    steps = []
    for position, each in enumerate(table.tables("steps")):
        step = {
            "position": position,
            "days_before": each.number("days_before", -400, 400),
            "owner_role": each.choice("owner", SheetStep.Owner),
            "is_blocking": each.yes_or_no("is_blocking"),
            "titles": {language: each.text(language, most=160) for language in languages},
        }
        each.finish()
        steps.append(step)
    if len(steps) > MOST_STEPS:
        table.refuse("steps", f"are more than {MOST_STEPS}")
    return steps


def _languages_of(names: Iterable[str]) -> list[str]:
    """The language that sheets are written in, and those that this one exists in besides."""
    others = [code for code in settings.MODELTRANSLATION_LANGUAGES if code != SOURCE_LANGUAGE]
    return [SOURCE_LANGUAGE, *(code for code in others if code in names)]


def _texts(table: Table, languages: list[str]) -> dict[str, dict[str, str]]:
    """The texts of each language. Lists have as many lines in each of them."""
    lengths: dict[str, int] = {}
    found = {}
    for language in languages:
        part = table.table(language)
        texts = {}
        for name in TEXTS:
            field = Guide._meta.get_field(name)
            most = field.max_length or LONGEST_TEXT  # type: ignore[union-attr]
            texts[name] = part.text(name, most=most, may_be_empty=name in MAY_BE_EMPTY)
        for name, (fewest, most, is_ordered) in LISTS.items():
            lines = part.lines(name, fewest, most)
            if len(lines) != lengths.setdefault(name, len(lines)):
                part.refuse(name, "has not as many lines as in the other language")
            texts[name] = in_markdown(lines, is_ordered=is_ordered)
        part.finish()
        found[language] = texts
    return found


def in_markdown(lines: list[str], *, is_ordered: bool) -> str:
    if is_ordered:
        return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
    return "\n".join(f"- {line}" for line in lines)
