"""Letters and forms as OpenDocument texts, to be changed in a word processor.

The parts that every reader of the format understands, and no others: named styles for headings,
real lists, real tables with a head, the language and the direction of what is written. See
docs/decisions/0082-letters-and-forms.md.
"""

import io
import zipfile
from collections.abc import Sequence

import segno

from documents.markup import Block
from documents.odt.content import CODE_FILE, content
from documents.odt.styles import styles
from documents.odt.xml import HEAD, document, tag, words

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"


def write(blocks: Sequence[Block], *, language: str, title: str, notice: str, head: str) -> bytes:
    """An OpenDocument text; `head` and the number of the page stand on every page."""
    pictures = {}
    if addresses := {block.address for block in blocks if block.kind == "code"}:
        pictures[CODE_FILE] = _picture(addresses.pop())  # that of the operation: there is one only
    parts = {
        "styles.xml": styles(language, head),
        "content.xml": content(blocks, title, notice),
        "meta.xml": document("meta", _meta(title, language)),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        # First and not compressed: by this the kind of the file is known.
        archive.writestr(zipfile.ZipInfo("mimetype"), MEDIA_TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _manifest([*parts, *pictures]))
        for name, part in parts.items():
            archive.writestr(name, part)
        for name, picture in pictures.items():
            archive.writestr(name, picture)
    return file.getvalue()


def _manifest(names: Sequence[str]) -> str:
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    kinds = {"png": "image/png", "xml": "text/xml"}
    entries = [tag("manifest:file-entry", full_path="/", version="1.3", media_type=MEDIA_TYPE)]
    entries += [
        tag("manifest:file-entry", full_path=name, media_type=kinds[name.rpartition(".")[2]])
        for name in names
    ]
    return (
        f'{HEAD}<manifest:manifest xmlns:manifest="{space}" manifest:version="1.3">'
        f"{''.join(entries)}</manifest:manifest>"
    )


def _meta(title: str, language: str) -> str:
    return tag(
        "office:meta",
        tag("dc:title", words(title)),
        tag("dc:language", words(language)),
    )


def _picture(address: str) -> bytes:
    file = io.BytesIO()
    segno.make(address).save(file, kind="png", scale=8)
    return file.getvalue()
