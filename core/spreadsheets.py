"""Tables as files for spreadsheets: CSV, XLSX and ODS. Text stays text in all of them.

XLSX and ODS name the kind of each cell. A CSV file cannot: see `guarded`, and
docs/decisions/0073-tables-and-clocks.md.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

Cell = str | int

# With these (the last three as Chinese and Japanese keyboards write them), a formula begins.
STARTS_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
STARTS_CELL = frozenset("\t\r\n")
PHONE_NUMBER = re.compile(r"\+[0-9](?:[ \u00a0\u202f]?[0-9]){5,18}\Z")
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SPACES = re.compile("  +|\t|^ | $")


class Table(NamedTuple):
    """A name for the sheet, the heads of its columns, and its rows of texts and whole numbers."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    @property
    def lines(self) -> list[Sequence[Cell]]:
        return [self.columns, *self.rows]


class FileFormat(NamedTuple):
    media_type: str
    write: Callable[[Table], bytes]


def guarded(text: str) -> str:
    """The text as a cell of a CSV file that no spreadsheet runs.

    An apostrophe in front of what could be a formula, and of what begins with one already, so that
    `unguarded` gives every text back. A telephone number (+ and digits) runs nothing and stays.
    """
    if PHONE_NUMBER.match(text):
        return text
    return f"'{text}" if text.startswith("'") or _may_run(text) else text


def unguarded(cell: str) -> str:
    """The text of a cell that `guarded` wrote."""
    return cell.removeprefix("'")


def _may_run(text: str) -> bool:
    first = next((letter for letter in text if not _is_blank(letter)), "")
    return text[:1] in STARTS_CELL or first in STARTS_FORMULA


def _is_blank(letter: str) -> bool:
    """Whether a program may skip the letter: spaces, controls, and what has no width."""
    return letter.isspace() or unicodedata.category(letter) in {"Cc", "Cf"}


def as_csv(table: Table) -> bytes:
    """RFC 4180 in UTF-8, with the mark that makes spreadsheets read it as such.

    Every cell is quoted: programs that split at semicolons find no formula behind one.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(
        [guarded(cell) if isinstance(cell, str) else cell for cell in line] for line in table.lines
    )
    return file.getvalue().encode("utf-8-sig", "replace")


def as_xlsx(table: Table) -> bytes:
    # Its modules are read by those only who export
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(table.name)
    for line in table.lines:
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=_in_xml(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                # Else "=1+1" were a formula, and would become one when somebody edits the cell.
                cell.data_type, cell.number_format = "s", "@"
            cells.append(cell)
        sheet.append(cells)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" \
manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
_ODS_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" \
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">
<office:body><office:spreadsheet><table:table table:name={name}>
<table:table-column table:number-columns-repeated="{width}"/>
{rows}
</table:table></office:spreadsheet></office:body>
</office:document-content>
"""


def as_ods(table: Table) -> bytes:
    """The smallest OpenDocument file that holds a table: its kind, its manifest, its cells."""
    rows = "\n".join(
        f"<table:table-row>{''.join(map(_ods_cell, line))}</table:table-row>"
        for line in table.lines
    )
    content = _ODS_CONTENT.format(
        name=quoteattr(_in_xml(table.name)), width=len(table.columns), rows=rows
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        # First and not compressed: by this the kind of the file is known.
        archive.writestr(zipfile.ZipInfo("mimetype"), ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
        archive.writestr("content.xml", content)
    return file.getvalue()


def _ods_cell(value: Cell) -> str:
    if isinstance(value, int):
        kind = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"
    lines = "".join(f"<text:p>{_ods_line(line)}</text:p>" for line in _in_xml(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _ods_line(line: str) -> str:
    """Runs of spaces would become one: they are counted."""
    return SPACES.sub(
        lambda found: "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>',
        escape(line),
    )


def _in_xml(text: str) -> str:
    """The text with line breaks of one kind, and without what no XML file may hold."""
    return NOT_IN_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


FORMATS: dict[str, FileFormat] = {
    "csv": FileFormat("text/csv; charset=utf-8", as_csv),
    "xlsx": FileFormat(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx
    ),
    "ods": FileFormat(ODS_TYPE, as_ods),
}
