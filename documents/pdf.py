"""Papers: from a page of Typst and facts to a PDF, the same on every machine.

See docs/decisions/0081-papers.md.
"""

import io
import json
import logging
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import segno
import typst
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.text import BIDI_CONTROLS
from translations.languages import direction_of

logger = logging.getLogger(__name__)

HERE = Path(__file__).resolve().parent
MEDIA_TYPE = "application/pdf"
STANDARD: Literal["ua-1"] = (
    "ua-1"  # accessible: tagged, titled, with its language, every sign readable
)


def typeset(template: str, facts: dict[str, Any], *, language: str, title: str) -> bytes:
    """The PDF that `documents/typst/<template>.typ` makes of these facts, in A4.

    `facts` are lists, dictionaries, numbers, truths and texts; a text in another language than
    the paper's comes as `localised` gives it. `facts["head"]` is what stands on top of each page:
    one to three texts. Facts reach Typst as values, so what people wrote is never run.
    """
    with override(language):
        # Translators: {page} and {pages} stay as they are: the printer puts the numbers there.
        page_words = _("Page {page} of {pages}")
    given = {
        "head": [title],
        **facts,
        "title": title,
        "language": language,
        "direction": direction_of(language),
        "page_words": page_words,
        "site": settings.SITE_NAME,
    }
    inputs = {"facts": json.dumps(readable(given))}
    page = HERE / "typst" / f"{template}.typ"
    # One for each paper: a compiler serves one thread at a time.
    compiler = typst.Compiler(root=page.parent, font_paths=_fonts())
    try:
        content = compiler.compile(page, sys_inputs=inputs, pdf_standards=STANDARD)
    except typst.TypstError as error:
        # A name with an emoji, or in a script whose letters are not here: paper all the same.
        logger.info("paper %s does not meet %s: %s", template, STANDARD, type(error).__name__)
        content = compiler.compile(page, sys_inputs=inputs)
    return cast(bytes, content)


def localised(text: Any) -> dict[str, str]:
    """A `translations.texts.Localised` as `say` of base.typ takes it."""
    return {"text": text.text, "language": text.language, "direction": text.direction}


def square_code(address: str) -> str:
    """The QR code of an address as SVG, for `drawing` of base.typ."""
    drawing = io.BytesIO()
    # With error correction: some of it may be torn or wet and it still opens.
    segno.make_qr(address, error="m").save(drawing, kind="svg", border=2, xmldecl=False)
    return drawing.getvalue().decode()


def readable(facts: Any) -> Any:
    """The same facts without signs that cannot be drawn, or that turn the order of others."""
    if isinstance(facts, dict):
        return {name: readable(fact) for name, fact in facts.items()}
    if isinstance(facts, list | tuple):
        return [readable(fact) for fact in facts]
    if isinstance(facts, str):
        return "".join(sign for sign in unicodedata.normalize("NFC", facts) if _is_drawn(sign))
    return facts


def _is_drawn(sign: str) -> bool:
    if sign in BIDI_CONTROLS:
        return False
    return sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs", "Co", "Cn"}


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[HERE / "fonts"],
    )
