"""The public pages for search engines, each in every released language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from communes.models import Commune
from guides.models import Guide
from missions.models import Mission
from operations.models import Operation

PAGES = [
    "pages:home",
    "pages:operation-list",
    "communes:commune-list",
    "guides:guide-list",
    "pages:about",
    "pages:privacy",
    "pages:accessibility",
    "pages:licences",
]


class SiteSitemap(Sitemap):
    i18n = alternates = True
    languages = settings.RELEASED_LANGUAGES
    protocol = urlsplit(settings.PUBLIC_BASE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.PUBLIC_BASE_URL).netloc


class PageSitemap(SiteSitemap):
    def items(self) -> list[str]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


class OperationSitemap(SiteSitemap):
    def items(self) -> QuerySet[Operation]:
        return Operation.objects.public().order_by("pk")


class MissionSitemap(SiteSitemap):
    def items(self) -> QuerySet[Mission]:
        public = Operation.objects.public()
        return (
            Mission.objects.live()
            .announced()
            .filter(operation__in=public)
            .select_related("operation")
            .order_by("pk")
        )


class CommuneSitemap(SiteSitemap):
    """The communes where something took or takes place."""

    def items(self) -> QuerySet[Commune]:
        public = Operation.objects.public()
        return Commune.objects.light().filter(operations__in=public).distinct().order_by("pk")


class GuideSitemap(SiteSitemap):
    def items(self) -> QuerySet[Guide]:
        return Guide.objects.published().only("slug").order_by("pk")


SITEMAPS: dict[str, type[Sitemap]] = {
    "pages": PageSitemap,
    "operations": OperationSitemap,
    "missions": MissionSitemap,
    "communes": CommuneSitemap,
    "guides": GuideSitemap,
}
