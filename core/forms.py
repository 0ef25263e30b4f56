"""Form fields that refuse what cannot be read, and the site's way to draw forms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from core.text import has_hidden_characters


class SiteRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


def refuse_hidden_characters(text: str) -> None:
    """A validator of addresses: Django's own lets direction overrides into names of domains."""
    if has_hidden_characters(text):
        raise ValidationError(
            _("This address holds characters that cannot be seen."), code="hidden_characters"
        )


class MailField(forms.EmailField):
    """An e-mail address, with nothing hidden in it."""

    default_validators = [validate_email, refuse_hidden_characters]

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=254, **options)


class LineField(forms.CharField):
    """One line of text: no line break, no control or direction-changing character."""

    def __init__(self, *, max_length: int = 200, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        if text and has_hidden_characters(text):
            raise ValidationError(
                _("This text holds characters that cannot be seen. Please type it again."),
                code="hidden_characters",
            )
        return text


class ProseField(forms.CharField):
    """Several lines of text or Markdown."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = 20_000, rows: int = 6, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self.widget.attrs.setdefault("rows", rows)

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        if text and has_hidden_characters(text, lines=True):
            raise ValidationError(
                _("This text holds characters that cannot be seen. Please type it again."),
                code="hidden_characters",
            )
        return text.replace("\r\n", "\n") if text else text
