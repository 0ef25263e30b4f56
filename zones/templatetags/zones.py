"""{% load zones %}: effort and surface in words, and the map for drawing."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def effort(minutes: int) -> str:
    """12 h 30 min"""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    words = {"hours": number_format(hours, force_grouping=True), "minutes": rest}
    return _("%(hours)s h %(minutes)s min") % words if rest else _("%(hours)s h") % words


@register.filter
def surface(square_metres: int) -> str:
    """18.4 ha, or 12 km² from 1,000 hectares on."""
    hectares = square_metres / 10_000
    if hectares < 1000:
        return _("%(number)s ha") % {"number": number_format(round(hectares, 1), 1)}
    words = number_format(round(hectares / 100), force_grouping=True)
    return _("%(number)s km²") % {"number": words}


@register.inclusion_tag("zones/_draw.html")
def drawing_map(drawing: dict[str, Any], features: str = "") -> dict[str, Any]:
    """It writes into the field `outline`; with `features`, each closed shape is one of its own."""
    return {"drawing": drawing, "features": features, "tile_url": settings.TILE_URL}
