"""How staff change a model of a document."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import has_hidden_characters
from documents.markup import DRAWN, FACTS, MarkupError, read
from documents.models import DocumentModel

BODIES = [f"body_{code}" for code in settings.MODELTRANSLATION_LANGUAGES]


class DocumentModelForm(forms.ModelForm):
    """A model in the administration. A text that cannot be read is refused, with its line."""

    class Meta:
        model = DocumentModel
        fields: ClassVar = "__all__"
        widgets: ClassVar = {"version": forms.HiddenInput}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = {
            "facts": ", ".join(f"{{{{ {name} }}}}" for name in FACTS),
            "drawn": ", ".join(f"[{name}]" for name in DRAWN),
        }
        for name in BODIES:
            if name in self.fields:
                words = _("Facts: %(facts)s. Drawn by the site: %(drawn)s.")
                self.fields[name].help_text = words % known

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and has_hidden_characters(value, lines=name in BODIES):
                message = _("This text holds characters that cannot be seen. Please type it again.")
                self.add_error(name, ValidationError(message, code="hidden_characters"))
        for name in BODIES:
            try:
                read(cleaned.get(name) or "")
            except MarkupError as error:
                self.add_error(name, str(error))
        if self.instance.pk and self._version_now() != cleaned.get("version"):
            raise ValidationError(
                _("Somebody else has saved this model since you opened it. Open it again."),
                code="conflict",
            )
        return cleaned

    def _version_now(self) -> int:
        # The administration saves in the same transaction: nobody comes in between.
        rows = DocumentModel.objects.select_for_update().filter(pk=self.instance.pk)
        return rows.values_list("version", flat=True).get()
