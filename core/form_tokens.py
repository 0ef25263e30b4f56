"""What each form that changes something carries: who sent it, and a key of its own."""

import uuid

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString


def new_token(request: HttpRequest) -> SafeString:
    """The two hidden fields of one form, never the same twice."""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="client_key" value="{}">',
        get_token(request),
        uuid.uuid4(),
    )


def written_token(request: HttpRequest) -> SafeString:
    """A new one for a page, remembered for whoever looks for it there."""
    token = new_token(request)
    request.__dict__.setdefault("_form_tokens", []).append(token)
    return token


def tokens_written(request: HttpRequest) -> list[SafeString]:
    """Those of the page in the order in which they were written."""
    return request.__dict__.get("_form_tokens", [])
