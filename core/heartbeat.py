"""A sign of life of the workers, for /readyz."""

from django.core.cache import cache
from django.utils import timezone

KEY = "worker-heartbeat"
IS_FRESH_FOR = 60  # seconds


def show() -> None:
    """A worker does what the clock says."""
    cache.set(KEY, timezone.now().isoformat(), IS_FRESH_FOR)


def is_seen() -> bool:
    """Whether some worker did so in the last minute."""
    return cache.get(KEY) is not None
