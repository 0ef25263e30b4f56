from modeltranslation.translator import TranslationOptions, register

from guides.models import Guide, SheetStep


@register(Guide)
class GuideTexts(TranslationOptions):
    fields = (
        "title", "summary", "why", "audience", "before", "during", "after", "equipment", "skills",
        "prerequisites", "results", "safety", "rights", "follow_up",
    )  # fmt: skip


@register(SheetStep)
class StepTexts(TranslationOptions):
    fields = ("title",)
