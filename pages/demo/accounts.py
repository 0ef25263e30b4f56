"""The accounts to try the site with, and the file that tells their passwords."""

import json
import os
import secrets
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.conf import settings

from accounts.models import User
from operations.models import Role

SITE = "site"
CHAUMES_TEAM = "chaumes-en-retz"
SAINT_MARTIN_TEAM = "saint-martin-de-londres"
VOLUNTEER = "volunteer"


class DemoAccount(NamedTuple):
    email: str
    role: str
    scope: str  # the slug of an operation, or the whole site
    language: str
    name: str

    @property
    def is_staff(self) -> bool:
        return self.role == "staff"


ACCOUNTS = [
    DemoAccount("staff@demo.example", "staff", SITE, "fr", "Dominique Larvor"),
    DemoAccount(
        "coordinator@demo.example", Role.COORDINATOR, CHAUMES_TEAM, "fr", "Camille Arzelier"
    ),
    DemoAccount("organizer@demo.example", Role.ORGANIZER, CHAUMES_TEAM, "fr", "Nadia Fressange"),
    DemoAccount(
        "mission-lead@demo.example", Role.MISSION_LEAD, CHAUMES_TEAM, "fr", "Malo Hervouin"
    ),
    DemoAccount("reviewer@demo.example", Role.REVIEWER, CHAUMES_TEAM, "fr", "Sylvie Montorgeuil"),
    DemoAccount("desk@demo.example", Role.DESK, CHAUMES_TEAM, "fr", "Brigitte Painparé"),
    DemoAccount("volunteer@demo.example", VOLUNTEER, CHAUMES_TEAM, "fr", "Alix Trévédic"),
    DemoAccount(
        "twin-coordinator@demo.example",
        Role.COORDINATOR,
        SAINT_MARTIN_TEAM,
        "en",
        "Olwen Castelard",
    ),
    DemoAccount(
        "twin-organizer@demo.example", Role.ORGANIZER, SAINT_MARTIN_TEAM, "en", "Farid Lunarel"
    ),
    DemoAccount(
        "twin-mission-lead@demo.example",
        Role.MISSION_LEAD,
        SAINT_MARTIN_TEAM,
        "en",
        "Edda Vikström",
    ),
    DemoAccount(
        "twin-reviewer@demo.example", Role.REVIEWER, SAINT_MARTIN_TEAM, "en", "Norbert Aspiran"
    ),
    DemoAccount("twin-desk@demo.example", Role.DESK, SAINT_MARTIN_TEAM, "en", "Hélène Soulayrac"),
    DemoAccount(
        "twin-volunteer@demo.example", VOLUNTEER, SAINT_MARTIN_TEAM, "en", "Jonas Merriwick"
    ),
    DemoAccount("translator-fr@demo.example", "translator", SITE, "fr", "Agathe Sourzac"),
    DemoAccount("translator-en@demo.example", "translator", SITE, "en", "Rosalind Thackery"),
    DemoAccount(
        "translation-reviewer-fr@demo.example",
        "translation_reviewer",
        SITE,
        "fr",
        "Émeline Dauvergnat",
    ),
    DemoAccount(
        "translation-reviewer-en@demo.example",
        "translation_reviewer",
        SITE,
        "en",
        "Winston Harkaby",
    ),
]


class Team:
    """The people of the demo's accounts, by what they do where."""

    def __init__(self, users: dict[tuple[str, str], User]) -> None:
        self._users = users

    def of(self, scope: str) -> list[tuple[User, str]]:
        """Those with a role in the team of an operation."""
        return [
            (user, role)
            for (of_scope, role), user in self._users.items()
            if of_scope == scope and role in Role.values
        ]

    def user(self, scope: str, role: str) -> User | None:
        return self._users.get((scope, role))

    def volunteer(self, scope: str) -> User:
        return self._users[scope, VOLUNTEER]


def load_accounts(passwords: dict[str, str]) -> Team:
    """Create what is missing. Passwords that are not known yet are drawn, and added to the dict."""
    users = {}
    for account in ACCOUNTS:
        user, is_new = User.objects.get_or_create(
            email=account.email,
            defaults={
                "display_name": account.name,
                "language": account.language,
                "is_staff": account.is_staff,
                "is_superuser": account.is_staff,
            },
        )
        if is_new or account.email not in passwords:
            password = passwords.setdefault(account.email, secrets.token_urlsafe(12))
            user.set_password(password)
            user.save(update_fields=["password"])
        EmailAddress.objects.get_or_create(
            user=user, email=account.email, defaults={"verified": True, "primary": True}
        )
        users[account.scope, account.role] = user
    return Team(users)


def known_passwords() -> dict[str, str]:
    try:
        accounts = json.loads((settings.DEMO_DIR / "accounts.json").read_text())
    except FileNotFoundError:
        return {}
    return {account["email"]: account["password"] for account in accounts}


def keep_accounts(passwords: dict[str, str]) -> None:
    """Write the file, readable by its owner alone, in one step."""
    if passwords == known_passwords():
        return
    accounts = [
        {
            "email": account.email,
            "password": passwords[account.email],
            "role": str(account.role),
            "scope": account.scope,
            "language": account.language,
        }
        for account in ACCOUNTS
    ]
    settings.DEMO_DIR.mkdir(parents=True, exist_ok=True)
    path = settings.DEMO_DIR / "accounts.json"
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(accounts, file, indent=2, ensure_ascii=False)
    draft.replace(path)
