"""Secrets that stand in links."""

import hashlib
import secrets


def new_token() -> str:
    """A secret of 256 bits in 43 characters that are safe in an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a secret: its SHA-256 in hexadecimal. The secret has too many bits to
    be guessed, so a slow hash would add nothing."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
