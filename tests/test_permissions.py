"""Every address × every method × every person, as the tables of docs/architecture.md state them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from core import heartbeat
from operations.models import Membership, Role
from tests.accounts.factories import StaffFactory, UserFactory
from tests.operations.factories import client_of
from tests.permissions_table import (
    KEYS,
    OTHER,
    PEOPLE,
    POSTED,
    ROLES,
    Team,
    address_names,
    filled,
    has_object,
    parameters_of,
    tables,
)

pytestmark = pytest.mark.django_db

OURS, OTHERS = tables()
ELSEWHERE = "203.0.113.7"  # not this machine, which may read /metrics
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@pytest.fixture
def team(settings, tmp_path) -> Team:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "covers").mkdir()
    (tmp_path / "covers" / "a.webp").write_bytes(b"picture")
    heartbeat.show()
    return Team()


@pytest.fixture
def twin() -> Team:
    """The same, of another organization."""
    return Team()


@pytest.fixture
def demo(settings, tmp_path) -> Callable[[], override_settings]:
    (tmp_path / "accounts.json").write_text("[]")
    return lambda: override_settings(DEMO_DIR=tmp_path, IS_LOOPBACK=True)


def person(column: str, team: Team, twin: Team) -> Any:
    if column == "visitor":
        return None
    if column == "signed in":
        return UserFactory()
    if column == "site staff":
        return StaffFactory(is_superuser=False)
    return twin.members["coordinator"] if column == OTHER else team.members[column]


def browser(user: Any) -> Client:
    client = client_of(user) if user else Client()
    client.defaults["REMOTE_ADDR"] = ELSEWHERE
    return client


def ask(client: Client, method: str, address: str, posted: Any = None) -> HttpResponse:
    """The answer; whatever it did is undone."""
    with transaction.atomic():
        response = client.generic(method, address) if method not in {"GET", "POST"} else None
        if response is None:
            response = getattr(client, method.lower())(address, posted)
        transaction.set_rollback(True)
    return response


def outcome(response: HttpResponse) -> str:
    """The answer in the words of the table."""
    if response.status_code in {403, 404, 405} or response.status_code >= 500:
        return str(response.status_code)
    to = response.headers.get("Location", "")
    return "sign in" if to.startswith(reverse("account_login")) else "yes"


def columns_of(column: str) -> tuple[str, str]:
    """What somebody is in the operation of the team, and in its twin."""
    if column in ROLES:
        return column, OTHER
    return column, "coordinator" if column == OTHER else column


@pytest.mark.parametrize("column", PEOPLE)
def test_every_address_answers_as_the_table_says(column, team, twin, demo):
    user = person(column, team, twin)
    client = browser(user)
    wrong = []
    for row in OURS:
        both = zip((team, twin), columns_of(column), strict=True)
        for whose, cell in both if has_object(row) else [(team, column)]:
            address = whose.address(row, user)
            posted = POSTED.get(row.name) if row.method == "POST" else None
            with demo() if row.what == "in the demo" else override_settings():
                got = outcome(ask(client, row.method, address, posted))
            if got != row.cells[cell]:
                wrong.append(f"{row}, {cell}: {got} instead of {row.cells[cell]}")

    assert not wrong, "\n".join(wrong)


def test_the_tables_name_every_address_once_and_every_person():
    seen = [str(row) for row in OURS]
    everything = address_names()

    assert all(list(row.cells) == PEOPLE for row in OURS)
    assert len(seen) == len(set(seen))
    assert {row.name for row in OURS} == {name for name in everything if is_ours(name)}
    named = [row.name for row in OTHERS if not row.name.startswith("admin:")]
    assert sorted(named) == sorted(name for name in everything if not is_ours(name))


def is_ours(name: str) -> bool:
    return ":" in name or name in {"set-theme", "media"}


def test_no_address_takes_a_method_that_the_table_does_not_name(team, twin):
    listed = {(row.name, row.method) for row in OURS}
    rows = {row.name: row for row in OURS if not row.what}
    client = browser(StaffFactory())
    taken = [
        f"{method} {name}"
        for name, row in rows.items()
        for method in METHODS
        if (name, method) not in listed
        and outcome(ask(client, method, team.address(row))) not in {"404", "405"}
    ]

    assert not taken, "\n".join(taken)


@pytest.mark.parametrize("column", ["coordinator", "site staff"])
def test_the_things_of_another_operation_do_not_exist_under_ones_own_address(column, team, twin):
    client = browser(person(column, team, twin))
    found = []
    for row in OURS:
        things = twin.of_draft if row.what == "of a draft" else twin.own
        mixed = {**things, "slug": team.draft.slug if row.what else team.operation.slug}
        keys = {key for keys in parameters_of(row.name) for key in keys}
        if "slug" not in keys or not keys & {"pk", "need_pk", "user_pk"} or row.what == "revoked":
            continue
        if row.name in KEYS:
            mixed["pk"] = mixed[KEYS[row.name]]
        got = outcome(ask(client, row.method, filled(row.name, mixed), POSTED.get(row.name)))
        if got != "404":
            found.append(f"{row}: {got}")

    assert not found, "\n".join(found)


@pytest.mark.parametrize("column", ["visitor", "signed in", OTHER])
def test_what_is_hidden_answers_like_what_does_not_exist(column, team, twin):
    client = browser(person(column, team, twin))
    different = []
    for row in OURS:
        if row.cells[column] != "404" or not has_object(row) or "demo" in row.name:
            continue
        hidden = team.address(row)
        slug = team.draft.slug if row.what == "of a draft" else team.operation.slug
        absent = hidden.replace(slug, "no-such-operation")
        answers = [
            (answer.status_code, masked(answer.content.decode()))
            for answer in (ask(client, row.method, address) for address in (hidden, absent))
        ]
        if answers[0] != answers[1] or answers[0][0] != 404:
            different.append(str(row))

    assert not different, "\n".join(different)


def masked(page: str) -> str:
    """The page without what differs at each request: its own address, and the keys of forms."""
    page = re.sub(r'"[^"]*(operation-\d+|no-such-operation)[^"]*"', '"address"', page)
    return re.sub(r'(name="(?:csrfmiddlewaretoken|client_key)" value=")[^"]*', r"\1", page)


def test_a_right_that_is_taken_away_is_gone_at_the_next_request(team):
    address = reverse("operations:organize-edit", args=[team.operation.slug])
    user = team.members["organizer"]
    client = browser(user)
    before = client.get(address).status_code

    Membership.objects.filter(user=user).update(role=Role.DESK)
    lowered = client.get(address).status_code
    Membership.objects.filter(user=user).delete()
    removed = client.get(address).status_code

    assert (before, lowered, removed) == (200, 403, 404)


def test_staff_who_leave_and_accounts_that_are_closed_lose_their_rights_at_once(team):
    address = reverse("operations:organize-edit", args=[team.operation.slug])
    user = StaffFactory()
    client = browser(user)
    answers = [outcome(client.get(address))]
    for change in ({"is_staff": False}, {"is_active": False}):
        type(user).objects.filter(pk=user.pk).update(**change)
        answers.append(outcome(client.get(address)))

    assert answers == ["yes", "404", "sign in"]


@pytest.mark.parametrize("column", ["visitor", "signed in", "site staff"])
def test_pages_of_accounts_and_of_the_administration_answer_as_the_table_says(column):
    users = {"signed in": UserFactory, "site staff": lambda: StaffFactory(is_superuser=False)}
    user = users[column]() if column in users else None
    client = browser(user)
    if user:
        signed_in_just_now(client, user)
    wrong = []
    for row in OTHERS:
        response = ask(client, "GET", plain_address(row.name))
        if row.name.startswith("admin:") and response.status_code == 302:
            # The administration has no door of its own.
            response = ask(client, "GET", response.headers["Location"])
        if outcome(response) != row.cells[column]:
            wrong.append(f"{row}: {outcome(response)} instead of {row.cells[column]}")

    assert not wrong, "\n".join(wrong)


def signed_in_just_now(client: Client, user: Any) -> None:
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "code")
    request.session.save()


def plain_address(name: str) -> str:
    if name.startswith("admin:"):
        return reverse(name)
    return filled(name, {"pk": 1, "provider_id": "openstreetmap"})
