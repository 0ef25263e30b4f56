"""The addresses of accounts, with stand-ins for the two pages they lead to."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from accounts import urls as accounts_urls
from accounts.decorators import signed_in, staff_only


@signed_in
def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("yours")


@staff_only
def staff_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("staff")


urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include(accounts_urls.machine_urlpatterns)),
    *i18n_patterns(
        path("private/", private, name="private"),
        path("staff/", staff_page),
        path("accounts/", include("accounts.urls")),
    ),
]
