"""{% load logistics %}: beds, seats and plates in words."""

from django import template

from logistics.models import Entry
from logistics.queries.words import days_in_a_row, entry_in_words, plate_in_words, wishes_of

register = template.Library()

register.filter("entry_words", entry_in_words)
register.filter("plate_words", plate_in_words)
register.filter("days_in_a_row", days_in_a_row)


@register.filter
def wishes(entry: Entry) -> list[str]:
    return wishes_of(entry)
