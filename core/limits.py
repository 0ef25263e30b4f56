"""How often somebody may do something. Counted in the cache that all processes share."""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from core.tokens import token_hash


def within_limit(action: str, who: str, *, times: int, seconds: int) -> bool:
    """Count one more try; whether it is among the `times` allowed in these `seconds`.

    `who` is hashed before it is kept: the cache holds no address.
    """
    window = int(time.time()) // seconds
    key = f"limit:{action}:{window}:{token_hash(who)[:32]}"
    if cache.add(key, 1, timeout=seconds):
        return True
    try:
        return cache.incr(key) <= times
    except ValueError:  # the window ended in between
        return True


def sender_address(request: HttpRequest) -> str:
    """The network address of the sender, as far as our own proxies vouch for it."""
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    trusted = settings.TRUSTED_PROXY_COUNT
    if trusted and len(hops) >= trusted:
        return hops[-trusted].strip()
    return request.META.get("REMOTE_ADDR", "")
