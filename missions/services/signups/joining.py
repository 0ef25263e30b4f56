"""What volunteers do themselves: take a place, confirm it, give it back."""

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.models import Commune
from core.audit import record
from core.refusal import Refusal
from missions.emails.signups import send_links, tell_of_places
from missions.models import Need, Signup
from missions.queries.signups import live_signups_of, nearest_possible, needs_with_shifts
from missions.rules import why_cannot_join, why_cannot_withdraw, why_closed
from missions.services.signups.waiting import end, fresh, lock_volunteer
from volunteers.models import Volunteer
from volunteers.services import confirm_address, note_home, volunteer_by_address

State = Signup.State


class JoinRefused(Refusal):
    """A choice that cannot be had; nothing of the same submission was done."""

    def __init__(self, need: Need, message: str, suggestions: Sequence[Need]) -> None:
        super().__init__(message, suggestions)
        self.need = need


@transaction.atomic
def join(
    *,
    volunteer: Volunteer,
    needs: Iterable[Need],
    is_proven: bool,
    is_resident: bool = False,
    is_told: bool = True,
) -> list[Signup]:
    """Give the volunteer a place on each need, or a spot on the list where none is left.

    `is_proven`: the person is signed in or came by their own link. Otherwise the places are held
    until the link in the mail is used. `is_resident`: they say that they live in the commune, and
    may have the places kept for those who do. `is_told` is for decisions that write a mail of
    their own. Raises JoinRefused when one of the needs cannot be had; then none is taken.
    """
    volunteer = lock_volunteer(volunteer)
    live = live_signups_of(volunteer)
    signups = []
    for need in needs_with_shifts(need.pk for need in needs):
        if reason := why_cannot_join(need, live):
            nearest = nearest_possible(need, live, is_resident=is_resident)
            raise JoinRefused(need, reason, nearest)
        signup = _sign_up(need, volunteer, is_proven=is_proven, is_resident=is_resident)
        live.append(signup)
        signups.append(signup)
    if signups and is_told:
        tell_of_places(volunteer, signups)
    return signups


@transaction.atomic
def join_by_account(
    *, volunteer: Volunteer, needs: Sequence[Need], commune: Commune, lives_there: bool
) -> list[Signup]:
    """`join` for somebody who is signed in, and was asked whether they live in the commune."""
    if any(need.residents_reserve for need in needs):
        note_home(volunteer, commune, lives_there=lives_there)
    return join(volunteer=volunteer, needs=needs, is_proven=True, is_resident=lives_there)


@transaction.atomic
def join_by_address(
    *,
    name: str,
    email: str,
    language: str,
    needs: Iterable[Need],
    home_commune: Commune | None = None,
) -> list[Signup]:
    """`join` for somebody without an account; a refusal leaves no trace of them.

    `home_commune`: the commune of the operation, for those who say that they live there.
    """
    volunteer = volunteer_by_address(
        name=name, email=email, language=language, home_commune=home_commune
    )
    return join(
        volunteer=volunteer, needs=needs, is_proven=False, is_resident=home_commune is not None
    )


def _sign_up(need: Need, volunteer: Volunteer, *, is_proven: bool, is_resident: bool) -> Signup:
    """A row for the volunteer: placed when a place could be taken and nobody waits for one."""
    now = timezone.now()
    has_place = not _waits_somebody_before(need, is_resident) and Need.objects.filter(
        pk=need.pk
    ).take_place(is_resident=is_resident)
    # The row of the need is locked now: a cancellation that came first can be seen.
    if reason := why_closed(needs_with_shifts([need.pk])[0]):
        raise JoinRefused(need, reason, [])
    signup = Signup(
        need=need,
        volunteer=volunteer,
        confirmed_at=now if is_proven else None,
        is_resident=is_resident,
    )
    if not has_place:
        signup.state, signup.waiting_since = State.WAITING, now
    elif is_proven:
        signup.state = State.CONFIRMED
    else:
        signup.state, signup.held_since = State.HELD, now
    try:
        with transaction.atomic():
            signup.save()
    except IntegrityError as error:
        raise JoinRefused(need, _("You already have a place on this shift."), []) from error
    record(actor=volunteer.user, action="signup.created", subject=signup, state=signup.state)
    return signup


def _waits_somebody_before(need: Need, is_resident: bool) -> bool:
    """Whether the free places are for others first.

    Where only places for residents are left, a resident overtakes those who may not have them.
    """
    waiting = Signup.objects.waiting().filter(need=need)
    if is_resident and need.places_kept and need.places_kept == need.places_left:
        waiting = waiting.filter(is_resident=True)
    return waiting.exists()


@transaction.atomic
def confirm_places(volunteer: Volunteer) -> int:
    """The person used the link in the mail: their held places are theirs. How many."""
    volunteer = lock_volunteer(volunteer)
    confirm_address(volunteer)
    now = timezone.now()
    unproven = Signup.objects.filter(volunteer=volunteer, confirmed_at=None)
    for signup in unproven.live().select_related("need__shift__mission"):
        record(actor=volunteer.user, action="signup.confirmed", subject=signup)
    held = unproven.filter(state=State.HELD).update(state=State.CONFIRMED, confirmed_at=now)
    waiting = unproven.filter(state=State.WAITING).update(confirmed_at=now)
    return held + waiting


@transaction.atomic
def withdraw(*, signup: Signup) -> None:
    """The volunteer gives the place back; the first who waits gets it."""
    lock_volunteer(signup.volunteer)
    signup = fresh(signup)
    if reason := why_cannot_withdraw(signup):
        raise Refusal(reason)
    end(signup, State.CANCELLED, actor=signup.volunteer.user, action="signup.withdrawn")


def ask_for_links(email: str) -> None:
    """Mail a fresh personal link to the volunteer of an address, if there is one."""
    volunteer = Volunteer.objects.filter(email=email.strip().lower()).first()
    if volunteer:
        send_links(volunteer)
