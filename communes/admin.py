from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from communes.models import Commune
from communes.queries import communes_matching


@admin.register(Commune)
class CommuneAdmin(admin.ModelAdmin):
    list_display = ("name", "country", "code", "department_name", "kind", "population")
    list_filter = ("kind", "country")
    search_fields = ("name",)
    search_help_text = "Name, postcode or code"
    raw_id_fields = ("successor",)
    exclude = ("outline",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commune]:
        return super().get_queryset(request).defer("outline")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Commune], search_term: str
    ) -> tuple[QuerySet[Commune], bool]:
        if not search_term:
            return queryset, False
        return queryset & communes_matching(search_term), False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
