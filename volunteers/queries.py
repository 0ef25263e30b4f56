"""Reads about volunteers."""

from core.tokens import token_hash
from volunteers.models import PersonalLink


def living_link(token: str) -> PersonalLink | None:
    """The personal link of a secret, with its volunteer, unless it was revoked."""
    return (
        PersonalLink.objects.select_related("volunteer", "volunteer__user")
        .filter(token_hash=token_hash(token), revoked_at=None)
        .first()
    )
