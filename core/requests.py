"""Requests as the site's views see them."""

from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails


class SiteRequest(HttpRequest):
    """A request after the site's middleware."""

    user: Any  # accounts.models.User, or AnonymousUser
    htmx: HtmxDetails


def remember(request: HttpRequest, name: str, value: Any) -> None:
    """Keep something in the session for the page that follows a form.

    The second of two clicks finds it too: a browser drops the first answer with its cookie, and
    would come to that page with a session that knows of nothing.
    """
    request.session[name] = value
    request.__dict__.setdefault("_remembered", {})[name] = value


def remembered(request: HttpRequest) -> dict[str, Any]:
    """What this request left in the session by `remember`."""
    return request.__dict__.get("_remembered", {})


def next_address(request: HttpRequest, default: str) -> str:
    """Where to go after a form: the `next` it names when that is a page of this site."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if address and is_ours else default
