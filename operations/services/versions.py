"""Two people edit the same thing: the second is told, and nothing is overwritten."""

from typing import Any

from django.db import models
from django.db.models import F


class EditConflict(Exception):
    """Somebody else saved the object after the page of this edit was opened."""


def save_if_unchanged(obj: models.Model, *, version: int, **columns: Any) -> None:
    """Write these columns, unless the object is no longer in the version that was edited."""
    rows = type(obj)._default_manager.filter(pk=obj.pk, version=version)
    if not rows.update(version=F("version") + 1, **columns):
        raise EditConflict
    for name, value in {"version": version + 1, **columns}.items():
        setattr(obj, name, value)
