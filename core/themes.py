"""The themes of missions and results: the same names, glyphs and colours everywhere."""

from django.utils.translation import gettext_lazy as _

THEMES = {
    "geography": _("Geography"),
    "history": _("History"),
    "botany": _("Botany"),
    "photography": _("Photography"),
    "citizenship": _("Citizenship"),
    "tools": _("Tools"),
    "data": _("Data"),
}
