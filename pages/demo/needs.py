"""What the operation to come asks for beyond numbers, and what its people said they bring."""

from datetime import datetime, timedelta

from django.utils import timezone

from core.dates import moment_at
from missions.models import Mission, Need, Place, Shift, Signup
from operations.models import Operation
from pages.demo.accounts import CHAUMES_TEAM
from pages.demo.people import CHAUMES_PEOPLE
from volunteers.models import Equipment, Level, Volunteer

HALL, TOWN_HALL = "Salle des fêtes de Chéméré", "Mairie"
Role, State = Need.Role, Signup.State
KEPT_FOR_RESIDENTS = timedelta(days=14)  # before the first day, then for everybody
GROUPS_IN_HALL = 5
BEGINNERS, LAPTOPS, RECEIVERS, CAMERAS = 9, 14, 6, 5
SPEAK_MORE = {"fr": ["en", "br", "es"], "en": ["fr", "de"]}
# By kind of mission: what they should bring together, and the languages that help.
BRINGS: dict[str, dict[Equipment, int]] = {
    Mission.Kind.FIELD_MAPPING: {Equipment.GPS: 3},
    Mission.Kind.PHOTO_WALK: {Equipment.CAMERA: 4},
    Mission.Kind.SCANNING: {Equipment.SCANNER: 2, Equipment.LAPTOP: 2},
    Mission.Kind.EDITATHON: {Equipment.LAPTOP: 6},
}
HELPED_BY = {Mission.Kind.FIELD_MAPPING: 5, Mission.Kind.EDITATHON: 4, Mission.Kind.TRAINING: 8}


def ask_what_lacks(now: datetime) -> None:
    """Write it once: what somebody changed since stays."""
    operation = Operation.objects.filter(slug=CHAUMES_TEAM).first()
    if operation is None or operation.places.filter(needs_key=True).exists():
        return
    operation.places.filter(name__in=[HALL, TOWN_HALL]).update(needs_key=True)
    operation.places.filter(name=HALL).update(rooms=GROUPS_IN_HALL)
    for kind, ratio in HELPED_BY.items():
        operation.missions.filter(kind=kind).update(beginners_per_helper=ratio)
    _say_what_people_bring()
    for need in Need.objects.of_operation(operation).select_related("shift__mission"):
        _ask(need, operation)
    _give_keys(operation, now)


def _say_what_people_bring() -> None:
    """Nine beginners, fourteen laptops, six GPS receivers among the people of the demo."""
    emails = [person.email for person in CHAUMES_PEOPLE]
    people = list(Volunteer.objects.filter(email__in=emails).order_by("pk"))
    for number, person in enumerate(people):
        is_helper = person.signups.filter(need__role__in=[Role.HELPER, Role.LEAD]).exists()
        rest = Level.SOMETIMES if number % 2 else ""
        person.level = Level.OFTEN if is_helper else rest
        person.languages = [person.language]
        if number % 4 == 1:
            more = SPEAK_MORE[person.language]
            person.languages.append(more[number // 4 % len(more)])
    beginners = [person for person in people if not person.level][:BEGINNERS]
    for person in beginners:
        person.level = Level.NEVER
    for code, count in (
        (Equipment.LAPTOP, LAPTOPS),
        (Equipment.GPS, RECEIVERS),
        (Equipment.CAMERA, CAMERAS),
        (Equipment.SCANNER, 1),
    ):
        for person in people[:: max(len(people) // count, 1)][:count]:
            person.equipment = [*person.equipment, code.value]
    Volunteer.objects.bulk_update(people, ["languages", "level", "equipment"])


def _ask(need: Need, operation: Operation) -> None:
    kind = need.shift.mission.kind
    if need.role == Role.GUIDE:
        need.languages = ["fr"]
        _keep_for_residents(need, operation, reserve=need.wished, residents=need.taken)
    elif need.role == Role.CONTRIBUTOR:
        need.equipment = {code.value: count for code, count in BRINGS.get(kind, {}).items()}
        if kind == Mission.Kind.TRAINING:
            _keep_for_residents(need, operation, reserve=6, residents=min(need.taken, 2))
    elif need.role == Role.HELPER:
        need.level = Level.SOMETIMES
        if kind == Mission.Kind.WELCOME:
            need.level, need.languages = "", ["fr", "en", "es"]
    elif need.role == Role.HOST and kind == Mission.Kind.SCANNING:
        need.languages = ["fr", "br"]
    need.save()


def _keep_for_residents(need: Need, operation: Operation, *, reserve: int, residents: int) -> None:
    """The first who have a place live there."""
    last = operation.starts_on - KEPT_FOR_RESIDENTS
    need.reserve_ends_at = moment_at(last, datetime.min.time(), operation.time_zone)
    need.residents_reserve, need.residents = reserve, residents
    signups = list(need.signups.placed().order_by("pk")[:residents])
    Signup.objects.filter(pk__in=[one.pk for one in signups]).update(is_resident=True)
    people = Volunteer.objects.filter(pk__in=[one.volunteer_id for one in signups])
    people.update(home_commune=operation.commune_id)


def _give_keys(operation: Operation, now: datetime) -> None:
    """Somebody comes with the key on the first shift of each day, but for the last days."""
    hosts = list(Volunteer.objects.filter(signups__need__role=Role.HOST).distinct().order_by("pk"))
    opened: set[tuple[int, object]] = set()
    shifts = Shift.objects.filter(mission__operation=operation, cancelled_at=None)
    for shift in shifts.select_related("place", "mission__place").order_by("starts_at", "pk"):
        place: Place | None = shift.place or shift.mission.place
        day = timezone.localtime(shift.starts_at, operation.zone).date()
        if place is None or not place.needs_key or (place.pk, day) in opened:
            continue
        opened.add((place.pk, day))
        need = Need.objects.create(
            shift=shift, role=Role.KEY_HOLDER, minimum=1, wished=1, maximum=1, places=1
        )
        if day < operation.ends_on:
            _place(next((host for host in hosts if _is_free(host, shift)), None), need, now)


def _is_free(person: Volunteer, shift: Shift) -> bool:
    signups = person.signups.live().select_related("need__shift")
    return not any(signup.need.shift.overlaps(shift) for signup in signups)


def _place(person: Volunteer | None, need: Need, now: datetime) -> None:
    if person is None:
        return
    state = {"state": State.CONFIRMED, "confirmed_at": now, "created_at": now}
    Signup.objects.create(need=need, volunteer=person, **state)
    need.taken = 1
    need.save(update_fields=["taken"])


def move_reserves(operation: Operation, shift_by: timedelta) -> None:
    """Follow the demo's clock."""
    needs = list(Need.objects.of_operation(operation).exclude(reserve_ends_at=None))
    for need in needs:
        ends_at = timezone.localtime(need.reserve_ends_at, operation.zone)
        need.reserve_ends_at = ends_at + shift_by
    Need.objects.bulk_update(needs, ["reserve_ends_at"])
