"""Answers to machines: crawlers, browsers that install the site, and what watches over it."""

from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.rules import is_site_staff
from core.limits import sender_address
from core.requests import SiteRequest
from pages.health import CHECKS, failing_checks, figures_of_the_site

PRIVATE = ["/*/me/", "/*/organize/", "/*/accounts/", "/*/operations/*/signup/", "/admin/", "/demo/"]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {address}" for address in PRIVATE),
        f"Sitemap: {settings.PUBLIC_BASE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    contents = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": "#fbf8f2",
        "theme_color": "#14584a",
        "icons": [
            {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        ],
    }
    return JsonResponse(contents, content_type="application/manifest+json")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. Nothing else is asked: a slow database must not get it killed."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether the site can do its work: database, broker, a worker that shows itself."""
    failing = failing_checks()
    return JsonResponse(
        {
            "status": "unavailable" if failing else "ready",
            "checks": {name: "failing" if name in failing else "ok" for name in CHECKS},
        },
        status=503 if failing else 200,
    )


@never_cache
@require_safe
def metrics(request: SiteRequest) -> HttpResponse:
    """Figures for monitoring, in its text format; for this machine itself and for site staff."""
    if not (_is_this_machine(request) or is_site_staff(request.user)):
        raise Http404
    lines = [f"{name} {value}" for name, value in figures_of_the_site()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


def _is_this_machine(request: HttpRequest) -> bool:
    # A proxy on this machine that nobody has declared would make the whole world local.
    if "X-Forwarded-For" in request.headers and not settings.TRUSTED_PROXY_COUNT:
        return False
    try:
        return ip_address(sender_address(request)).is_loopback
    except ValueError:
        return False
