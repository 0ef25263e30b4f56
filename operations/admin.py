"""Operations for the site's staff to look through; they are changed on the organizers' pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from operations.models import Invitation, Membership, Operation


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Operation)
class OperationAdmin(ReadOnlyAdmin):
    list_display = ("slug", "status", "starts_on", "organizing_body")
    list_filter = ("status", "format", "is_fictional")
    search_fields = ("slug", "organizing_body")
    fields = (
        "slug", "status", "commune", "organizing_body", "source_language", "starts_on", "ends_on",
        "time_zone", "format", "contact_email", "website", "is_fictional", "created_by",
    )  # fmt: skip


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ("operation", "user", "role", "created_at")
    list_filter = ("role",)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("pk", "operation", "role", "created_at", "expires_at", "accepted_at")
    fields = ("operation", "role", "created_at", "expires_at", "accepted_at", "withdrawn_at")
