import json
import stat
from collections import Counter
from datetime import datetime

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings

from accounts.models import User
from operations.models import Membership, Role
from pages.demo.calendar import PARIS
from pages.demo.loader import load_demo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_communes")]

NOW = datetime(2026, 9, 1, 12, tzinfo=PARIS)
OPEN = ["chaumes-en-retz", "saint-martin-de-londres"]
DRAFT = "saint-martin-de-londres-archives"


def demo_accounts():
    return json.loads((settings.DEMO_DIR / "accounts.json").read_text())


def test_accounts_file_has_every_role_and_passwords_that_work(client):
    load_demo(now=NOW)

    accounts = demo_accounts()
    roles = Counter((account["role"], account["scope"]) for account in accounts)
    assert set(accounts[0]) == {"email", "password", "role", "scope", "language"}
    assert roles == {
        ("staff", "site"): 1,
        **{(role, scope): 1 for scope in OPEN for role in [*Role.values, "volunteer"]},
        ("translator", "site"): 2,
        ("translation_reviewer", "site"): 2,
    }
    assert stat.S_IMODE((settings.DEMO_DIR / "accounts.json").stat().st_mode) == 0o600
    assert len({account["password"] for account in accounts}) == len(accounts)
    for account in accounts:
        user = User.objects.get(email=account["email"])
        assert user.check_password(account["password"])
        assert user.language == account["language"]
        assert user.is_staff == (account["role"] == "staff")
        assert EmailAddress.objects.get(user=user).verified


def test_each_team_has_its_own_operations_only():
    load_demo(now=NOW)

    held = Membership.objects.values_list("user__email", "role", "operation__slug")
    assert {row for row in held if row[0].startswith("twin-")} == {
        (f"twin-{role.replace('_', '-')}@demo.example", role, slug)
        for role in Role.values
        for slug in ("saint-martin-de-londres", DRAFT)
    }
    assert {row for row in held if not row[0].startswith("twin-")} == {
        (f"{role.replace('_', '-')}@demo.example", role, "chaumes-en-retz") for role in Role.values
    }


@pytest.mark.parametrize("prefix", ["", "twin-"])
def test_mission_lead_leads_two_missions_and_volunteer_has_a_history(prefix):
    load_demo(now=NOW)

    lead = User.objects.get(email=f"{prefix}mission-lead@demo.example")
    volunteer = User.objects.get(email=f"{prefix}volunteer@demo.example").volunteer
    assert lead.leads.count() >= 2
    states = Counter(volunteer.signups.values_list("state", flat=True))
    assert states["confirmed"] >= 1
    assert states["cancelled"] == 1


def test_passwords_stay_while_the_file_does_and_are_new_when_it_is_lost():
    load_demo(now=NOW)
    first = demo_accounts()
    User.objects.filter(email="desk@demo.example").delete()

    load_demo(now=NOW)
    again = demo_accounts()
    (settings.DEMO_DIR / "accounts.json").unlink()
    load_demo(now=NOW)
    anew = demo_accounts()

    assert again == first
    desk = next(account for account in anew if account["role"] == "desk")
    assert desk["password"] not in {account["password"] for account in first}
    assert User.objects.get(email=desk["email"]).check_password(desk["password"])
