from modeltranslation.translator import TranslationOptions, register

from operations.models import Figure, Operation


@register(Operation)
class OperationTexts(TranslationOptions):
    fields = ("title", "summary", "presentation", "practical")


@register(Figure)
class FigureTexts(TranslationOptions):
    fields = ("label", "source", "method")
