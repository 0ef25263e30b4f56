"""Reads about accounts."""

from typing import Any

from allauth.account.models import EmailAddress

from accounts.models import User


def confirmed_addresses(user: User) -> set[str]:
    """The addresses, in lower case, that this person has shown to be theirs."""
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    return {address.lower() for address in addresses.values_list("email", flat=True)}


def main_address(user: Any) -> str:
    """Where this person's mails go; empty for visitors and for those who gave no address."""
    if not user.is_authenticated:
        return ""
    addresses = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return addresses.values_list("email", flat=True).first() or ""


def user_of_address(address: str) -> User | None:
    """The person who has shown that this address is theirs."""
    confirmed = EmailAddress.objects.select_related("user").filter(verified=True)
    found = confirmed.filter(email__iexact=address).first()
    return found.user if found else None
