"""The addresses of accounts, with stand-ins for the pages they lead to."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from accounts import urls as accounts_urls


def blank(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("admin/", admin.site.urls),
    path("theme/", blank, name="set-theme"),
    path("", include(accounts_urls.machine_urlpatterns)),
    *i18n_patterns(
        path("", include(([path("", blank, name="home")], "pages"))),
        path("", include(([path("me/", blank, name="me")], "missions"))),
        path("accounts/", include("accounts.urls")),
    ),
]
