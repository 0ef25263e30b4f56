"""What happens around every page."""

import hashlib
import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language_from_request, override
from django.views.defaults import bad_request

from core.models import ClientKey
from core.requests import remembered

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class BoundaryMiddleware:
    """Turns away requests that no browser sends, and marks the answers that are one person's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path or "\x00" in request.META.get("QUERY_STRING", ""):
            return self._refused(request)
        if any("\x00" in value for values in request.GET.lists() for value in values[1]):
            return self._refused(request)
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        session = getattr(request, "session", None)
        if (session is not None and session.accessed and not session.is_empty()) or (
            request.method == "POST"
        ):
            add_never_cache_headers(response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """A lock that could not be had in time: nothing was done, the person may try again."""
        if not (isinstance(error, OperationalError) and _is_busy(error)):
            return None
        logger.warning("the database is too busy: %s", type(error).__name__)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "10"
        return response

    @staticmethod
    def _refused(request: HttpRequest) -> HttpResponseBase:
        # No other middleware has looked at the request yet.
        with override(get_language_from_request(request, check_path=True)):
            return bad_request(request, BadRequest())


# lock_not_available, query_canceled by its time limit, deadlock_detected, serialization_failure
BUSY_STATES = {"55P03", "57014", "40P01", "40001"}


def _is_busy(error: OperationalError) -> bool:
    """Whether the database only asks for patience; anything else is a fault of ours."""
    state = getattr(error.__cause__, "sqlstate", None)
    return (
        state in BUSY_STATES or "locked" in str(error) or "couldn't get a connection" in str(error)
    )


class ClientKeyMiddleware:
    """A form sent twice is done once.

    Forms carry a random `client_key`. The key and what the form did are written in one
    transaction; the same key again waits for the first to end, then gets its answer. A form that
    did something answers with a redirection; any other answer changed nothing and may be repeated.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if request.method != "POST":
            return None
        key_hash = _key_hash(request)
        if not key_hash:
            return None
        try:
            with transaction.atomic():
                row = ClientKey.objects.create(key_hash=key_hash)
                response = view(request, *args, **kwargs)
                if isinstance(response, HttpResponseRedirect):
                    row.location, row.session = response.url, remembered(request)
                    row.save(update_fields=["location", "session"])
                else:
                    row.delete()
                return response
        except IntegrityError:
            done = ClientKey.objects.filter(key_hash=key_hash).first()
            if done is None:
                raise
            if done.session:
                request.session.update(done.session)
            return HttpResponseRedirect(done.location)


def _key_hash(request: HttpRequest) -> str:
    """The key of the form, bound to its address and its sender; empty when it has none."""
    try:
        key = uuid.UUID(request.POST.get("client_key", ""))
    except ValueError:
        return ""
    sender = getattr(request.user, "pk", None) or "anonymous"
    return hashlib.sha256(f"{key} {sender} {request.path}".encode()).hexdigest()
