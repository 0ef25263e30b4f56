"""Tables that leave the site: who took which, and when, is noted."""

from typing import Any, NamedTuple

from django.db import transaction

from core.audit import record
from core.spreadsheets import FORMATS, Table
from operations.models import Operation


class ExportedFile(NamedTuple):
    name: str
    media_type: str
    content: bytes


@transaction.atomic
def export_table(*, operation: Operation, table: Table, file_format: str, by: Any) -> ExportedFile:
    """The table as a file of this format ("csv", "xlsx" or "ods"); the trace says how many rows."""
    content = FORMATS[file_format].write(table)
    record(
        actor=by,
        action="export.made",
        subject=operation,
        table=table.name,
        format=file_format,
        rows=len(table.rows),
    )
    name = f"{operation.slug}-{table.name}.{file_format}"
    return ExportedFile(name, FORMATS[file_format].media_type, content)
