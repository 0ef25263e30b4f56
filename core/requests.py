"""Requests as the site's views see them."""

from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails


class SiteRequest(HttpRequest):
    """A request after the site's middleware."""

    user: Any  # accounts.models.User, or AnonymousUser
    htmx: HtmxDetails


def next_address(request: HttpRequest, default: str) -> str:
    """Where to go after a form: the `next` it names when that is a page of this site."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if address and is_ours else default
