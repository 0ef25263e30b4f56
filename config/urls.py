"""All addresses. Pages for people begin with a language; the others are for machines."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from accounts import urls as accounts_urls
from core.views import media, set_theme
from missions import urls as missions_urls
from notifications import urls as notifications_urls
from pages import urls as pages_urls

urlpatterns = [
    path("admin/", admin.site.urls),
    path("theme/", set_theme, name="set-theme"),
    path("media/<path:path>", media, name="media"),
    path("", include(accounts_urls.machine_urlpatterns)),
    path("", include((notifications_urls.machine_urlpatterns, "notifications"))),
    path("", include((pages_urls.machine_urlpatterns, "machines"))),
    path("", include((missions_urls.machine_urlpatterns, "feeds"))),
    *i18n_patterns(
        path("", include("pages.urls")),
        path("communes/", include("communes.urls")),
        path("", include("operations.urls")),
        path("", include("planning.urls")),
        path("", include("logistics.urls")),
        path("", include("registers.urls")),
        path("guides/", include("guides.urls")),
        path("", include("missions.urls")),
        path("", include("zones.urls")),
        path("", include("announcements.urls")),
        path("", include("documents.urls")),
        path("accounts/", include("accounts.urls")),
    ),
]
