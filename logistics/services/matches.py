"""Bringing an offer and a request together: both are asked, both say yes, or it comes to nothing.

The order of locks is the same everywhere: request, offer, match, then nights by day. Beds and
seats are taken by a conditional UPDATE when the two are asked; each change of state of a match is
one too, so of two people who decide at once one wins, and beds are given back once.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from logistics.emails import tell_of_agreement, tell_of_end, tell_of_question
from logistics.models import KINDS, Entry, Kind, Match, Side
from logistics.models.entries import other
from logistics.queries.entries import with_both
from logistics.rules import why_cannot_match

WAITS_FOR = timedelta(days=7)
EARLIER = timedelta(days=1)
State = Match.State


@transaction.atomic
def ask_both(*, kind: Kind, request: Any, offer: Any, by: Any) -> Any:
    """Hold the beds or seats and ask the two. Raises Refusal; then nothing was taken."""
    request, offer = _locked(request), _locked(offer)
    if reason := why_cannot_match(request, offer):
        raise Refusal(reason)
    now = timezone.now()
    try:
        with transaction.atomic():
            match = kind.match.objects.create(
                offer=offer, request=request, asked_at=now, expires_at=_until(request, now)
            )
    except IntegrityError as error:
        raise Refusal(_("These people are being asked already.")) from error
    if not offer.take(request):
        raise Refusal(_("Somebody else was faster: there is not enough room any more."))
    record(actor=by, action="logistics.asked", subject=match)
    tell_of_question(match)
    return match


def _locked(entry: Entry) -> Any:
    rows = type(entry)._default_manager.select_related("volunteer__user", "operation")
    found = rows.select_for_update(of=("self",)).filter(pk=entry.pk).first()
    if found is None:
        raise Refusal(_("This was taken back already."))
    return found


def _until(request: Entry, now: datetime) -> datetime:
    """A week, or until the day before; when that is here already, until the very moment."""
    eve = request.begins_at - EARLIER
    return min(now + WAITS_FOR, eve if eve > now + timedelta(hours=1) else request.begins_at)


@transaction.atomic
def accept(*, match: Any, side: str, by: Any) -> None:
    """One of the two says yes; pressed twice, the first time stays.

    `by` is somebody of the team who was told so, or nobody when the person pressed it.
    """
    rows = type(match)._default_manager.filter(pk=match.pk)
    column = f"{side}_accepted_at"
    if not rows.asked().update(**{column: Coalesce(F(column), timezone.now())}):
        _refuse_late(rows.first(), side)
        return
    if by:
        record(actor=by, action="logistics.yes_noted", subject=match, side=str(side))
    else:
        record(actor=None, action="logistics.accepted", subject=match, side=str(side))
    both = rows.filter(
        state=State.ASKED, offer_accepted_at__isnull=False, request_accepted_at__isnull=False
    )
    if both.update(state=State.ACCEPTED):
        tell_of_agreement(with_both(rows).get())


def _refuse_late(match: Any, side: str) -> None:
    """A second press on an agreed match is harmless; everything else is too late."""
    if match is None or not (match.is_agreed and match.accepted_at(side)):
        raise Refusal(_("This question is no longer open."))


@transaction.atomic
def decline(*, match: Any, side: str, by: Any) -> None:
    """One of the two says no, or cannot keep it any more; the other is told."""
    if not _end(match, State.DECLINED, tells=[other(side)]):
        raise Refusal(_("This question is no longer open."))
    if by:
        record(actor=by, action="logistics.no_noted", subject=match, side=str(side))
    else:
        record(actor=None, action="logistics.declined", subject=match, side=str(side))


@transaction.atomic
def call_off(*, match: Any, by: Any) -> None:
    """The team takes the two apart again; both are told."""
    if not _end(match, State.CALLED_OFF, tells=list(Side)):
        raise Refusal(_("This question is no longer open."))
    record(actor=by, action="logistics.called_off", subject=match)


def end_matches_of(entry: Any, *, by: Any) -> None:
    """What hangs on an entry that is being taken back. The caller holds the lock on it."""
    for match in entry.matches.live():
        if _end(match, State.CALLED_OFF, tells=[other(entry.side)]):
            record(actor=by, action="logistics.called_off", subject=match)


def expire_questions() -> int:
    """Free the beds and seats of those who did not answer in time. How many questions ended."""
    count = 0
    for kind in KINDS.values():
        for match in kind.match.objects.overdue():
            with transaction.atomic():
                if _end(match, State.EXPIRED, tells=list(Side)):
                    record(actor=None, action="logistics.expired", subject=match)
                    count += 1
    return count


def _end(match: Any, state: str, *, tells: list[Side]) -> bool:
    """Whether it was live until now; then its beds or seats are free again."""
    rows = type(match)._default_manager.filter(pk=match.pk)
    live = rows.overdue() if state == State.EXPIRED else rows.live()
    if not live.update(state=state, ended_at=timezone.now()):
        return False
    ended = with_both(rows).get()
    ended.offer.give_back(ended.request)
    tell_of_end(ended, sides=tells)
    return True
