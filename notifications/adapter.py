"""Mails of django-allauth leave through the outbox, like all others."""

import uuid
from typing import Any

from allauth.core import context as allauth_context
from django.conf import settings
from django.utils import timezone, translation

from accounts.adapter import AccountAdapter as BaseAccountAdapter
from notifications.services import Recipient, queue_email


class AccountAdapter(BaseAccountAdapter):
    """Whoever the address belongs to, or nobody: one row is written, so both take as long."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = context.get("user")
        queue_email(
            kind="account",
            obj=template_prefix,
            version=uuid.uuid4().hex,
            to=Recipient(
                address=email,
                language=user.language if user else translation.get_language(),
                time_zone=user.time_zone if user else timezone.get_current_timezone_name(),
                name=user.display_name if user else "",
                user=user,
            ),
            subject_template=f"{template_prefix}_subject.txt",
            template=f"{template_prefix}_message",
            context={
                "request": allauth_context.request,
                "email": email,
                "current_site": {"name": settings.SITE_NAME, "domain": settings.PUBLIC_HOST},
                **context,
            },
            is_secret=True,
        )
