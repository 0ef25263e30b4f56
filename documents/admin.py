"""Models of documents for the site's staff. What they change stays when files are loaded again."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from documents.forms import DocumentModelForm
from documents.models import DocumentModel
from documents.services.loading import note_edit, restore_models
from translations.languages import endonym_of
from translations.texts import translated_fields


@admin.register(DocumentModel)
class DocumentModelAdmin(admin.ModelAdmin):
    form = DocumentModelForm
    list_display = ("code", "country", "is_used", "noted_on", "edited_at")
    list_filter = ("country", "is_used")
    search_fields = ("code", *(f"title_{code}" for code in settings.MODELTRANSLATION_LANGUAGES))
    actions = ("restore",)
    save_on_top = True
    fieldsets = (
        (
            None,
            {
                "fields": [
                    ("country", "code", "position"),
                    ("source_language", "is_used"),
                    ("source", "noted_on"),
                    "version",
                ]
            },
        ),
        *(
            (
                endonym_of(code),
                {"fields": [f"{name}_{code}" for name in translated_fields(DocumentModel)]},
            )
            for code in settings.MODELTRANSLATION_LANGUAGES
        ),
    )

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed():
            note_edit(model=form.instance, by=request.user)

    @admin.action(description=_("Take the texts of the file again"), permissions=["change"])
    def restore(self, request: HttpRequest, chosen: QuerySet[DocumentModel]) -> None:
        keys = list(chosen.values_list("country", "code"))
        restored = restore_models(keys=keys, by=request.user)
        words = ngettext(
            "%(count)d model is as its file says.",
            "%(count)d models are as their files say.",
            len(restored),
        )
        messages.success(request, words % {"count": len(restored)})
