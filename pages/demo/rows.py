"""The rows of one operation of the demo."""

from datetime import date, datetime, timedelta

from accounts.models import User
from communes.models import Commune
from missions.models import Mission, Need, Place, Shift, Signup
from operations.models import Figure, Membership, Operation, Partner, Role
from pages.demo.accounts import Team
from pages.demo.calendar import moment, saturday_ahead, today_at
from pages.demo.charter_rows import create_charter
from pages.demo.crowd import Crowd, create_people, sign_up
from pages.demo.shapes import DemoMission, DemoNeed, DemoOperation, columns
from volunteers.models import Volunteer

SOURCE_LANGUAGE = "fr"
Shifts = dict[Shift, list[tuple[Need, DemoNeed]]]


def create_operation(told: DemoOperation, commune: Commune, team: Team, now: datetime) -> Operation:
    starts_on = told.starts_on or saturday_ahead(today_at(now), told.weeks_later)
    operation = Operation.objects.create(
        commune=commune,
        organizing_body=told.organizing_body,
        slug=told.slug,
        source_language=SOURCE_LANGUAGE,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=told.days - 1),
        format=told.format,
        status=told.status,
        languages=list(told.languages),
        hashtag=told.hashtag,
        contact_email=told.contact_email,
        default_licence=told.default_licence,
        is_fictional=told.is_fictional,
        created_by=team.user(told.team, Role.COORDINATOR),
        created_at=now,
        **columns(
            title=told.title,
            summary=told.summary,
            presentation=told.presentation,
            practical=told.practical,
        ),
    )
    Membership.objects.bulk_create(
        Membership(operation=operation, user=user, role=role) for user, role in team.of(told.team)
    )
    Partner.objects.bulk_create(Partner(operation=operation, name=name) for name in told.partners)
    _create_figures(operation, told)
    create_charter(operation, told, team, now, language=SOURCE_LANGUAGE)
    shifts = _create_missions(operation, told, lead=team.user(told.team, Role.MISSION_LEAD))
    if told.people:
        _fill_shifts(shifts, told, team, now)
    return operation


def _create_figures(operation: Operation, told: DemoOperation) -> None:
    Figure.objects.bulk_create(
        Figure(
            operation=operation,
            source_language=SOURCE_LANGUAGE,
            subject=figure.subject,
            value=figure.value,
            is_about=figure.is_about,
            theme=figure.theme,
            position=position,
            **columns(label=figure.label, source=figure.source, method=figure.method),
        )
        for position, figure in enumerate(told.figures)
    )


def _create_missions(operation: Operation, told: DemoOperation, lead: User | None) -> Shifts:
    places = {
        place.name: Place(
            operation=operation,
            name=place.name,
            directions=place.directions,
            is_outdoors=place.is_outdoors,
        )
        for place in told.places
    }
    Place.objects.bulk_create(places.values())
    missions = Mission.objects.bulk_create(
        _mission(operation, mission, places.get(mission.place), lead if mission.is_led else None)
        for mission in told.missions
    )
    shifts: Shifts = {}
    for mission, described in zip(missions, told.missions, strict=True):
        for part in described.shifts:
            day: date = operation.starts_on + timedelta(days=part.day)
            shift = Shift.objects.create(
                mission=mission,
                starts_at=moment(day, part.start),
                ends_at=moment(day, part.end),
                place=places.get(part.place),
            )
            shifts[shift] = [(_need(shift, need), need) for need in part.needs]
    Need.objects.bulk_create(need for needs in shifts.values() for need, _told in needs)
    return shifts


def _mission(
    operation: Operation, told: DemoMission, place: Place | None, lead: User | None
) -> Mission:
    return Mission(
        operation=operation,
        source_language=SOURCE_LANGUAGE,
        kind=told.kind,
        theme=told.theme,
        mode=told.mode,
        phase=told.phase,
        level=told.level,
        place=place,
        meeting_point=told.meeting_point,
        lead=lead,
        target_platform=told.target_platform,
        licence=told.licence,
        **columns(
            title=told.title,
            summary=told.summary,
            description=told.description,
            equipment=told.equipment,
            outputs=told.outputs,
        ),
    )


def _need(shift: Shift, told: DemoNeed) -> Need:
    return Need(
        shift=shift,
        role=told.role,
        minimum=told.minimum,
        wished=told.wished,
        maximum=told.maximum,
        places=told.maximum,
        taken=told.taken,
    )


def _fill_shifts(shifts: Shifts, told: DemoOperation, team: Team, now: datetime) -> None:
    """People on the shifts: the volunteer with an account first, who also gave one place back."""
    members = create_people(told.people, now)
    user = team.volunteer(told.team)
    account_holder, _is_new = Volunteer.objects.get_or_create(
        user=user,
        defaults={
            "name": user.display_name,
            "email": user.email,
            "language": user.language,
            "email_confirmed_at": now,
            "created_at": now,
        },
    )
    crowd = Crowd([(account_holder, Need.Role.CONTRIBUTOR), *members])
    sign_up(shifts, crowd, now)
    last_need = list(shifts.values())[-1][0][0]
    Signup.objects.create(
        need=last_need,
        volunteer=account_holder,
        state=Signup.State.CANCELLED,
        created_at=now - timedelta(days=3),
        confirmed_at=now - timedelta(days=3),
        ended_at=now - timedelta(days=1),
    )
