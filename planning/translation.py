from modeltranslation.translator import TranslationOptions, register

from planning.models import LegalDelay, PlanTemplateStep, PublicHoliday, Step


@register(PlanTemplateStep)
class PlanTemplateStepTexts(TranslationOptions):
    fields = ("title", "notes", "lost")


@register(LegalDelay)
class LegalDelayTexts(TranslationOptions):
    fields = ("title", "check_with")


@register(PublicHoliday)
class PublicHolidayTexts(TranslationOptions):
    fields = ("title",)


@register(Step)
class StepTexts(TranslationOptions):
    fields = ("title", "notes", "reason")
