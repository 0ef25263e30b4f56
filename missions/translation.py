from modeltranslation.translator import TranslationOptions, register

from missions.models import Mission


@register(Mission)
class MissionTexts(TranslationOptions):
    fields = ("title", "summary", "description", "equipment", "outputs")
