"""Choices about the site itself."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.requests import next_address

YEAR = 365 * 24 * 3600


# No token: it only changes the colours of the sender's own pages, and a token in every footer
# would make each public page a different one for each reader.
@csrf_exempt
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or (anything else) as the reader's machine says."""
    response = HttpResponseRedirect(next_address(request, default="/"))
    theme = request.POST.get("theme", "")
    if theme in {"light", "dark"}:
        response.set_cookie(
            "theme", theme, max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
