"""What the countries bring, for the site's staff to correct."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from accounts.rules import is_site_staff
from planning.models import LegalDelay, PlanTemplateStep, PublicHoliday


class CountryRowAdmin(TranslationAdmin):
    """Rows that the staff edit are marked, so that an update of the site leaves them alone."""

    list_filter = ("country", "is_used", "is_edited")
    search_fields = ("code",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_site_staff(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_site_staff(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_site_staff(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_site_staff(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A row that is not wanted is no longer used: deleted, the next update would bring it."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        if "is_edited" not in form.changed_data:
            obj.is_edited = True
        super().save_model(request, obj, form, change)


@admin.register(PlanTemplateStep)
class PlanTemplateStepAdmin(CountryRowAdmin):
    list_display = ("code", "country", "days_before", "compressed_days_before", "is_blocking",
                    "is_used", "is_edited")  # fmt: skip


@admin.register(LegalDelay)
class LegalDelayAdmin(CountryRowAdmin):
    list_display = ("code", "country", "days", "is_working_days", "noted_on", "is_used",
                    "is_edited")  # fmt: skip


@admin.register(PublicHoliday)
class PublicHolidayAdmin(CountryRowAdmin):
    list_display = ("code", "country", "month", "day", "after_easter", "departments", "is_used",
                    "is_edited")  # fmt: skip
