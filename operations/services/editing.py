"""Creating and editing operations."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.audit import changes, record
from core.refusal import Refusal
from operations.models import Membership, Operation, Role
from operations.queries import drafts_created_by
from operations.services.versions import save_if_unchanged
from translations.texts import set_texts, texts_in

MOST_DRAFTS = 20
# Whose values before and after are told in the history; of texts, that they changed.
TOLD = (
    "commune",
    "starts_on",
    "ends_on",
    "format",
    "time_zone",
    "languages",
    "default_licence",
)


@transaction.atomic
def create_operation(*, by: Any, language: str, title: str, **facts: Any) -> Operation:
    """A draft that only its team sees; whoever creates it coordinates it."""
    if drafts_created_by(by) >= MOST_DRAFTS:
        raise Refusal(
            _("You have %(count)s drafts already. Open or cancel one of them first.")
            % {"count": MOST_DRAFTS}
        )
    operation = Operation(created_by=by, source_language=language, **facts)
    set_texts(operation, language, title=title)
    _save_with_free_slug(operation, title)
    Membership.objects.create(operation=operation, user=by, role=Role.COORDINATOR)
    record(actor=by, action="operation.created", subject=operation)
    return operation


def _save_with_free_slug(operation: Operation, title: str) -> None:
    """Title and year; a number, and at last letters drawn at random, when others had the idea."""
    year = str(operation.starts_on.year)
    base = slugify(title)[:60] or slugify(operation.commune.name)[:60] or "operation"
    base = base.strip("-") if base.endswith(year) else f"{base.strip('-')}-{year}"
    endings = ["", "-2", "-3", "-4", f"-{get_random_string(8).lower()}"]
    for ending in endings:
        operation.slug = base + ending
        # Two people at once: the unique index decides, and the second takes the next ending.
        try:
            with transaction.atomic():
                return operation.save(force_insert=True)
        except IntegrityError:
            if ending == endings[-1]:
                raise


@transaction.atomic
def edit_operation(
    *,
    operation: Operation,
    version: int,
    by: Any,
    language: str,
    texts: Mapping[str, str],
    facts: Mapping[str, Any],
) -> None:
    """Save the facts and the texts of one language. Raises EditConflict."""
    before = {name: getattr(operation, name) for name in facts} | texts_in(operation, language)
    columns = set_texts(operation, language, **texts)
    save_if_unchanged(
        operation,
        version=version,
        **{column: getattr(operation, column) for column in columns},
        **facts,
    )
    changed = changes(before, {**facts, **texts}, told=TOLD)
    record(
        actor=by, action="operation.edited", subject=operation, language=language, changed=changed
    )
