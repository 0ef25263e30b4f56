from modeltranslation.translator import TranslationOptions, register

from operations.models import Figure, Indicator, Motion, Operation, Waiver


@register(Operation)
class OperationTexts(TranslationOptions):
    fields = ("title", "summary", "presentation", "practical")


@register(Figure)
class FigureTexts(TranslationOptions):
    fields = ("label", "source", "method")


@register(Indicator)
class IndicatorTexts(TranslationOptions):
    fields = ("label", "method")


@register(Waiver)
class WaiverTexts(TranslationOptions):
    fields = ("reason",)


@register(Motion)
class MotionTexts(TranslationOptions):
    fields = ("title", "text")
