"""{% text %} and {% prose %}: a public text, marked with its language when it is not the page's."""

from django import template
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.markdown import to_html
from translations.texts import Localised, marked, text_of

register = template.Library()


@register.simple_tag
def text(obj: models.Model, field: str) -> str | SafeString:
    return marked(text_of(obj, field))


@register.simple_tag
def plain_text(obj: models.Model, field: str) -> str:
    """The text alone, for places that cannot hold markup, such as a title."""
    return text_of(obj, field).text


@register.simple_tag
def localised(obj: models.Model, field: str) -> Localised:
    return text_of(obj, field)


@register.simple_tag
def prose(obj: models.Model, field: str) -> str | SafeString:
    """A text in Markdown."""
    found = text_of(obj, field)
    html = to_html(found.text)
    if found.state != "fallback":
        return html
    return format_html('<div lang="{}" dir="{}">{}</div>', found.language, found.direction, html)
