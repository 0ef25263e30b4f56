"""One letter or form of one operation in one language, as a page, a PDF or an ODT file shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.utils.translation import gettext as _
from django.utils.translation import override

from documents import odt
from documents.markup import Block, Line, Span, filled, read
from documents.models import DocumentModel
from documents.pdf import localised, typeset
from documents.queries.letters import Told, address_of, facts_of, missions_told
from logistics.queries.equipment import EquipmentRow, equipment_of
from operations.models import Operation
from planning.models import Document
from translations.languages import direction_of
from translations.texts import Localised, text_of


@dataclass(frozen=True)
class Letter:
    """The words of a document, with the facts of an operation in them.

    `language` is the one that the whole is in: what has no words in the language that was asked
    for comes in the one it was written in, with its dates and numbers.
    """

    code: str
    title: str
    language: str
    about: tuple[str, Localised]  # the commune, and the title of the operation
    notice: str  # on top of the first page: by whom the model has to be checked
    mark: str  # the same in a few words, on each page
    blocks: Sequence[Block]

    @property
    def direction(self) -> str:
        return direction_of(self.language)


def letter_of(model: DocumentModel, operation: Operation, language: str) -> Letter:
    body = text_of(model, "body", language)
    spoken = body.language
    with override(spoken):
        blocks = read(body.text)
        asked = {block.line[0].text for block in blocks if block.kind == "drawn"}
        checked_by = text_of(model, "checked_by", spoken).text
        return Letter(
            code=model.code,
            title=text_of(model, "title", spoken).text,
            language=spoken,
            about=(operation.commune.name, text_of(operation, "title", spoken)),
            notice=_("Model, to be checked by %(who)s before it is used.") % {"who": checked_by},
            mark=_("Model, to be checked before it is used"),
            blocks=filled(blocks, facts_of(operation, spoken), _drawn(operation, spoken, asked)),
        )


def as_pdf(letter: Letter) -> bytes:
    commune, title = letter.about
    facts = {
        "head": [commune, localised(title), letter.mark],
        "notice": letter.notice,
        "is_poster": letter.code == Document.POSTER,
        "blocks": [_block_facts(block, letter) for block in letter.blocks],
    }
    return typeset("letter", facts, language=letter.language, title=letter.title)


def as_odt(letter: Letter) -> bytes:
    commune, title = letter.about
    return odt.write(
        letter.blocks,
        language=letter.language,
        title=letter.title,
        notice=letter.notice,
        head=f"{commune} · {title.text} · {letter.mark}",
    )


FILES = {
    "pdf": ("application/pdf", as_pdf),
    "odt": (odt.MEDIA_TYPE, as_odt),
}


def _block_facts(block: Block, letter: Letter) -> dict[str, Any]:
    """The block as values for Typst; a code comes as its drawing."""
    facts: dict[str, Any] = {
        "kind": block.kind,
        "level": block.level,
        "rows": [[_line_facts(line) for line in row] for row in block.rows],
    }
    if block.kind == "table":
        facts["weights"] = block.weights
    if block.kind == "code":
        facts |= {"svg": segno.make(block.address).svg_inline(scale=4), "address": block.address}
    return facts


def _line_facts(line: Line) -> list[dict[str, Any]]:
    return [
        {
            "kind": span.kind,
            "is_strong": span.is_strong,
            "words": (
                localised(Localised(span.text, span.language, "fallback"))
                if span.language
                else span.text
            ),
        }
        for span in line
    ]


def _drawn(operation: Operation, language: str, asked: set[str]) -> dict[str, list[Block]]:
    """What stands for the names in `markup.DRAWN`, as far as it is asked for."""
    drawn: dict[str, list[Block]] = {}
    if "code" in asked:
        drawn["code"] = [Block("code", address=address_of(operation))]
    if asked & {"missions", "equipment"}:
        told = missions_told(operation, language)
        drawn["missions"] = _missions(told, language)
    if "equipment" in asked:
        drawn["equipment"] = [*_register(equipment_of(operation)), *_equipment(told, language)]
    return drawn


def _missions(told: Sequence[Told], language: str) -> list[Block]:
    rows = []
    for one in told:
        line = [_span(one.title, language, is_strong=True)]
        if one.summary.text:
            line += [Span(" – "), _span(one.summary, language)]
        rows.append([line])
    return [Block("list", rows)] if rows else []


def _register(rows: Sequence[EquipmentRow]) -> list[Block]:
    """How many of what, without the names of those who lend: the whole team reads this sheet."""
    heads = [_("What"), _("Needed"), _("Promised"), _("Missing")]
    lines = [
        [str(row.need), str(row.need.needed), str(row.counted), str(row.missing)] for row in rows
    ]
    cells = [[[Span(cell)] for cell in line] for line in [heads, *lines]]
    return [Block("table", cells)] if rows else []


def _equipment(told: Sequence[Told], language: str) -> list[Block]:
    """A table to tick: what, for which mission, who lends it, and that it came and went."""
    heads = [_("What"), _("For"), _("Lent by"), _("Received"), _("Given back")]
    rows: list[Sequence[Line]] = [[[Span(head)] for head in heads]]
    for one in told:
        for line in one.equipment:
            what = Localised(line, one.equipment_language, "translated")
            rows.append([[_span(what, language)], [_span(one.title, language)], [], [], []])
    rows += [[[] for _head in heads] for _spare in range(6)]
    return [Block("table", rows)]


def _span(words: Localised, language: str, *, is_strong: bool = False) -> Span:
    foreign = "" if words.language == language else words.language
    return Span(words.text, is_strong=is_strong, language=foreign)
