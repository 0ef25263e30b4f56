"""Who may, as far as accounts know."""

import time
from collections.abc import Iterable, Mapping
from typing import Any

import rules
from django.conf import settings


@rules.predicate
def is_site_staff(user: Any) -> bool:
    return bool(user.is_active and user.is_staff)


def signed_in_lately(records: Iterable[Mapping[str, Any]]) -> bool:
    """Whether one of the ways a person showed who they are is recent; `records` as allauth has."""
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(record["at"] > since for record in records)
