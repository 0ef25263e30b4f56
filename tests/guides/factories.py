import factory
from factory.django import DjangoModelFactory

from core.themes import Theme
from guides.models import Guide, SheetRole, SheetStep


class GuideFactory(DjangoModelFactory):
    """A published mission sheet, without roles and steps."""

    class Meta:
        model = Guide

    slug = factory.Sequence(lambda n: f"sheet-{n}")
    number = factory.Sequence(lambda n: n)
    theme = Theme.GEOGRAPHY
    source_language = "en"
    title_en = factory.Sequence(lambda n: f"Sheet {n}")
    summary_en = "What it is about."


class SheetRoleFactory(DjangoModelFactory):
    class Meta:
        model = SheetRole

    guide = factory.SubFactory(GuideFactory)
    role = SheetRole.Role.CONTRIBUTOR
    minimum = 2
    wished = 4
    maximum = 8


class SheetStepFactory(DjangoModelFactory):
    class Meta:
        model = SheetStep

    guide = factory.SubFactory(GuideFactory)
    days_before = 14
    owner_role = SheetStep.Owner.MISSION_LEAD
    title_en = "Print the field sheets"
