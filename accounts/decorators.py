"""Doors of views."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from accounts.rules import is_site_staff

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Send visitors to sign in, and then back to the page they were on."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        to_login = redirect_to_login(page_of(request))
        is_partial = bool(getattr(request, "htmx", False))
        return HttpResponseClientRedirect(to_login.url) if is_partial else to_login

    return door


def staff_only(view: View) -> View:
    """Site staff; for everybody else the page does not exist."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_site_staff(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return door


def page_of(request: HttpRequest) -> str:
    """The page a person looks at: this one, or the one that holds the form they sent."""
    if request.method in {"GET", "HEAD"} and not getattr(request, "htmx", False):
        return request.get_full_path()
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        parts = urlsplit(page)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return ""
