"""The steering committee, the meetings and the indicators of an operation."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from operations.models import CommitteeMember, Indicator, Meeting, Operation, VoteLink
from operations.services.locks import lock_operation
from operations.services.versions import save_if_unchanged
from translations.texts import set_texts

MOST_ROWS = 60


@transaction.atomic
def save_member(
    *,
    operation: Operation,
    member: CommitteeMember | None,
    version: int,
    facts: Mapping[str, Any],
    by: Any,
) -> None:
    """A new member of the committee, or new facts of one. Raises EditConflict."""
    lock_operation(operation)
    _refuse_second_holder(operation, member, facts)
    if member is None:
        _refuse_too_many(operation.committee.count())
        member = operation.committee.create(**facts)
    else:
        before = (member.email, member.user)
        save_if_unchanged(member, version=version, **facts)
        if (member.email, member.user) != before:
            # Whoever reads the former mailbox is not this person any more.
            VoteLink.objects.filter(member=member).delete()
    record(actor=by, action="charter.member_saved", subject=operation, member=member.pk)


def _refuse_second_holder(
    operation: Operation, member: CommitteeMember | None, facts: Mapping[str, Any]
) -> None:
    others = operation.committee.exclude(pk=member.pk if member else 0)
    for name in ("is_referent", "is_second_referent"):
        holder = others.filter(**{name: True}).first() if facts[name] else None
        if holder:
            raise Refusal(
                _("%(name)s is that already. Change it on their line first.") % {"name": holder}
            )


@transaction.atomic
def save_meeting(
    *,
    operation: Operation,
    meeting: Meeting | None,
    version: int,
    facts: Mapping[str, Any],
    by: Any,
) -> None:
    """A meeting that was held, or new facts of one. Raises EditConflict."""
    lock_operation(operation)
    if meeting is None:
        _refuse_too_many(operation.meetings.count())
        meeting = operation.meetings.create(**facts)
    else:
        save_if_unchanged(meeting, version=version, **facts)
    record(actor=by, action="charter.meeting_saved", subject=operation, meeting=meeting.pk)


@transaction.atomic
def save_indicator(
    *,
    operation: Operation,
    indicator: Indicator | None,
    version: int,
    code: str,
    language: str,
    texts: Mapping[str, str],
    by: Any,
) -> None:
    """Choose what will be counted, or change its words in one language. Raises EditConflict."""
    lock_operation(operation)
    others = operation.indicators.exclude(pk=indicator.pk if indicator else 0)
    if code != Indicator.Code.OTHER and others.filter(code=code).exists():
        raise Refusal(_("This is chosen already."))
    if indicator is None:
        _refuse_too_many(others.count())
        indicator = Indicator(operation=operation, code=code, source_language=language)
        set_texts(indicator, language, **texts)
        indicator.save()
    else:
        columns = set_texts(indicator, language, **texts)
        written = {column: getattr(indicator, column) for column in columns}
        save_if_unchanged(indicator, version=version, code=code, **written)
    record(actor=by, action="charter.indicator_saved", subject=operation, indicator=indicator.pk)


@transaction.atomic
def remove_from_charter(*, row: CommitteeMember | Meeting | Indicator, by: Any) -> None:
    """Take a member, a meeting or an indicator away."""
    operation, pk = row.operation, row.pk
    lock_operation(operation)
    row.delete()
    record(actor=by, action="charter.removed", subject=operation, kind=_kind_of(row), removed=pk)


def _kind_of(row: models.Model) -> str:
    return str(row._meta.model_name)


def _refuse_too_many(count: int) -> None:
    if count >= MOST_ROWS:
        raise Refusal(_("There are %(count)s already. Remove one first.") % {"count": MOST_ROWS})
