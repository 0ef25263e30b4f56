"""What an OpenDocument text says."""

from collections.abc import Sequence

from documents.markup import Block, Line, Span
from documents.odt.styles import column, in_language, style_of
from documents.odt.xml import document, tag, words

LIST_STYLES = {"list": "Bullets", "steps": "Numbers", "boxes": "Boxes"}
CODE_SIZE = "4.5cm"
CODE_FILE = "Pictures/code.png"


def content(blocks: Sequence[Block], title: str, notice: str) -> str:
    languages = sorted(
        {
            span.language
            for block in blocks
            for line in block.lines
            for span in line
            if span.language
        }
    )
    weights = sorted(
        {weight for block in blocks if block.kind == "table" for weight in block.weights}
    )
    automatic = [
        *(in_language(language) for language in languages),
        *(column(weight) for weight in weights),
    ]
    text = [
        tag("text:h", words(title), style_name="Heading_20_1", outline_level=1),
        tag("text:p", words(notice), style_name="Notice"),
        *map(_block, blocks),
    ]
    body = tag("office:body", tag("office:text", *text))
    return document("content", tag("office:automatic-styles", *automatic), body)


def _block(block: Block) -> str:
    if block.kind == "heading":
        level = block.level + 1
        return tag(
            "text:h", _line(block.line), style_name=f"Heading_20_{level}", outline_level=level
        )
    if block.kind in LIST_STYLES:
        lines = [tag("text:list-item", _paragraph(line, "Text_20_body")) for line in block.lines]
        return tag("text:list", *lines, style_name=LIST_STYLES[block.kind])
    if block.kind == "table":
        return _table(block)
    if block.kind == "signatures":
        return _signatures(block)
    if block.kind == "code":
        return _code(block)
    return _paragraph(block.line, "Text_20_body")


def _paragraph(line: Line, style: str) -> str:
    return tag("text:p", _line(line), style_name=style)


def _line(line: Line) -> str:
    return "".join(map(_span, line))


def _span(span: Span) -> str:
    if span.kind == "break":
        return tag("text:line-break")
    said = words(span.text)
    if span.language:
        said = tag("text:span", said, style_name=style_of(span.language))
    return tag("text:span", said, style_name="Strong") if span.is_strong else said


def _table(block: Block) -> str:
    columns = [tag("table:table-column", style_name=f"Column{one}") for one in block.weights]
    head, *rows = [
        tag("table:table-row", *(_cell(line, style) for line in row), style_name="Row")
        for row, style in zip(
            block.rows, ["Table_20_head", *["Table_20_cell"] * len(block.rows)], strict=False
        )
    ]
    head_rows = tag("table:table-header-rows", head)
    return tag("table:table", *columns, head_rows, *rows, style_name="Table")


def _cell(line: Line, style: str, frame: str = "Cell") -> str:
    return tag(
        "table:table-cell", _paragraph(line, style), style_name=frame, office__value_type="string"
    )


def _signatures(block: Block) -> str:
    """Labels side by side, and room to sign under each."""
    columns = tag("table:table-column", number_columns_repeated=len(block.lines))
    labels = tag(
        "table:table-row", *(_cell(line, "Table_20_cell", "Plain") for line in block.lines)
    )
    room = tag(
        "table:table-row",
        *(_cell([], "Table_20_cell", "Signed") for _line in block.lines),
        style_name="Room",
    )
    return tag("table:table", columns, labels, room, style_name="Table")


def _code(block: Block) -> str:
    picture = tag(
        "draw:image",
        xlink__href=CODE_FILE,
        xlink__type="simple",
        xlink__show="embed",
        xlink__actuate="onLoad",
    )
    frame = tag(
        "draw:frame",
        picture,
        tag("svg:desc", words(block.address)),
        text__anchor_type="as-char",
        svg__width=CODE_SIZE,
        svg__height=CODE_SIZE,
    )
    address = [tag("text:line-break"), words(block.address)]
    return tag("text:p", frame, *address, style_name="Centred")
