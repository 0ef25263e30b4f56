"""The few signs that letters and forms are written in: from a text to blocks that others draw.

    ## A heading, and ### a smaller one
    A paragraph with **strong words**. A line that ends in \\ breaks there.
    - a list
    1. a numbered list
    - [ ] something to tick
    | a table | with its head |
    |---------|---------------|
    | a cell  | ____          |
    [signatures: the mayor | the association]
    [missions]

Four underscores or more are a blank to fill by hand. `{{ commune.name }}` is a fact of the
operation: only the names of FACTS exist. `[missions]` stands for what is drawn from the operation:
only the names of DRAWN exist. A fact is put in after the text was read (`filled`), so that nothing
in a name or a title is ever read as a sign.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Kind = Literal[
    "heading", "paragraph", "list", "steps", "boxes", "table", "signatures", "code", "drawn"
]

FACTS = {
    "operation.title": gettext_lazy("title of the operation"),
    "operation.days": gettext_lazy("its days"),
    "operation.first_day": gettext_lazy("its first day"),
    "operation.last_day": gettext_lazy("its last day"),
    "operation.address": gettext_lazy("address of its page"),
    "operation.organizing_body": gettext_lazy("who organises it"),
    "operation.contact": gettext_lazy("its contact address"),
    "operation.licence": gettext_lazy("its default licence"),
    "commune.name": gettext_lazy("name of the commune"),
    "commune.code": gettext_lazy("code of the commune"),
    "commune.postcode": gettext_lazy("postcode, when there is one only"),
    "commune.department": gettext_lazy("département"),
    "coordinator.name": gettext_lazy("name of the coordinator"),
    "referent.name": gettext_lazy("name of the referent"),
    "referent.organisation": gettext_lazy("organisation of the referent"),
    "today": gettext_lazy("the day on which it is printed"),
}
DRAWN = {
    "missions": gettext_lazy("the missions of the operation"),
    "equipment": gettext_lazy("what the missions take"),
    "code": gettext_lazy("a square code that opens the page of the operation"),
}
MISSING = "_" * 24
MOST_COLUMNS = 8
NARROWEST, WIDEST = 14, 44  # columns beside each other

_LINES: list[tuple[Kind, re.Pattern[str]]] = [
    ("heading", re.compile(r"(#{2,3}) +(.+)")),
    ("boxes", re.compile(r"- \[ \] +(.+)")),
    ("list", re.compile(r"- +(.+)")),
    ("steps", re.compile(r"\d{1,3}\. +(.+)")),
    ("table", re.compile(r"\|(.*)\|")),
    ("signatures", re.compile(r"\[signatures: *(.+)\]")),
    ("drawn", re.compile(r"\[([a-z]+)\]")),
]
_LISTS = {"list", "steps", "boxes"}
_RULE = re.compile(r"\|(\s*:?-{2,}:?\s*\|)+")
_SIGNS = re.compile(r"\{\{(?P<fact>[^{}]*)\}\}|(?P<blank>_{4,})|(?P<strong>\*\*)| *\\\n")


class MarkupError(ValueError):
    """A text that cannot be read: which line, in words for the person who wrote it."""


class Span(NamedTuple):
    """A stretch of a line; `language` says when it is not that of the text around it."""

    text: str
    kind: Literal["text", "fact", "blank", "break"] = "text"
    is_strong: bool = False
    language: str = ""


Line = Sequence[Span]


@dataclass(frozen=True)
class Block:
    """A part of a text, as rows of lines.

    A paragraph or a heading is one row of one line, a list one row for each of its lines, a table
    one row of lines for each of its rows, the first of them its head. Signatures are one row.
    A code holds the address that it opens.
    """

    kind: Kind
    rows: Sequence[Sequence[Line]] = ()
    level: int = 0
    address: str = ""

    @property
    def line(self) -> Line:
        """The one line of a paragraph or a heading."""
        return self.rows[0][0]

    @property
    def weights(self) -> list[int]:
        """How wide the columns are beside each other: as their longest cell, within reason."""
        columns = zip(*self.rows, strict=True)
        return [
            min(max(NARROWEST, *(sum(len(span.text) for span in line) for line in column)), WIDEST)
            for column in columns
        ]

    @property
    def lines(self) -> list[Line]:
        """The lines of a list, or the labels of the signatures."""
        return [line for row in self.rows for line in row]


def read(text: str) -> list[Block]:
    """The blocks of a text. Raises MarkupError."""
    blocks: list[Block] = []
    for kind, lines in _chunks(text):
        try:
            blocks.append(_block(kind, lines))
        except MarkupError as error:
            words = {"line": lines[0].strip()[:60], "why": str(error)}
            raise MarkupError(_("“%(line)s”: %(why)s") % words) from None
    return blocks


def filled(
    blocks: Sequence[Block],
    facts: Mapping[str, tuple[str, str]],
    drawn: Mapping[str, Sequence[Block]],
) -> list[Block]:
    """The same with the facts in it: a text and its language by name. None is a blank to fill."""
    whole: list[Block] = []
    for block in blocks:
        if block.kind == "drawn":
            whole += drawn.get(block.line[0].text, [])
        else:
            rows = [[_line_with(line, facts) for line in row] for row in block.rows]
            whole.append(replace(block, rows=rows))
    return whole


def _line_with(line: Line, facts: Mapping[str, tuple[str, str]]) -> Line:
    return [_span_with(span, facts) if span.kind == "fact" else span for span in line]


def _span_with(span: Span, facts: Mapping[str, tuple[str, str]]) -> Span:
    text, language = facts.get(span.text, ("", ""))
    if not text:
        return span._replace(text=MISSING, kind="blank")
    return span._replace(text=text, kind="text", language=language)


def _chunks(text: str) -> Iterator[tuple[Kind, list[str]]]:
    """The lines of each block, with the signs in front that tell its kind."""
    chunk: list[str] = []
    kind: Kind = "paragraph"
    for line in [*text.replace("\r\n", "\n").split("\n"), ""]:
        found = _kind_of(line)
        if chunk and kind in _LISTS and line.startswith("  ") and line.strip():
            chunk[-1] += f" {line.strip()}"
            continue
        stands_alone = found in {"heading", "signatures", "drawn"}
        if chunk and (found != kind or stands_alone or not line.strip()):
            yield kind, chunk
            chunk = []
        if line.strip():
            chunk.append(line.rstrip())
            kind = found


def _kind_of(line: str) -> Kind:
    return next((kind for kind, pattern in _LINES if pattern.fullmatch(line.rstrip())), "paragraph")


def _block(kind: Kind, lines: list[str]) -> Block:
    if kind == "paragraph":
        if lines[0].startswith("#"):
            raise MarkupError(_("Headings begin with ## or ###, and a space."))
        return Block(kind, [[_line("\n".join(lines))]])
    found = [_match(kind, line) for line in lines]
    if kind == "heading":
        return Block(kind, [[_line(found[0][2])]], level=len(found[0][1]) - 1)
    if kind == "table":
        return Block(kind, _table(lines))
    if kind == "signatures":
        labels = found[0][1].split("|")
        if len(labels) > 3:
            raise MarkupError(_("At most three people sign side by side."))
        return Block(kind, [[_line(label.strip()) for label in labels]])
    if kind == "drawn":
        if found[0][1] not in DRAWN:
            raise MarkupError(
                _("This stands for nothing. Known are: %(names)s.") % {"names": ", ".join(DRAWN)}
            )
        return Block(kind, [[[Span(found[0][1])]]])
    return Block(kind, [[_line(match[1])] for match in found])


def _match(kind: Kind, line: str) -> re.Match[str]:
    match = dict(_LINES)[kind].fullmatch(line)
    assert match, line
    return match


def _table(lines: list[str]) -> list[list[Line]]:
    if len(lines) < 2 or not _RULE.fullmatch(lines[1]):
        raise MarkupError(_("The second line of a table is a rule such as |---|---|."))
    rows = [[_line(cell.strip()) for cell in line[1:-1].split("|")] for line in lines]
    del rows[1]
    if len({len(row) for row in rows}) > 1 or lines[1].count("|") - 1 != len(rows[0]):
        raise MarkupError(_("The rows of this table do not have the same number of cells."))
    if len(rows[0]) > MOST_COLUMNS:
        raise MarkupError(_("A table has %(count)s columns at most.") % {"count": MOST_COLUMNS})
    return rows


def _line(text: str) -> Line:
    spans: list[Span] = []
    end, is_strong = 0, False
    for match in _SIGNS.finditer(text):
        spans += _plain(text[end : match.start()], is_strong)
        end = match.end()
        if match["strong"]:
            is_strong = not is_strong
        elif match["blank"]:
            spans.append(Span(match["blank"], "blank", is_strong))
        elif match["fact"] is not None:
            spans.append(Span(_known(match["fact"].strip()), "fact", is_strong))
        else:
            spans.append(Span("", "break"))
    spans += _plain(text[end:], is_strong)
    if is_strong:
        raise MarkupError(_("Two stars open strong words that no two stars close."))
    return spans


def _known(name: str) -> str:
    if name not in FACTS:
        raise MarkupError(
            _("{{ %(name)s }} is no fact that is known. Known are: %(names)s.")
            % {"name": name[:60], "names": ", ".join(FACTS)}
        )
    return name


def _plain(text: str, is_strong: bool) -> list[Span]:
    if "{{" in text or "}}" in text:
        raise MarkupError(_("A fact is written {{ commune.name }}, with two braces on each side."))
    text = text.replace("\n", " ")
    return [Span(text, is_strong=is_strong)] if text else []
