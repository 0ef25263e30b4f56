"""Logs that can be shown to anyone who looks after the machine."""

import logging
import re

from django.views.debug import SafeExceptionReporterFilter

_SECRET_IN_ADDRESS = re.compile(r"(/(?:me|invitations|votes|confirm|key)/)[\w\-:=.%]{16,}")
_MAIL_ADDRESS = re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]+")


def without_secrets(text: str) -> str:
    """The text with the secrets of links and the mail addresses covered."""
    return _MAIL_ADDRESS.sub("<address>", _SECRET_IN_ADDRESS.sub(r"\1<secret>", text))


class HideSecrets(logging.Filter):
    """Covers the secrets in what is logged, whoever logs it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_secrets(record.getMessage())
        record.args = None
        return True


class NoPersonalDataFilter(SafeExceptionReporterFilter):
    """Error reports name no field that a person filled in."""

    def is_active(self, request: object) -> bool:
        return True

    def get_post_parameters(self, request: object) -> dict[str, str]:
        posted = getattr(request, "POST", {})
        return dict.fromkeys(posted, self.cleansed_substitute)
