"""Choices about the site itself, and the pictures that people sent."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.static import serve

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


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture, where no other server gives it (see MEDIA_BASE_URL). Its name never changes."""
    answer = serve(request, path, document_root=settings.MEDIA_ROOT)
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
