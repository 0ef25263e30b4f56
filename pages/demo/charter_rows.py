"""The rows of the charter of one operation of the demo."""

from datetime import datetime, timedelta

from operations.models import CommitteeMember, Indicator, Meeting, Operation, Waiver
from pages.demo.accounts import SITE, Team
from pages.demo.calendar import today_at
from pages.demo.shapes import DemoMeeting, DemoOperation, columns


def create_charter(
    operation: Operation, told: DemoOperation, team: Team, now: datetime, *, language: str
) -> None:
    charter = told.charter
    accounts = {str(user): user for user, _role in team.of(told.team)}
    CommitteeMember.objects.bulk_create(
        CommitteeMember(
            operation=operation,
            kind=member.kind,
            organisation=member.organisation,
            name=member.name,
            email=member.email,
            user=accounts.get(member.name),
            is_public=member.is_public,
            is_referent=member.role == "is_referent",
            is_second_referent=member.role == "is_second_referent",
        )
        for member in charter.committee
    )
    Meeting.objects.bulk_create(_meeting(operation, meeting, now) for meeting in charter.meetings)
    Indicator.objects.bulk_create(
        Indicator(
            operation=operation,
            code=indicator.code,
            source_language=language,
            **columns(label=indicator.label, method=indicator.method),
        )
        for indicator in charter.indicators
    )
    Waiver.objects.bulk_create(
        Waiver(
            operation=operation,
            line=waiver.line,
            source_language=language,
            waived_by=team.user(SITE, "staff"),
            waived_at=now,
            **columns(reason=waiver.reason),
        )
        for waiver in charter.waivers
    )


def _meeting(operation: Operation, told: DemoMeeting, now: datetime) -> Meeting:
    held_on = told.held_on or today_at(now) - timedelta(weeks=told.weeks_ago)
    return Meeting(
        operation=operation, kind=told.kind, held_on=held_on, place=told.place, notes=told.notes
    )
