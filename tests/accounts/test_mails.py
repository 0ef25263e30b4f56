"""Every mail of accounts, in every language: whole and in our words."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.utils import timezone

from notifications.emails import Message, Recipient, write

SHIPPED = Path(allauth.__file__).parent / "templates"
OURS = Path(settings.BASE_DIR) / "templates"
# Links instead of codes, and the telephone: not in this configuration.
UNUSED = {"account/email/password_reset_key"}


def mails() -> list[str]:
    files = [
        path
        for app in ("account", "mfa", "socialaccount")
        for path in (SHIPPED / app).glob("email/*_subject.txt")
    ]
    names = {str(path.relative_to(SHIPPED)).removesuffix("_subject.txt") for path in files}
    return sorted(names - UNUSED)


CONTEXT = {
    "code": "RVFX-RZQQ",
    "email": "jeanne@example.org",
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "deleted_email": "old@example.org",
    "provider": "OpenStreetMap",
    "ip": "192.0.2.1",
    "user_agent": "Village browser",
}


@pytest.mark.parametrize("name", mails())
@pytest.mark.parametrize("language", ["fr", "en"])
def test_mail_is_whole(name, language):
    words = write(
        Message(
            kind="account",
            obj=name,
            to=Recipient("jeanne@example.org", language, "Europe/Paris"),
            subject_template=f"{name}_subject.txt",
            template=f"{name}_message",
            context=CONTEXT | {"timestamp": timezone.now()},
        )
    )

    assert 8 <= len(words.subject) <= 78
    assert len(words.text) > 150
    for text in (words.subject, words.text):
        assert "{{" not in text
        assert "{%" not in text
        assert "  " not in words.subject
    if name.endswith(("_code", "_confirmation", "_confirmation_signup")):
        assert "RVFX-RZQQ" in words.subject
        assert "RVFX-RZQQ" in words.text
        assert "\n    RVFX-RZQQ\n" in words.text


@pytest.mark.parametrize("name", mails())
def test_mail_is_in_our_words(name):
    for part in ("subject", "message"):
        assert (OURS / f"{name}_{part}.txt").exists()


def test_every_message_on_a_page_is_in_our_words():
    theirs = {
        str(path.relative_to(SHIPPED))
        for app in ("account", "mfa", "socialaccount", "usersessions")
        for path in (SHIPPED / app).glob("messages/*.txt")
        if "phone" not in path.name
    }

    assert {name for name in theirs if not (OURS / name).exists()} == set()
