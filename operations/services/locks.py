"""Decisions about one operation are taken one after the other."""

from operations.models import Operation


def lock_operation(operation: Operation) -> None:
    """Wait for whoever decides about it now; held until the transaction ends."""
    Operation.objects.select_for_update().values_list("pk").get(pk=operation.pk)
