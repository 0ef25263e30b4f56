"""Loads the demo: what is there already stays as it is, what is missing is added.

The rows are written directly, in bulk: past operations never were drafts here, and sixty people
must not get mails. See docs/decisions/0050-the-demo-writes-its-own-rows.md.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from communes.models import Commune
from communes.services import place_commune
from operations.models import Operation
from pages.demo.accounts import keep_accounts, known_passwords, load_accounts
from pages.demo.aiglun import AIGLUN
from pages.demo.announcements import announce
from pages.demo.brocas import BROCAS
from pages.demo.calendar import move_if_begun, today_at
from pages.demo.chaumes import CHAUMES
from pages.demo.chemere import CHEMERE
from pages.demo.decisions import decide_what_lacks
from pages.demo.gerardmer import GERARDMER
from pages.demo.letters import name_what_asks
from pages.demo.logistics import arrange_what_lacks
from pages.demo.needs import ask_what_lacks
from pages.demo.plans import plan_what_lacks
from pages.demo.proposals import propose_what_lacks
from pages.demo.registers import write_registers
from pages.demo.rows import create_operation
from pages.demo.saint_martin import ARCHIVES_DAY, SAINT_MARTIN
from pages.demo.schedule import plan_what_waits
from pages.demo.weather import plan_for_rain
from pages.demo.zones import draw_what_lacks

COUNTRY = "FR"
OPERATIONS = [BROCAS, GERARDMER, CHEMERE, AIGLUN, CHAUMES, SAINT_MARTIN, ARCHIVES_DAY]
COMMUNE_CODES = {operation.commune for operation in OPERATIONS}
# Latitude and longitude, where a checked source gives them.
COORDINATES = {
    "40056": (44.0447, -0.5339),
    "88196": (48.0731, 6.8794),
    "44040": (47.1228, -1.9136),
    "44005": (47.1275, -1.9253),
    "04001": (44.0544, 6.1411),
}


@dataclass
class Outcome:
    """What a loading did."""

    added: int = 0
    moved: int = 0

    def __str__(self) -> str:
        return f"{self.added} operations added, {self.moved} moved to a weekend ahead"


def missing_communes() -> set[str]:
    known = Commune.objects.filter(country=COUNTRY, code__in=COMMUNE_CODES)
    return COMMUNE_CODES - set(known.values_list("code", flat=True))


def load_demo(*, now: datetime) -> Outcome:
    """Bring the demo to where it should be at that moment; the communes are there already."""
    outcome, today = Outcome(), today_at(now)
    passwords = known_passwords()
    with transaction.atomic():
        team = load_accounts(passwords)
        communes = _placed_communes()
        present = {
            operation.slug: operation
            for operation in Operation.objects.filter(slug__in=[told.slug for told in OPERATIONS])
        }
        for told in OPERATIONS:
            if told.slug not in present:
                create_operation(told, communes[told.commune], team, now)
                outcome.added += 1
            elif told.is_fictional:
                outcome.moved += move_if_begun(present[told.slug], today, told.weeks_later)
        plan_what_lacks(team, now)
        ask_what_lacks(now)
        plan_what_waits(team, now)
        draw_what_lacks(now)
        propose_what_lacks(team, now)
        decide_what_lacks(now)
        write_registers()
        name_what_asks()
        arrange_what_lacks(now)
        plan_for_rain()
        announce(team, now)
    keep_accounts(passwords)
    return outcome


def _placed_communes() -> dict[str, Commune]:
    """The communes of the demo. A place that somebody gave since stays."""
    found = Commune.objects.filter(country=COUNTRY, code__in=COMMUNE_CODES)
    communes = {commune.code: commune for commune in found}
    for code, (latitude, longitude) in COORDINATES.items():
        if not communes[code].is_placed:
            place_commune(
                commune=communes[code],
                latitude=latitude,
                longitude=longitude,
                by=None,
                source=Commune.CoordinatesSource.DEMO,
            )
    return communes
