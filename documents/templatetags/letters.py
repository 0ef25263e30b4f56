"""{% load letters %}: the lines of letters and forms on a page."""

import segno
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from documents.markup import Line, Span
from translations.languages import direction_of

register = template.Library()


@register.filter
def in_html(line: Line) -> SafeString:
    """A line with its strong words, its blanks, and what is in another language."""
    return format_html_join("", "{}", ((_span(span),) for span in line))


def _span(span: Span) -> SafeString | str:
    if span.kind == "break":
        return mark_safe("<br>")
    words: SafeString | str = span.text
    if span.kind == "blank":
        words = format_html(
            '<span class="visually-hidden">{}</span><span aria-hidden="true">{}</span>',
            _("(to be filled in)"),
            span.text,
        )
    if span.language:
        words = format_html(
            '<span lang="{}" dir="{}">{}</span>', span.language, direction_of(span.language), words
        )
    return format_html("<strong>{}</strong>", words) if span.is_strong else words


@register.filter
def code_picture(address: str) -> str:
    """A square code that opens the address, as the source of a picture."""
    return segno.make(address).svg_data_uri(scale=4, border=2)
