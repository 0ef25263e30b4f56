"""Accounts as site staff see them."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User

# One door for everybody, with its codes, second factors and limits.
admin.site.login = secure_admin_login(admin.site.login)

# Secrets, keys of sessions and unused tables are nobody's to look at.
for model in (
    Authenticator,
    EmailAddress,
    EmailConfirmation,
    SocialAccount,
    SocialApp,
    SocialToken,
    UserSession,
):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EmailAddressInline(ReadOnlyInline):
    model = EmailAddress
    fields = ["email", "verified", "primary"]


class SocialAccountInline(ReadOnlyInline):
    model = SocialAccount
    fields = readonly_fields = ["provider", "uid", "last_login"]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["__str__", "email", "language", "is_active", "is_staff", "joined_at"]
    list_filter = ["is_active", "is_staff", "language"]
    search_fields = ["email", "display_name", "emailaddress__email"]
    fields = [
        ("display_name", "email"),
        ("language", "time_zone"),
        ("is_active", "is_staff", "is_superuser"),
        "groups",
        "user_permissions",
        ("joined_at", "last_login"),
    ]
    filter_horizontal = ["groups", "user_permissions"]
    inlines = [EmailAddressInline, SocialAccountInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # people open their account themselves

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = ["email", "joined_at", "last_login"]
        if request.user.is_superuser:
            return fixed
        # Nobody gives themselves more than they have.
        return [*fixed, "is_staff", "is_superuser", "groups", "user_permissions"]
