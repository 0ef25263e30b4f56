"""What a mail says: written for one reader, in their language and time zone.

It is written once, as text; its HTML is laid out from that text when it leaves, so that both say
the same. Lines between empty ones are a paragraph; "* " begins an item of a list, four spaces set
a code apart, and an address alone on its line is a link: a button, when the line before names it.
"""

import base64
import re
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.mime.base import MIMEBase
from email.utils import formataddr, parseaddr
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models
from django.template import Context, Engine
from django.utils import timezone, translation

from core.text import BIDI_CONTROLS
from notifications.models import Email

SIGNATURE = f"\n\n-- \n{settings.SITE_NAME}\n{settings.PUBLIC_BASE_URL}\n"
ADDRESS = re.compile(r"https?://\S+")
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
    """A mail to write from `<template>.txt`.

    The first line is "Subject: …", unless the subject has a template of its own.
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
    unsubscribe_address: str = ""  # for words that nobody has to get; RFC 8058


@dataclass(frozen=True)
class Words:
    subject: str
    text: str


def write(message: Message) -> Words:
    """The words of a mail, as its reader reads them."""
    with read_by(message.to):
        context = {
            "site_name": settings.SITE_NAME,
            "site_url": settings.PUBLIC_BASE_URL,
            "to": message.to,
            **message.context,
        }
        body = _render(f"{message.template}.txt", context)
        if message.subject_template:
            subject = _render(message.subject_template, context)
        else:
            subject, _newline, body = body.removeprefix("Subject:").partition("\n")
        return Words(one_line(subject), body.strip() + SIGNATURE)


def known_language(code: str) -> str:
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@contextmanager
def read_by(to: Recipient):
    try:
        zone = zoneinfo.ZoneInfo(to.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        zone = timezone.get_default_timezone()
    with translation.override(known_language(to.language)), timezone.override(zone):
        yield


def one_line(text: str, limit: int = 200) -> str:
    """Fit for a header: one line, with nothing invisible that controls it or turns it round."""
    return " ".join(CONTROLS.sub(" ", HIDDEN.sub("", text)).split())[:limit].strip()


def _render(name: str, context: dict[str, Any]) -> str:
    # Text is not HTML: no escaping, whatever the templates include.
    text = Engine.get_default().get_template(name).render(Context(context, autoescape=False))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@dataclass(frozen=True)
class Part:
    """A block of a mail's text: only one of its kinds is there."""

    lines: Sequence[str] = ()
    items: Sequence[Sequence[str]] = ()
    code: str = ""
    address: str = ""
    label: str = ""


def as_html(email: Email) -> str:
    """The text of a mail, laid out."""
    language = known_language(email.language)
    context = {
        "parts": _parts(email.text.removesuffix(SIGNATURE)),
        "subject": email.subject,
        "language": language,
        "direction": "rtl" if language in settings.LANGUAGES_BIDI else "ltr",
        "site_name": settings.SITE_NAME,
        "site_url": settings.PUBLIC_BASE_URL,
    }
    return Engine.get_default().get_template("emails/layout.html").render(Context(context))


def _parts(text: str) -> Iterator[Part]:
    for is_list, blocks in groupby(text.split("\n\n"), key=lambda block: block.startswith("* ")):
        if is_list:
            yield Part(items=[_lines(block.removeprefix("* ")) for block in blocks])
        else:
            yield from map(_part, blocks)


def _part(block: str) -> Part:
    *before, last = lines = _lines(block)
    if block.startswith("    "):
        return Part(code=block.strip())
    if ADDRESS.fullmatch(last):
        return Part(address=last, label=" ".join(before).rstrip(":\u202f\u00a0 "))
    return Part(lines=lines)


def _lines(block: str) -> list[str]:
    return [line.strip() for line in block.splitlines()] or [""]


def as_mime(email: Email, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """The stored mail as it goes to the server, the same at each try."""
    site_name, site_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    sender = f"{email.sender_name} ({site_name})" if email.sender_name else site_name
    mail = EmailMultiAlternatives(
        subject=email.subject,
        body=email.text,
        from_email=formataddr((harmless_name(sender), site_address)),
        to=[formataddr((harmless_name(email.recipient_name), email.recipient))],
        headers=_headers(email),
        connection=connection,
    )
    mail.attach_alternative(as_html(email), "text/html")
    for attachment in email.attachments:
        mail.attach(_as_part(attachment))
    return mail


def _headers(email: Email) -> dict[str, str]:
    headers = {
        "Message-ID": email.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": email.language,
    }
    if email.unsubscribe_address:
        headers["List-Unsubscribe"] = f"<{email.unsubscribe_address}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def harmless_name(name: str) -> str:
    """A name that no mail program takes for an address or for a list of them."""
    return one_line(re.sub(r'[@:;,"<>\\]', " ", name), 120)


def _as_part(attachment: Mapping[str, str]) -> MIMEBase:
    # "text/calendar; method=PUBLISH": calendars look at the parameter as well.
    kind, *parameters = attachment["type"].split("; ")
    part = MIMEBase(*kind.split("/"))
    for name, _equals, value in (each.partition("=") for each in parameters):
        part.set_param(name, value)
    part.set_payload(base64.encodebytes(base64.b64decode(attachment["content"])).decode())
    part["Content-Transfer-Encoding"] = "base64"
    part.add_header("Content-Disposition", "attachment", filename=attachment["name"])
    return part
