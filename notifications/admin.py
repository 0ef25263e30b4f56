"""What became of the mails, for site staff. Their words stay out: they hold personal links."""

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.rules import is_site_staff
from core.demo import demo_is_on
from core.refusal import Refusal
from notifications.models import Email
from notifications.services import send_again


@admin.register(Email)
class EmailAdmin(admin.ModelAdmin):
    list_display = ("kind", "recipient", "state", "last_error", "attempts", "queued_at", "sent_at")
    list_filter = ("state", "kind", "language")
    search_fields = ("recipient", "about", "message_id")
    ordering = ("-queued_at",)
    list_per_page = 50
    show_full_result_count = False
    exclude = ("subject", "text", "html", "attachments")
    actions = ("send_again",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_site_staff(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Email | None = None) -> bool:
        return is_site_staff(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Email | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Email | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not settings.EMAIL_URL and not demo_is_on():
            missing = _("No mail server is configured: mails wait here. Set EMAIL_URL.")
            messages.warning(request, missing)
        return super().changelist_view(request, extra_context)

    @admin.action(description=_("Send again"))
    def send_again(self, request: HttpRequest, mails: QuerySet[Email]) -> None:
        queued = 0
        for mail in mails:
            try:
                send_again(mail)
            except Refusal as refusal:
                messages.error(request, f"{mail}: {refusal}")
            else:
                queued += 1
        if queued:
            sentence = ngettext(
                "%(count)d mail will be tried again.",
                "%(count)d mails will be tried again.",
                queued,
            )
            messages.success(request, sentence % {"count": queued})
