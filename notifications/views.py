"""The mailbox of the demo: every mail that would have left, while there is no mail server."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from core.demo import demo_is_on
from notifications.emails import as_html
from notifications.models import Email


def demo_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Anywhere else there is no such page: the mails hold sign-in codes and secret links."""

    @wraps(view)
    def shown_in_demo(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not demo_is_on():
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(require_safe(shown_in_demo))


@demo_only
def demo_mailbox(request: HttpRequest) -> HttpResponse:
    mails = Email.objects.newest_first().defer("text", "attachments")
    page = Paginator(mails, 50).get_page(request.GET.get("page"))
    return render(request, "notifications/demo_mailbox.html", {"page": page})


@demo_only
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # knows views without arguments
def demo_mail(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(Email, pk=pk)
    return render(request, "notifications/demo_mail.html", {"mail": mail})


@demo_only
@xframe_options_sameorigin
@csp(  # type: ignore[arg-type]
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "frame-ancestors": [SELF],
        "sandbox": ["allow-top-navigation-by-user-activation"],
    }
)
def demo_mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(Email, pk=pk)
    # The page around it is left by its links, as a mail reader is.
    return HttpResponse(as_html(mail).replace("<head>", '<head><base target="_top">', 1))
