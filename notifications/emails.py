"""What a mail says: rendered for one reader, in their language and time zone."""

import base64
import re
import zoneinfo
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.parser import Parser as EmailParser
from email.utils import formataddr, parseaddr
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models
from django.template import Context, Engine, TemplateDoesNotExist
from django.utils import timezone, translation

from core.text import BIDI_CONTROLS
from notifications.models import Email

inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)

SIGNATURE = f"\n\n-- \n{settings.SITE_NAME}\n{settings.PUBLIC_BASE_URL}\n"
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Direction controls and other signs without a shape; joiners stay, Persian and emoji need them.
HIDDEN = re.compile(f"[{BIDI_CONTROLS}\u00ad\u200b\u2060-\u206f\ufeff\ud800-\udfff]")


@dataclass(frozen=True)
class Recipient:
    """Who reads the mail, and how. Without an address nothing is queued."""

    address: str | None
    language: str
    time_zone: str
    name: str = ""
    user: Any = None

    @classmethod
    def from_user(cls, user) -> "Recipient":
        return cls(user.email, user.language, user.time_zone, user.display_name, user)


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    type: str = "application/octet-stream"

    def as_json(self) -> dict[str, str]:
        content = base64.b64encode(self.content).decode()
        return {"name": self.name, "type": self.type, "content": content}


@dataclass(frozen=True)
class Message:
    """A mail to write: `template` names a pair, `<template>.txt` and `<template>.html`.

    The first line of the text is "Subject: …", unless the subject has a template of its own.
    Where there is no HTML one, the text is laid out as HTML.
    """

    kind: str
    obj: models.Model | str
    to: Recipient
    template: str
    subject_template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    version: str | int = ""
    attachments: Sequence[Attachment] = ()
    is_secret: bool = False
    sender_name: str = ""


@dataclass(frozen=True)
class Words:
    subject: str
    text: str
    html: str


def write(message: Message) -> Words:
    """The words of a mail, as its reader reads them."""
    with read_by(message.to):
        context = {
            "site_name": settings.SITE_NAME,
            "site_url": settings.PUBLIC_BASE_URL,
            "html_lang": translation.get_language(),
            "html_dir": "rtl" if translation.get_language_bidi() else "ltr",
            "to": message.to,
            **message.context,
        }
        body = _plain(f"{message.template}.txt", context)
        if message.subject_template:
            subject = _plain(message.subject_template, context)
        else:
            subject, _newline, body = body.removeprefix("Subject:").partition("\n")
        context |= {"subject": one_line(subject), "body": body.strip()}
        try:
            html = _html(f"{message.template}.html", context)
        except TemplateDoesNotExist:
            html = _html("emails/plain.html", context)
        return Words(context["subject"], context["body"] + SIGNATURE, html)


@contextmanager
def read_by(to: Recipient):
    language = to.language if to.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    try:
        zone = zoneinfo.ZoneInfo(to.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        zone = timezone.get_default_timezone()
    with translation.override(language), timezone.override(zone):
        yield


def one_line(text: str, limit: int = 200) -> str:
    """Fit for a header: one line, with nothing invisible that controls it or turns it round."""
    return " ".join(CONTROLS.sub(" ", HIDDEN.sub("", text)).split())[:limit].strip()


def _plain(name: str, context: dict[str, Any]) -> str:
    # Text is not HTML: no escaping, whatever the templates include.
    text = Engine.get_default().get_template(name).render(Context(context, autoescape=False))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _html(name: str, context: dict[str, Any]) -> str:
    return Engine.get_default().get_template(name).render(Context(context))


def as_mime(email: Email, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """The stored mail as it goes to the server, the same at each try."""
    site_name, site_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    sender = f"{email.sender_name} ({site_name})" if email.sender_name else site_name
    mail = EmailMultiAlternatives(
        subject=email.subject,
        body=email.text,
        from_email=formataddr((harmless_name(sender), site_address)),
        to=[formataddr((harmless_name(email.recipient_name), email.recipient))],
        headers={
            "Message-ID": email.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": email.language,
        },
        connection=connection,
    )
    # Mail readers drop the styles of the head: put them on the elements.
    mail.attach_alternative(inliner.inline(email.html), "text/html")
    for attachment in email.attachments:
        mail.attach(_as_part(attachment))
    return mail


def harmless_name(name: str) -> str:
    """A name that no mail program takes for an address or for a list of them."""
    return one_line(re.sub(r'[@:;,"<>\\]', " ", name), 120)


def _as_part(attachment: Mapping[str, str]) -> MIMEBase:
    # "text/calendar; method=PUBLISH": calendars look at the parameter as well.
    header = EmailParser().parsestr(f"Content-Type: {attachment['type']}", headersonly=True)
    part = MIMEBase(header.get_content_maintype(), header.get_content_subtype())
    for name, value in header.get_params(failobj=[])[1:]:
        part.set_param(name, value)
    part.set_payload(base64.b64decode(attachment["content"]))
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment["name"])
    return part
