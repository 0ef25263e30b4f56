"""Mission sheets for the site's staff. What they change stays when files are loaded again."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from guides.forms import LISTS, GuideForm, StepForm
from guides.models import Guide, SheetRole, SheetStep
from guides.services import note_edit, restore_sheets
from translations.languages import endonym_of
from translations.texts import translated_fields

FACTS: list[Any] = [
    ("kind", "slug", "number"),
    ("theme", "mission_kind"),
    ("is_published", "is_essential"),
    ("phase", "mode", "level"),
    ("place", "is_outdoors"),
    ("minutes", "shifts", "part_of_day"),
    ("difficulty", "effort"),
    ("platform", "licence"),
    "needs",
    "source_language",
    *LISTS,
    "version",
]


class RoleInline(admin.TabularInline):
    model = SheetRole
    extra = 0
    fields = ("role", "minimum", "wished", "maximum")


class StepInline(admin.TabularInline):
    model = SheetStep
    form = StepForm
    extra = 0
    fields = (
        "position", "days_before", "owner_role", "is_blocking",
        *(f"title_{code}" for code in settings.MODELTRANSLATION_LANGUAGES),
    )  # fmt: skip


@admin.register(Guide)
class GuideAdmin(admin.ModelAdmin):
    form = GuideForm
    inlines = (RoleInline, StepInline)
    list_display = ("number", "slug", "theme", "is_published", "is_essential", "edited_at")
    list_display_links = ("slug",)
    list_filter = ("theme", "is_published", "is_essential", "phase", "mode")
    search_fields = (
        "slug",
        *(f"title_{code}" for code in settings.MODELTRANSLATION_LANGUAGES),
    )
    filter_horizontal = ("needs",)
    actions = ("restore",)
    save_on_top = True
    fieldsets = (
        (None, {"fields": FACTS}),
        *(
            (endonym_of(code), {"fields": [f"{name}_{code}" for name in translated_fields(Guide)]})
            for code in settings.MODELTRANSLATION_LANGUAGES
        ),
    )

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(one.has_changed() for one in formsets):
            note_edit(guide=form.instance, by=request.user)

    @admin.action(
        description=_("Take the texts and figures of the file again"), permissions=["change"]
    )
    def restore(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        codes = list(chosen.values_list("slug", flat=True))
        restored = restore_sheets(codes=codes, by=request.user)
        words = ngettext(
            "%(count)d sheet is as its file says.",
            "%(count)d sheets are as their files say.",
            len(restored),
        )
        messages.success(request, words % {"count": len(restored)})
