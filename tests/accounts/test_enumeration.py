"""Whoever asks does not learn from our answers who has an account."""

import re
import statistics
import time

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from accounts.models import User
from notifications.models import Email
from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

KNOWN = "known@example.org"
UNKNOWN = "other@example.org"


def answers(address: str, steps: list[tuple[str, dict[str, str]]]) -> list[tuple]:
    """What a stranger sees on the way: status, address, headers, page, without its tokens."""
    stranger = Client()
    seen = []
    for path, data in steps:
        data = {name: value.replace("ADDRESS", address) for name, value in data.items()}
        for response in (stranger.post(path, data), stranger.get(path)):
            body = re.sub(
                r'name="(csrfmiddlewaretoken|client_key)" value="[^"]*"',
                "",
                response.content.decode(),
            )
            headers = {
                name: value
                for name, value in response.headers.items()
                if name not in {"Content-Length", "Expires"}
            }
            seen.append((response.status_code, headers, body.replace(address, "ADDRESS")))
    return seen


WRONG = {"code": "BBBB-BBBB"}
FLOWS = {
    "sign-up": [
        ("/en/accounts/signup/", {"email": "ADDRESS"}),
        ("/en/accounts/confirm-email/", WRONG),
        ("/en/accounts/confirm-email/", {"code": ""}),
        ("/en/accounts/confirm-email/", WRONG),
    ],
    "sign-in by code": [
        ("/en/accounts/login/", {"login": "ADDRESS"}),
        ("/en/accounts/login/code/confirm/", WRONG),
        ("/en/accounts/login/code/confirm/", {"action": "resend"}),
        ("/en/accounts/login/code/confirm/", {"code": ""}),
        ("/en/accounts/login/code/confirm/", WRONG),
    ],
    "code page": [
        ("/en/accounts/login/code/", {"email": "ADDRESS"}),
        ("/en/accounts/login/code/confirm/", WRONG),
    ],
    "password": [
        *[("/en/accounts/login/", {"login": "ADDRESS", "password": "wrong"})] * 7,
    ],
    "password reset": [
        ("/en/accounts/password/reset/", {"email": "ADDRESS"}),
        ("/en/accounts/password/reset/confirm/", WRONG),
        ("/en/accounts/password/reset/confirm/", {"code": ""}),
        ("/en/accounts/password/reset/confirm/", WRONG),
        ("/en/accounts/password/reset/complete/", {"password1": "x", "password2": "x"}),
    ],
}


@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.parametrize("password", [PASSWORD, "!none"])
def test_an_address_with_an_account_and_one_without_get_the_same_answers(flow, password):
    UserFactory(email=KNOWN, password=password)

    known, unknown = answers(KNOWN, FLOWS[flow]), answers(UNKNOWN, FLOWS[flow])

    assert len(known) == 2 * len(FLOWS[flow])
    assert known == unknown


@pytest.mark.parametrize("flow", [name for name in FLOWS if name != "password"])
def test_both_get_a_mail(flow):
    UserFactory(email=KNOWN)

    answers(KNOWN, FLOWS[flow][:1])
    answers(UNKNOWN, FLOWS[flow][:1])

    assert sorted(Email.objects.values_list("recipient", flat=True)) == [KNOWN, UNKNOWN]


def test_an_unconfirmed_account_answers_like_none():
    UserFactory(email=KNOWN, address__verified=False)

    assert answers(KNOWN, FLOWS["sign-up"]) == answers(UNKNOWN, FLOWS["sign-up"])


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/en/accounts/signup/", {"email": "ADDRESS"}),
        ("/en/accounts/login/", {"login": "ADDRESS"}),
        ("/en/accounts/login/", {"login": "ADDRESS", "password": "wrong"}),
        ("/en/accounts/password/reset/", {"email": "ADDRESS"}),
    ],
)
def test_both_take_as_long(path, data, settings):
    """Medians of work, with the hashing of real sites, which would show at once."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    users = UserFactory.create_batch(9)
    User.objects.update(password=make_password(PASSWORD))
    times: dict[bool, list[float]] = {True: [], False: []}
    for number, user in enumerate(users):
        for is_known, address in ((True, user.email), (False, f"nobody{number}@example.org")):
            stranger = Client()
            sent = {name: value.replace("ADDRESS", address) for name, value in data.items()}
            start = time.thread_time()
            stranger.post(path, sent)
            times[is_known].append(time.thread_time() - start)

    gap = abs(statistics.median(times[True]) - statistics.median(times[False]))
    assert gap < 0.02
    assert User.objects.filter(email__endswith=".invalid").count() == 0
