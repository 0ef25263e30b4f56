"""The themes of missions and results: the same names, glyphs and colours everywhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    GEOGRAPHY = "geography", _("Geography")
    HISTORY = "history", _("History")
    BOTANY = "botany", _("Botany")
    PHOTOGRAPHY = "photography", _("Photography")
    CITIZENSHIP = "citizenship", _("Citizenship")
    TOOLS = "tools", _("Tools")
    DATA = "data", _("Data")
