"""{% load operations %}: days and figures of an operation in words."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import dates
from missions.choice_rows import residents_in_words
from missions.models import Need
from operations.models import Figure, Operation
from translations.languages import name_of
from volunteers.models import Equipment

register = template.Library()


@register.filter
def days(operation: Operation) -> str:
    """Saturday 23 and Sunday 24 September 2017"""
    return dates.days_in_words(operation.starts_on, operation.ends_on)


@register.filter
def days_and_distance(operation: Operation) -> str:
    """The days and how far they are; the days alone once they are gone or called off."""
    if operation.takes_signups:
        return dates.days_and_distance_in_words(operation.starts_on, operation.ends_on)
    return days(operation)


@register.filter
def number(value: Decimal) -> str:
    """A figure as its language writes it: 2,000 or 53.46, never 354.00."""
    whole = value == value.to_integral_value()
    return number_format(int(value) if whole else value.normalize(), force_grouping=True)


@register.simple_tag
def figure_value(figure: Figure) -> str | SafeString:
    """The number, with what tells that it is not exact."""
    if not figure.is_about:
        return number(figure.value)
    return format_html(
        '<span aria-hidden="true">≈</span><span class="visually-hidden">{}</span> {}',
        _("about"),
        number(figure.value),
    )


@register.filter
def language_name(code: str) -> str:
    return name_of(code)


@register.filter
def kept_for(need: Need, zone: str) -> str:
    """For whom places of a need are kept, and until which day."""
    return residents_in_words(need.reserve_ends_at, zone)


@register.filter
def role_name(role: str) -> str:
    return str(Need.Role(role).label)


@register.filter
def equipment_name(code: str) -> str:
    return str(Equipment(code).label)
