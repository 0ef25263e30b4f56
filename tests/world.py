"""A site with everything on it, and every page that a person can open there.

`tests/test_html.py` reads the pages, `tests/browser/test_barriers.py` looks at them. A new page
that is not in `pages_of` makes `test_every_page_is_looked_at` fail.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import SESSION_KEY
from django.db.models import F
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from accounts.models import User
from core.tokens import new_token, token_hash
from documents.services.loading import load_documents
from guides.services import load_sheets
from logistics.models import BedOffer, BedRequest, SeatRequest
from missions.models import Kit, Mission, Need, Place, Proposal, Shift, Signup
from missions.services.codes import codes_of
from missions.services.signups import join_by_address
from notifications.models import Email
from operations.models import Invitation, Operation, Role
from pages.demo.loader import COMMUNE_CODES, load_demo
from planning.models import Step
from registers.models import Request
from tests.accounts.factories import PASSKEY, PASSWORD, StaffFactory, UserFactory
from tests.communes.factories import CommuneFactory
from tests.operations.factories import client_of
from volunteers.models import Volunteer
from volunteers.services import make_link
from zones.models import Zone

OPEN, DRAFT, PAST = "chaumes-en-retz", "saint-martin-de-londres-archives", "brocas-2013"
LINES = ["second_referent", "commune"]  # one that is missing, and one that is met
REPORTED = [PAST, "gerardmer-2014", "chemere-2015", "aiglun-2016"]
NAMES = {"44005": "Chaumes-en-Retz", "44040": "Chéméré", "40056": "Brocas"}


@dataclass(frozen=True)
class Address:
    """A page: its path after the language, who opens it, and what it answers."""

    path: str
    reader: str = "nobody"
    status: int = 200
    has_language: bool = True

    def within(self, language: str) -> str:
        return f"/{language}{self.path}" if self.has_language else self.path


@dataclass
class World:
    readers: dict[str, Client]
    addresses: list[Address]

    def cookies_of(self, reader: str) -> dict[str, str]:
        return {name: morsel.value for name, morsel in self.readers[reader].cookies.items()}

    def get(self, address: Address, language: str):
        client = self.readers[address.reader]
        return client.get(address.within(language), headers={"accept-language": language})


def settings_of(folder) -> dict[str, object]:
    """What makes the demo show its mails."""
    return {"DEMO_DIR": folder / "demo", "IS_LOOPBACK": True}


def build_world() -> World:
    """The demo, and beside it what people leave behind when they use the site."""
    whole = {}
    for code in sorted(COMMUNE_CODES):
        whole[code] = CommuneFactory(
            code=code, name=NAMES.get(code, f"Village {code}"), department_name="Loire-Atlantique"
        )
    whole["44040"].kind, whole["44040"].successor = "delegated", whole["44005"]
    whole["44040"].save()
    load_sheets()
    load_documents()
    load_demo(now=timezone.now())
    chosen = {"assets": ["archives", "heritage"], "sheets": ["oral", "scan", "report", "aerial"]}
    Kit.objects.create(operation=Operation.objects.get(slug=OPEN), **chosen)
    return World(_readers(), _addresses())


def _readers() -> dict[str, Client]:
    staff = StaffFactory(display_name="Dominique")
    keeper = UserFactory(display_name="Maïa")
    Authenticator.objects.create(user=keeper, type="webauthn", data=PASSKEY)
    TOTP.activate(keeper, generate_totp_secret())
    RecoveryCodes.activate(keeper)
    readers = {
        "nobody": Client(),
        "newcomer": client_of(UserFactory(display_name="Nour")),
        "staff": client_of(staff),
        "keeper": client_of(keeper),
        "proven": client_of(UserFactory(display_name="Théo")),
        "proven keeper": client_of(keeper),
        "with password": client_of(UserFactory(password=PASSWORD)),
        "signed up": Client(),
    }
    for name in ("coordinator", "desk", "volunteer", "twin-coordinator"):
        readers[name] = client_of(User.objects.get(email=f"{name}@demo.example"))
    for name in ("proven", "proven keeper", "with password"):
        session = readers[name].session
        user = User.objects.get(pk=session[SESSION_KEY])
        record_authentication(SimpleNamespace(session=session), user, "code")
        session.save()
    need = Need.objects.filter(
        shift__mission__operation__slug=OPEN, shift__starts_at__gt=timezone.now()
    ).earliest("pk")
    signups = join_by_address(name="Zoé", email="zoe@example.org", language="fr", needs=[need])
    session = readers["signed up"].session
    session["signed_up"] = [signup.pk for signup in signups]
    session["stay_and_ride"] = "zoe@example.org"
    session["proposed"] = Proposal.objects.filter(operation__slug=OPEN).earliest("pk").pk
    session.save()
    return readers | _half_way_in()


def _half_way_in() -> dict[str, Client]:
    """People between two pages of an entrance."""
    known = UserFactory(password=PASSWORD)
    careful = UserFactory(password=PASSWORD)
    TOTP.activate(careful, generate_totp_secret())
    readers = {name: Client() for name in ("entering", "joining", "careful", "resetting", "reset")}
    readers["entering"].post("/en/accounts/login/code/", {"email": known.email})
    readers["joining"].post("/en/accounts/signup/", {"email": "new@example.org"})
    signing_in = {"login": careful.email, "password": PASSWORD}
    readers["careful"].post("/en/accounts/login/", signing_in)
    readers["resetting"].post("/en/accounts/password/reset/", {"email": known.email})
    readers["reset"].post("/en/accounts/password/reset/", {"email": known.email})
    code = code_in(Email.objects.filter(recipient=known.email).latest("pk"))
    readers["reset"].post("/en/accounts/password/reset/confirm/", {"code": code})
    return readers


def code_in(mail: Email) -> str:
    return re.search(r"\b[B-Z]{4}-[B-Z]{4}\b", mail.text).group()


def _invitation(operation: Operation, user: User, **fields) -> str:
    token = new_token()
    later = timezone.now() + timedelta(days=7)
    facts = {"role": Role.DESK, "language": "en", "expires_at": later} | fields
    Invitation.objects.create(
        operation=operation, email=user.email, token_hash=token_hash(token), **facts
    )
    return token


def _vote_link(operation: Operation, *, is_over: bool = False) -> str:
    """For somebody of the committee who has no account, on a motion that is open or decided."""
    token = new_token()
    motion = operation.motions.filter(closed_at__isnull=not is_over).earliest("pk")
    member = operation.committee.filter(user=None).exclude(email="").earliest("pk")
    motion.links.create(member=member, token_hash=token_hash(token))
    return token


def _links_to_proposals() -> list[str]:
    """One that waits, and one that was returned with questions."""
    tokens = []
    proposals = Proposal.objects.filter(operation__slug=OPEN).exclude(state="accepted")
    for proposal, state in zip(proposals.order_by("pk"), ("received", "returned"), strict=True):
        tokens.append(new_token())
        proposal.token_hash, proposal.state = token_hash(tokens[-1]), state
        proposal.save()
    return tokens


def _addresses() -> list[Address]:
    people = [*_public(), *_personal(), *_entrance(), *_account()]
    return [*people, *_organizer(), *_logistics(), *_errors()]


def _public() -> list[Address]:
    mission = Mission.objects.filter(operation__slug=OPEN, lead__isnull=False).earliest("pk")
    undecided = Mission.objects.undecided().get(operation__slug=OPEN)
    shift = Shift.objects.filter(mission__operation__slug=OPEN).latest("starts_at")
    mail = Email.objects.earliest("pk")
    return [
        *map(Address, ["/", "/about/", "/privacy/", "/accessibility/", "/licences/"]),
        Address("/gallery/", "staff"),
        *map(Address, ["/operations/", "/operations/?q=brocas&theme=botany", "/operations/?q=zz"]),
        *map(Address, ["/communes/", "/communes/?q=chem", "/communes/?q=zzz"]),
        *map(Address, ["/guides/", "/guides/?q=photo&theme=history", "/guides/?q=zzz"]),
        *map(Address, ["/guides/carto-field/", "/guides/oral/"]),
        *map(Address, ["/communes/FR/44005/", "/communes/FR/44040/", "/communes/FR/40056/"]),
        Address(f"/operations/{OPEN}/"),
        Address(f"/operations/{OPEN}/", "coordinator"),
        Address(f"/operations/{DRAFT}/", "twin-coordinator"),
        *[Address(f"/operations/{slug}/") for slug in REPORTED],
        *[Address(f"/operations/{slug}/decisions/") for slug in (OPEN, PAST)],
        Address(f"/operations/{OPEN}/missions/{mission.pk}/"),
        Address(f"/operations/{OPEN}/missions/{mission.pk}/", "coordinator"),
        Address(f"/operations/{OPEN}/signup/?shift={shift.pk}"),
        Address(f"/operations/{OPEN}/signup/?view=grid"),
        Address(f"/operations/{OPEN}/signup/", "volunteer"),
        Address(f"/operations/{PAST}/signup/"),
        Address(f"/operations/{OPEN}/signup/done/", "signed up"),
        Address(f"/operations/{OPEN}/propose/"),
        Address(f"/operations/{PAST}/propose/"),
        Address(f"/operations/{OPEN}/propose/done/", "signed up"),
        Address(f"/operations/{OPEN}/missions/{undecided.pk}/"),
        Address("/demo/mailbox/", has_language=False),
        Address(f"/demo/mailbox/{mail.pk}/", has_language=False),
    ]


def _personal() -> list[Address]:
    waiting = Signup.objects.filter(state=Signup.State.WAITING).earliest("pk").volunteer
    unproven = Signup.objects.filter(confirmed_at=None, volunteer__email="zoe@example.org").get()
    needs = Need.objects.filter(shift__mission__operation__slug=OPEN, role="contributor")
    free = needs.filter(taken__lt=F("places")).latest("shift__starts_at")
    full = needs.filter(taken=F("places")).earliest("pk")
    operation = Operation.objects.get(slug=OPEN)
    guest = User.objects.get(display_name="Nour")
    other = User.objects.get(display_name="Théo")
    invited = _invitation(operation, guest)
    late = _invitation(operation, other, expires_at=timezone.now())
    return [
        Address(f"/me/{make_link(waiting)}/"),
        Address(f"/me/{make_link(waiting)}/announcements/"),
        Address(f"/me/{make_link(unproven.volunteer)}/"),
        Address("/me/no-such-link/", status=404),
        Address(f"/me/{make_link(waiting)}/take/{free.pk}/"),
        Address(f"/me/{make_link(waiting)}/take/{full.pk}/"),
        *[Address(f"/proposals/{token}/") for token in _links_to_proposals()],
        Address("/proposals/no-such-link/", status=404),
        Address("/me/", "volunteer"),
        Address("/me/", "newcomer"),
        Address("/me/links/"),
        Address(f"/invitations/{invited}/"),
        Address(f"/invitations/{invited}/", "newcomer"),
        Address(f"/invitations/{invited}/", "desk"),
        Address(f"/invitations/{late}/", "proven", 410),
        Address("/invitations/no-such-invitation/", status=404),
        Address(f"/votes/{_vote_link(operation)}/"),
        Address(f"/votes/{_vote_link(operation, is_over=True)}/", status=410),
        Address("/votes/no-such-vote/", status=404),
    ]


def _entrance() -> list[Address]:
    accounts = [
        ("login/", "nobody"),
        ("login/code/", "nobody"),
        ("login/code/confirm/", "entering"),
        ("signup/", "nobody"),
        ("confirm-email/", "joining"),
        ("inactive/", "nobody"),
        ("password/reset/", "nobody"),
        ("password/reset/confirm/", "resetting"),
        ("password/reset/complete/", "reset"),
        ("password/reset/done/", "nobody"),
        ("2fa/authenticate/", "careful"),
        ("3rdparty/login/cancelled/", "nobody"),
    ]
    failed = Address("/accounts/3rdparty/login/error/", status=401)
    return [*[Address(f"/accounts/{path}", reader) for path, reader in accounts], failed]


def _account() -> list[Address]:
    key = Authenticator.objects.get(type="webauthn").pk
    paths = {
        "newcomer": ["settings/", "reauthenticate/code/", "sessions/", "logout/", "email/"],
        "keeper": ["2fa/reauthenticate/", "2fa/webauthn/reauthenticate/", "3rdparty/"],
        "proven": [
            "email/",
            "password/set/",
            "2fa/",
            "2fa/webauthn/",
            "2fa/webauthn/add/",
            "2fa/totp/activate/",
            "3rdparty/",
        ],
        "proven keeper": [
            "2fa/",
            "2fa/webauthn/",
            f"2fa/webauthn/keys/{key}/remove/",
            f"2fa/webauthn/keys/{key}/edit/",
            "2fa/totp/deactivate/",
            "2fa/recovery-codes/",
            "2fa/recovery-codes/generate/",
        ],
        "with password": ["password/change/", "reauthenticate/"],
    }
    return [Address(f"/accounts/{path}", reader) for reader in paths for path in paths[reader]]


def _organizer() -> list[Address]:
    missions = Mission.objects.filter(operation__slug=OPEN)
    mission = missions.filter(phase=Mission.Phase.DURING).earliest("pk").pk
    signup = Signup.objects.live().filter(need__shift__mission=mission).earliest("pk")
    shift, need = signup.need.shift_id, signup.need_id
    place = Place.objects.filter(operation__slug=OPEN).earliest("pk").pk
    undecided = missions.undecided().get().pk
    proposals = Proposal.objects.filter(operation__slug=OPEN).values_list("pk", flat=True)
    step = Step.objects.filter(plan__operation__slug=OPEN, code="deliberation").get().pk
    operation = Operation.objects.get(slug=OPEN)
    request = Request.objects.filter(operation=operation).earliest("pk").pk
    sent, waiting = (operation.announcements.get(state=state).pk for state in ("sent", "waiting"))
    member, meeting, indicator = (
        rows.earliest("pk").pk
        for rows in (operation.committee, operation.meetings, operation.indicators)
    )
    motion = operation.motions.open().earliest("pk").pk
    decided = operation.motions.over().earliest("pk").pk
    zone = Zone.objects.filter(operation=operation).get()
    sector = zone.sectors.filter(state="to_do").earliest("pk").pk
    paths = [
        "",
        *["status/running/", "status/cancelled/", "edit/", "edit/?lang=en", "pictures/", "team/"],
        *["charter/", "team/hand-over/", "charter/committee/add/", f"charter/committee/{member}/"],
        *["charter/meetings/add/", f"charter/meetings/{meeting}/"],
        *["charter/indicators/add/", f"charter/indicators/{indicator}/"],
        *["decisions/", "decisions/new/", f"decisions/{motion}/", f"decisions/{decided}/"],
        *[f"decisions/{motion}/edit/", f"decisions/{motion}/edit/?lang=en"],
        *["missions/", "missions/new/", f"missions/{mission}/edit/", f"missions/{mission}/cancel/"],
        *[f"missions/{mission}/decide/", f"missions/{undecided}/decide/"],
        *["proposals/", *[f"proposals/{one}/" for one in proposals]],
        *[f"missions/{mission}/shifts/", f"shifts/{shift}/", f"shifts/{shift}/cancel/"],
        *["announcements/", "announcements/new/", f"announcements/{sent}/send/"],
        *[f"announcements/{waiting}/", f"announcements/{waiting}/send/", "failed-mails/"],
        *["plan-b/", f"shifts/{shift}/rain/"],
        *["registers/", f"registers/requests/{request}/", "registers/budget/add/"],
        *["programme/", "programme/?view=list", "programme/?view=table&step=5"],
        *[f"programme/{shift}/", "programme/release/"],
        *["plan/", "plan/?view=calendar", "plan/?view=chart&owner=me", "plan/new/"],
        *[f"plan/{step}/", f"plan/{step}/edit/"],
        *["kit/", "kit/missions/", "kit/proposal/"],
        *["documents/", "documents/?language=fr", "documents/residents-letter/"],
        *["documents/poster/?language=en", "documents/equipment-sheet/"],
        *["needs/", "needs/?role=guide&lack=all", "needs/?lack=language"],
        *["places/", "places/new/", f"places/{place}/"],
        *["zones/", "zones/new/", f"zones/{zone.pk}/", f"sectors/{sector}/"],
        *[f"zones/{zone.pk}/{rest}/" for rest in ("edit", "delete", "outline", "cut", "sectors")],
        *["prints/", "paper-round/"],
        *["clone/", "history/", "history/?who=site&day=2020-01-01", "exports/"],
        *["roster/", f"roster/?mission={mission}", f"roster/add/{need}/", f"roster/{signup.pk}/"],
    ]
    return [
        Address("/organize/", "newcomer"),
        Address("/organize/", "twin-coordinator"),
        Address("/organize/new/", "newcomer"),
        Address("/communes/add/", "newcomer"),
        *[Address(f"/organize/{OPEN}/{path}", "coordinator") for path in paths],
        Address(f"/organize/{DRAFT}/", "twin-coordinator"),
        Address(f"/organize/{DRAFT}/plan/", "twin-coordinator"),
        Address(f"/organize/{DRAFT}/paper-round/?shift={_begun_shift().pk}", "twin-coordinator"),
        Address(f"/organize/{OPEN}/", "desk"),
        Address(f"/organize/{OPEN}/charter/", "desk"),
        Address(f"/organize/{OPEN}/decisions/{motion}/", "desk"),
        *[Address(f"/organize/{DRAFT}/charter/", one) for one in ("twin-coordinator", "staff")],
        *[Address(f"/organize/{DRAFT}/charter/waivers/{line}/", "staff") for line in LINES],
        Address(f"/organize/{OPEN}/roster/", "desk"),
    ]


def _begun_shift() -> Shift:
    """A shift of today, with one person who came and one of whom nothing is noted yet."""
    now = timezone.now()
    mission = Mission.objects.filter(operation__slug=DRAFT).earliest("pk")
    hours = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    shift = Shift.objects.create(mission=mission, **hours)
    need = Need.objects.create(shift=shift, wished=4, maximum=4, places=4, taken=2)
    for name, noted in (("Zoé", {"was_present": True, "minutes": 90}), ("Noé", {})):
        volunteer = Volunteer.objects.create(name=name, language="fr")
        Signup.objects.create(need=need, volunteer=volunteer, state="confirmed", **noted)
    codes_of(operation=mission.operation, volunteers=Volunteer.objects.filter(name="Noé"))
    return shift


def _logistics() -> list[Address]:
    """Beds, rides, meals and equipment: for everybody, for the two, and for the team."""
    operation = Operation.objects.get(slug=OPEN)
    offer = BedOffer.objects.filter(operation=operation)
    agreed, asked, free = (
        BedRequest.objects.filter(operation=operation, matches__state=state).earliest("pk")
        for state in ("accepted", "asked", None)
    )
    ride = SeatRequest.objects.filter(operation=operation, matches=None).earliest("pk").pk
    thing = operation.equipment.earliest("pk").pk
    unproven = Volunteer.objects.get(email="zoe@example.org")
    SeatRequest.objects.create(
        operation=operation, volunteer=unproven, people=1, place="Nantes", leaves_at=timezone.now()
    )
    entered = [f"{kind}/{side}" for kind in ("lodging", "rides") for side in ("offer", "request")]
    hosts = [offer.earliest("pk").volunteer, offer.get(volunteer=_host_of(asked)).volunteer]
    paths = [
        *["lodging/", "rides/", *[f"{entry}/new/" for entry in entered]],
        *[f"lodging/{one.pk}/" for one in (agreed, asked, free)],
        *[f"rides/{ride}/", "meals/", "meals/kitchen/", "meals/portions/"],
        *["equipment/", "equipment/new/", f"equipment/{thing}/", f"equipment/{thing}/promise/"],
    ]
    return [
        Address(f"/operations/{OPEN}/stay-and-ride/"),
        Address(f"/operations/{PAST}/stay-and-ride/"),
        *[Address(f"/operations/{OPEN}/stay-and-ride/{entry}/") for entry in entered],
        Address(f"/operations/{OPEN}/stay-and-ride/lodging/offer/", "volunteer"),
        Address(f"/operations/{OPEN}/stay-and-ride/done/", "signed up"),
        *[
            Address(f"/me/{make_link(person)}/logistics/")
            for person in (*hosts, agreed.volunteer, asked.volunteer, unproven)
        ],
        Address(f"/me/{make_link(unproven)}/logistics/?operation={OPEN}"),
        Address("/me/no-such-link/logistics/", status=404),
        Address(f"/me/logistics/?operation={OPEN}", "volunteer"),
        Address("/me/logistics/", "newcomer"),
        *[Address(f"/organize/{OPEN}/{path}", "coordinator") for path in paths],
        Address(f"/organize/{DRAFT}/lodging/", "twin-coordinator"),
        Address(f"/organize/{DRAFT}/meals/", "twin-coordinator"),
        Address(f"/organize/{DRAFT}/equipment/", "twin-coordinator"),
    ]


def _host_of(request: BedRequest) -> int:
    return request.matches.get().offer.volunteer_id


def _errors() -> list[Address]:
    return [
        Address("/no/such/page/", status=404),
        Address(f"/organize/{OPEN}/edit/", "desk", 403),
        Address("/%00/", status=400),
    ]


def view_names(addresses: list[Address]) -> set[str]:
    found = [address for address in addresses if address.status in {200, 401}]
    return {resolve(one.within("en").partition("?")[0]).view_name for one in found}
