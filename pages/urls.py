"""Addresses of the home page, the lists, the statements and machines."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path, re_path
from django.views.decorators.http import require_safe

from pages.sitemaps import SITEMAPS
from pages.views import gallery, home, machines, operations, statements

app_name = "pages"

urlpatterns = [
    path("", home.home, name="home"),
    path("operations/", operations.operation_list, name="operation-list"),
    re_path(
        r"^communes/(?P<country>[A-Za-z]{2})/(?P<code>[0-9A-Za-z.\-]{1,20})/$",
        operations.commune_detail,
        name="commune-detail",
    ),
    path("about/", statements.about, name="about"),
    path("privacy/", statements.privacy, name="privacy"),
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("licences/", statements.licences, name="licences"),
    path("gallery/", gallery.gallery, name="gallery"),
]

machine_urlpatterns = [
    path("", home.choose_language, name="choose-language"),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("metrics", machines.metrics, name="metrics"),
    path("robots.txt", machines.robots, name="robots"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
]
