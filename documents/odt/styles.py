"""How an OpenDocument text looks, and in which language it is."""

from documents.odt.xml import document, tag, words
from translations.languages import direction_of

BOX, BULLET = "\u2610", "\u2022"
LINE = "0.5pt solid #000000"
TALL = "1.8cm"  # room to sign


def in_language(code: str) -> str:
    """The style of words in another language than the text around them."""
    return tag("style:style", _language(code), name=style_of(code), family="text")


def style_of(code: str) -> str:
    return f"In_{code}".replace("-", "_")


def column(weight: int) -> str:
    """The style of a table's column, as wide as its weight beside the others."""
    wide = tag("style:table-column-properties", rel_column_width=f"{weight}*")
    return tag("style:style", wide, name=f"Column{weight}", family="table-column")


def styles(language: str, head: str) -> str:
    """The file of named styles, with the page: its header, and its number at the foot."""
    default = tag(
        "style:default-style",
        tag(
            "style:paragraph-properties",
            style__writing_mode=_writing(language),
            fo__text_align="start",
        ),
        _language(language, fo__font_size="11pt", style__font_size_complex="11pt"),
        family="paragraph",
    )
    named = [default, *_paragraphs(), _strong(), *_tables(), *_cells(), *_lists()]
    number = [tag("text:page-number", "1"), " / ", tag("text:page-count", "1")]
    page = tag(
        "style:master-page",
        tag("style:header", tag("text:p", words(head), style_name="Header")),
        tag("style:footer", tag("text:p", *number, style_name="Footer")),
        name="Standard",
        page_layout_name="Page",
    )
    return document(
        "styles",
        tag("office:styles", *named),
        tag("office:automatic-styles", _page_layout(language)),
        tag("office:master-styles", page),
    )


def _writing(language: str) -> str:
    return "rl-tb" if direction_of(language) == "rtl" else "lr-tb"


def _language(code: str, **more: str) -> str:
    """The language of words, in scripts from left to right and in those from right to left."""
    short, _sign, country = code.partition("-")
    country = country.upper() if len(country) == 2 else "none"
    return tag(
        "style:text-properties",
        fo__language=short,
        fo__country=country,
        style__language_complex=short,
        style__country_complex=country,
        **more,
    )


def _paragraph(name: str, *, above: str, below: str, text: dict[str, str], **more: str) -> str:
    shown = name.replace("_20_", " ")
    kept = {"display_name": shown} if shown != name else {}
    level = {"default_outline_level": name[-1]} if name.startswith("Heading_20_") else {}
    margins = {"fo__margin_top": above, "fo__margin_bottom": below}
    return tag(
        "style:style",
        tag("style:paragraph-properties", **margins, **more),
        *([tag("style:text-properties", **text)] if text else []),
        name=name,
        family="paragraph",
        parent_style_name="Standard",
        **kept,
        **level,
    )


def _paragraphs() -> list[str]:
    together = {"fo__keep_with_next": "always"}
    return [
        tag("style:style", name="Standard", family="paragraph"),
        *(
            _paragraph(
                f"Heading_20_{level}", above=above, below="0.2cm", text=_bold(size), **together
            )
            for level, size, above in ((1, 18, "0cm"), (2, 14, "0.5cm"), (3, 12, "0.4cm"))
        ),
        _paragraph("Text_20_body", above="0cm", below="0.2cm", text={}),
        _paragraph(
            "Notice",
            above="0cm",
            below="0.4cm",
            text=_bold(11),
            fo__border=LINE,
            fo__padding="0.2cm",
        ),
        _paragraph("Table_20_head", above="0cm", below="0cm", text=_bold(10)),
        _paragraph("Table_20_cell", above="0cm", below="0cm", text=_size(10)),
        _paragraph("Centred", above="0.4cm", below="0.4cm", text={}, fo__text_align="center"),
        _paragraph("Header", above="0cm", below="0.3cm", text=_size(9)),
        _paragraph("Footer", above="0.3cm", below="0cm", text=_size(9), fo__text_align="end"),
    ]


def _size(points: int) -> dict[str, str]:
    return {"fo__font_size": f"{points}pt", "style__font_size_complex": f"{points}pt"}


def _bold(points: int) -> dict[str, str]:
    return {**_size(points), "fo__font_weight": "bold", "style__font_weight_complex": "bold"}


def _strong() -> str:
    weights = {"fo__font_weight": "bold", "style__font_weight_complex": "bold"}
    return tag("style:style", tag("style:text-properties", **weights), name="Strong", family="text")


def _tables() -> list[str]:
    return [
        tag(
            "style:style",
            tag("style:table-properties", table__align="margins", fo__margin_bottom="0.3cm"),
            name="Table",
            family="table",
        ),
        _row("Row", "0.8cm"),
        _row("Room", TALL),
    ]


def _row(name: str, height: str) -> str:
    properties = tag(
        "style:table-row-properties", min_row_height=height, fo__keep_together="always"
    )
    return tag("style:style", properties, name=name, family="table-row")


def _cells() -> list[str]:
    frames = {
        "Cell": {"fo__border": LINE},
        "Plain": {"fo__border": "none"},
        "Signed": {"fo__border": "none", "fo__border_bottom": LINE},
    }
    return [
        tag(
            "style:style",
            tag("style:table-cell-properties", fo__padding="0.1cm", **frame),
            name=name,
            family="table-cell",
        )
        for name, frame in frames.items()
    ]


def _lists() -> list[str]:
    indent = tag(
        "style:list-level-properties",
        tag(
            "style:list-level-label-alignment",
            text__label_followed_by="listtab",
            text__list_tab_stop_position="0.8cm",
            fo__text_indent="-0.6cm",
            fo__margin_left="0.8cm",
        ),
        text__list_level_position_and_space_mode="label-alignment",
    )
    numbers = tag(
        "text:list-level-style-number",
        indent,
        level=1,
        style__num_format="1",
        style__num_suffix=".",
    )
    return [
        *(
            tag(
                "text:list-style",
                tag("text:list-level-style-bullet", indent, level=1, bullet_char=sign),
                style__name=name,
            )
            for name, sign in (("Bullets", BULLET), ("Boxes", BOX))
        ),
        tag("text:list-style", numbers, style__name="Numbers"),
    ]


def _page_layout(language: str) -> str:
    page = tag(
        "style:page-layout-properties",
        fo__page_width="21cm",
        fo__page_height="29.7cm",
        fo__margin="2cm",
        style__writing_mode=_writing(language),
    )
    header, footer = (
        tag(
            f"style:{name}-style",
            tag("style:header-footer-properties", fo__min_height="0cm"),
        )
        for name in ("header", "footer")
    )
    return tag("style:page-layout", page, header, footer, name="Page")
