from modeltranslation.translator import TranslationOptions, register

from documents.models import DocumentModel


@register(DocumentModel)
class DocumentModelTexts(TranslationOptions):
    fields = ("title", "purpose", "checked_by", "body")
