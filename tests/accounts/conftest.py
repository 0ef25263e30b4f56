import re
import time

import pytest

from notifications.models import Email


@pytest.fixture
def mails_to(db):
    """The mails in the outbox for an address, oldest first."""

    def mails_to(address: str) -> list[Email]:
        return list(Email.objects.filter(recipient=address).order_by("pk"))

    return mails_to


@pytest.fixture
def code_for(mails_to):
    """The code in the latest mail to an address."""

    def code_for(address: str) -> str:
        return re.search(r"\b[B-Z]{4}-[B-Z]{4}\b", mails_to(address)[-1].text).group()

    return code_for


@pytest.fixture
def sign_in_by_code(client, code_for):
    """Sign in as people do: an address, then the code sent to it."""

    def sign_in_by_code(address: str):
        client.post("/en/accounts/login/", {"login": address})
        return client.post("/en/accounts/login/code/confirm/", {"code": code_for(address)})

    return sign_in_by_code


@pytest.fixture
def an_hour_later(monkeypatch):
    def an_hour_later():
        later = time.time() + 3600
        monkeypatch.setattr("time.time", lambda: later)

    return an_hour_later
