"""Public pages that are the same for every visitor, kept whole and compressed."""

import gzip
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from core.demo import demo_is_on
from core.kept import kept


def same_for_all_visitors(
    request: HttpRequest, content: tuple[Any, ...], draw: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page as `draw` makes it; for a plain visitor, as it was made of this very content before.

    A plain visitor has no account, no session, no chosen appearance and no query in the address.
    Such a page must hold no form: a form carries what is one person's alone.
    """
    if not _is_plain(request):
        return draw()

    def squeeze() -> bytes:
        return gzip.compress(draw().content, compresslevel=6, mtime=0)

    key = ("whole page", request.get_host(), request.path)
    answer = HttpResponse(kept(key, (*content, demo_is_on()), squeeze))
    answer.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(answer, ["Accept-Encoding", "Cookie"])
    return answer


def _is_plain(request: HttpRequest) -> bool:
    chosen = {settings.SESSION_COOKIE_NAME, "theme"} & request.COOKIES.keys()
    return (
        not settings.DEBUG
        and not chosen
        and not request.META.get("QUERY_STRING")
        and "gzip" in request.headers.get("Accept-Encoding", "")
    )
