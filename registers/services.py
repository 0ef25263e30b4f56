"""The one way to write in a register, to take a line out, and to forget whom we called."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from operations.models import Operation
from operations.services.locks import lock_operation
from operations.services.versions import save_if_unchanged
from registers.models import Contact, Entry

MOST_ENTRIES = 300
CONTACTS_ARE_KEPT_FOR = timedelta(days=90)


@transaction.atomic
def save_entry(
    *,
    model: type[Entry],
    operation: Operation,
    entry: Entry | None,
    version: int,
    facts: Mapping[str, Any],
    by: Any,
) -> None:
    """A new line of a register, or new facts of one. Raises EditConflict."""
    lock_operation(operation)
    register = model._meta.model_name
    if entry is None:
        entries = model._default_manager.filter(operation=operation)
        if entries.count() >= MOST_ENTRIES:
            raise Refusal(
                _("There are %(count)s already. Remove one first.") % {"count": MOST_ENTRIES}
            )
        entry = model._default_manager.create(operation=operation, **facts)
    else:
        save_if_unchanged(entry, version=version, **facts)
    record(actor=by, action="register.saved", subject=operation, register=register, entry=entry.pk)


@transaction.atomic
def remove_entry(*, entry: Entry, by: Any) -> None:
    """Take a line out of its register."""
    operation, pk = entry.operation, entry.pk
    lock_operation(operation)
    entry.delete()
    record(
        actor=by,
        action="register.removed",
        subject=operation,
        register=entry._meta.model_name,
        removed=pk,
    )


def erase_past_contacts() -> int:
    """Forget the contacts of operations that ended 90 days ago. How many they were."""
    last_day = timezone.localdate() - CONTACTS_ARE_KEPT_FOR
    erased, _by_model = Contact.objects.filter(operation__ends_on__lt=last_day).delete()
    return erased
