from datetime import UTC, datetime
from pathlib import Path

import pytest

from notifications.services import Message, Recipient
from tests.notifications.sink import Sink

NOON = datetime(2027, 6, 26, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _mail_templates(settings):
    """Mails of the tests: `hello/hello` and `hello/plain`."""
    folder = Path(__file__).parent / "templates"
    settings.TEMPLATES = [
        {**engine, "DIRS": [*engine["DIRS"], folder]} for engine in settings.TEMPLATES
    ]


@pytest.fixture
def sink(settings):
    """A mail server, and settings that name it."""
    with Sink() as sink:
        settings.EMAIL_URL = sink.url
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.controller.port
        yield sink


@pytest.fixture
def demo(settings, tmp_path):
    """A loaded demo without a mail server."""
    settings.IS_LOOPBACK, settings.EMAIL_URL, settings.DEMO_DIR = True, "", tmp_path
    (tmp_path / "accounts.json").write_text("[]")


@pytest.fixture
def hello():
    """Makes the message that says hello at noon; what is given replaces its parts."""

    def message(address="zoe@example.org", language="en", time_zone="Europe/Paris", **parts):
        name = parts.pop("name", "Zoé")
        defaults = {
            "kind": "hello",
            "obj": "operation:1",
            "to": Recipient(address, language, time_zone, name),
            "template": "hello/hello",
            "context": {"name": name, "at": NOON},
        }
        return Message(**defaults | parts)

    return message
