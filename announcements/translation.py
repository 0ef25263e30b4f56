from modeltranslation.translator import TranslationOptions, register

from announcements.models import Announcement


@register(Announcement)
class AnnouncementTexts(TranslationOptions):
    fields = ("subject", "body")
