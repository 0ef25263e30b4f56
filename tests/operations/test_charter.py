"""The charter: what it asks of an operation before it opens, line by line."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from core.refusal import Refusal
from missions.models import Mission
from missions.rules import gate_of
from missions.services.planning import open_operation
from operations.models import CharterLine, CommitteeMember, Meeting, Operation, Role
from operations.queries import charter_of
from operations.rules import charter_lines
from operations.services.charter import remove_from_charter
from tests.accounts.factories import StaffFactory
from tests.missions.factories import MissionFactory, NeedFactory, ShiftFactory
from tests.operations.factories import (
    CommitteeMemberFactory,
    IndicatorFactory,
    MeetingFactory,
    MembershipFactory,
    OperationFactory,
    WaiverFactory,
    make_charter_met,
    member_client,
)

pytestmark = pytest.mark.django_db

COMMUNE = CommitteeMember.Kind.COMMUNE


def lines_of(operation):
    fresh = Operation.objects.get(pk=operation.pk)
    return {line.code: line for line in gate_of(charter_of(fresh))}


def missing(operation, code):
    return lines_of(operation)[code].missing


def ready(**values):
    """A draft that only its charter may keep from opening."""
    operation = OperationFactory(status="draft", presentation_en="Come.", **values)
    NeedFactory(shift=ShiftFactory(mission=MissionFactory(operation=operation)))
    return operation


# Lines


def test_nothing_of_the_charter_is_met_at_first():
    lines = lines_of(OperationFactory(status="draft"))

    assert list(lines) == list(CharterLine)
    assert {code for code, line in lines.items() if line.is_met} == set()
    assert {code for code, line in lines.items() if line.is_warning} == {
        CharterLine.ADMINISTRATORS,
        CharterLine.MISSION_LEADS,
        CharterLine.POPULATION,
        CharterLine.TERRITORY,
    }


def test_with_all_that_is_asked_nothing_stands_in_the_way():
    operation = OperationFactory(status="draft")
    make_charter_met(operation)

    lines = lines_of(operation).values()

    assert [line.code for line in lines if line.stands_in_the_way] == []
    assert all(line.is_met for line in lines if not line.is_warning)


@pytest.mark.parametrize(
    "names",
    [
        ["OpenStreetMap", "openstreetmap", "OPENSTREETMAP"],
        ["Wikimédia France", "wikimedia-france", "  Wikime\u0301dia  FRANCE"],
    ],
)
def test_three_people_of_one_project_count_once(names):
    operation = OperationFactory()
    for name in names:
        CommitteeMemberFactory(operation=operation, organisation=name)

    assert missing(operation, CharterLine.FREE_PROJECTS) == "1 of 3 free projects"
    CommitteeMemberFactory.create_batch(2, operation=operation)
    assert missing(operation, CharterLine.FREE_PROJECTS) == ""


def test_the_commune_is_no_free_project_and_a_free_project_is_not_the_commune():
    operation = OperationFactory()
    CommitteeMemberFactory.create_batch(2, operation=operation)
    assert missing(operation, CharterLine.COMMUNE)

    CommitteeMemberFactory(operation=operation, kind=COMMUNE)

    assert missing(operation, CharterLine.COMMUNE) == ""
    assert missing(operation, CharterLine.FREE_PROJECTS) == "2 of 3 free projects"


def test_each_referent_has_a_line_of_their_own():
    operation = OperationFactory()
    CommitteeMemberFactory(operation=operation, kind=COMMUNE, is_referent=True)

    assert missing(operation, CharterLine.REFERENT) == ""
    assert missing(operation, CharterLine.SECOND_REFERENT) == "nobody is named yet"
    CommitteeMemberFactory(operation=operation, kind=COMMUNE, is_second_referent=True)
    assert missing(operation, CharterLine.SECOND_REFERENT) == ""


@pytest.mark.parametrize("kind", ["committee", "public"])
def test_a_scouting_visit_is_no_meeting_and_a_meeting_no_scouting_visit(kind):
    operation = OperationFactory()
    MeetingFactory(operation=operation, kind=kind)

    assert missing(operation, CharterLine.MEETING) == ""
    assert missing(operation, CharterLine.SCOUTING_VISIT) == "none is recorded yet"
    Meeting.objects.update(kind="scouting_visit")
    assert missing(operation, CharterLine.MEETING) == "none is recorded yet"
    assert missing(operation, CharterLine.SCOUTING_VISIT) == ""


def test_one_indicator_is_enough():
    operation = OperationFactory()
    assert missing(operation, CharterLine.INDICATORS) == "no indicator yet"

    IndicatorFactory(operation=operation)

    assert missing(operation, CharterLine.INDICATORS) == ""


@pytest.mark.parametrize(
    ("roles", "is_alone"),
    [
        ([[Role.COORDINATOR]], True),
        ([[Role.COORDINATOR, Role.ORGANIZER]], True),
        ([[Role.COORDINATOR], [Role.DESK]], True),
        ([[Role.COORDINATOR], [Role.ORGANIZER]], False),
        ([[Role.COORDINATOR], [Role.COORDINATOR]], False),
    ],
)
def test_one_person_with_two_roles_is_still_one_person(roles, is_alone):
    operation = OperationFactory()
    for of_one in roles:
        user = MembershipFactory(operation=operation, role=of_one[0]).user
        for role in of_one[1:]:
            MembershipFactory(operation=operation, user=user, role=role)

    line = lines_of(operation)[CharterLine.ADMINISTRATORS]

    assert (not line.is_met, line.is_warning) == (is_alone, True)
    assert missing(operation, CharterLine.COORDINATOR) == ""


@pytest.mark.parametrize(
    ("facts", "population", "territory"),
    [
        ({"population": 9_999, "area_km2": 60}, "", ""),
        (
            {"population": 10_000, "area_km2": 60.6},
            "it has 10,000",
            "the commune has 61 km², choose a part of it",
        ),
        (
            {"population": None, "area_km2": None},
            "its population is not known here",
            "the surface of the commune is not known here",
        ),
    ],
)
def test_a_large_commune_is_a_warning(facts, population, territory):
    operation = OperationFactory(**{f"commune__{name}": value for name, value in facts.items()})

    lines = lines_of(operation)

    assert lines[CharterLine.POPULATION].missing == population
    assert lines[CharterLine.TERRITORY].missing == territory


def test_each_mission_that_takes_place_wants_a_lead():
    operation = OperationFactory()
    assert missing(operation, CharterLine.MISSION_LEADS) == "there is no mission yet"

    first, second, _cancelled = MissionFactory.create_batch(3, operation=operation)
    Mission.objects.filter(pk=_cancelled.pk).update(cancelled_at="2026-01-01T00:00Z")
    assert missing(operation, CharterLine.MISSION_LEADS) == "2 missions have none"
    lead = MembershipFactory(operation=operation, role=Role.MISSION_LEAD).user
    Mission.objects.filter(pk=first.pk).update(lead=lead)
    assert missing(operation, CharterLine.MISSION_LEADS) == "1 mission has none"
    Mission.objects.filter(pk=second.pk).update(lead=lead)

    assert missing(operation, CharterLine.MISSION_LEADS) == ""


def test_the_database_keeps_one_referent_of_each_kind_for_the_commune():
    operation = OperationFactory()
    CommitteeMemberFactory(operation=operation, kind=COMMUNE, is_referent=True)
    for wrong in (
        {"kind": COMMUNE, "is_referent": True},
        {"is_second_referent": True},
        {"kind": COMMUNE, "is_referent": True, "is_second_referent": True},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CommitteeMemberFactory(operation=operation, **wrong)


@pytest.mark.parametrize("count", [1, 5])
def test_the_lines_cost_the_same_for_any_number(django_assert_num_queries, count):
    operation = OperationFactory()
    for _number in range(count):
        CommitteeMemberFactory(operation=operation)
        MeetingFactory(operation=operation)
        IndicatorFactory(operation=operation, code="other")
        MissionFactory(operation=operation)
        MembershipFactory(operation=operation)
    WaiverFactory(operation=operation)

    # committee, meetings, indicators, waivers, who runs it, missions
    with django_assert_num_queries(6):
        gate_of(charter_of(operation))


# Opening


def test_an_operation_opens_once_the_charter_is_met_and_the_refusal_names_what_is_missing():
    operation, staff = ready(), StaffFactory()
    with pytest.raises(Refusal) as refused:
        open_operation(operation=operation, by=staff)

    assert "three different free projects" in refused.value.message
    assert "0 of 3 free projects." in refused.value.message
    assert "At least two people can run the operation" not in refused.value.message
    make_charter_met(operation)
    open_operation(operation=operation, by=staff)
    operation.refresh_from_db()
    assert operation.status == "open"


@pytest.mark.parametrize(
    "take_away",
    [
        lambda one: one.committee.filter(kind="free_project").first().delete(),
        lambda one: one.committee.filter(kind="commune").delete(),
        lambda one: one.committee.filter(is_referent=True).update(is_referent=False),
        lambda one: one.committee.filter(is_second_referent=True).delete(),
        lambda one: one.meetings.filter(kind="scouting_visit").delete(),
        lambda one: one.meetings.filter(kind="committee").delete(),
        lambda one: one.indicators.all().delete(),
        lambda one: one.memberships.all().delete(),
    ],
)
def test_each_line_that_is_not_met_keeps_an_operation_closed(take_away):
    operation = ready()
    make_charter_met(operation)
    take_away(operation)

    with pytest.raises(Refusal):
        open_operation(operation=operation, by=StaffFactory())

    assert Operation.objects.get().status == "draft"


def test_the_overview_and_the_page_of_opening_say_what_the_charter_lacks():
    operation = ready()
    make_charter_met(operation)
    operation.indicators.all().delete()
    client = member_client(operation)

    overview = client.get(f"/en/organize/{operation.slug}/")
    opening = client.get(f"/en/organize/{operation.slug}/status/open/")
    client.post(f"/en/organize/{operation.slug}/status/open/")

    sentence = "What will be counted for the final report is chosen: no indicator yet."
    assert overview.context["missing"] == [sentence]
    assert f'href="/en/organize/{operation.slug}/charter/"' in overview.text
    assert sentence in opening.text
    assert "/status/open/" not in overview.text
    operation.refresh_from_db()
    assert operation.status == "draft"


def test_an_open_operation_stays_open_when_its_charter_comes_apart():
    operation = OperationFactory()
    make_charter_met(operation)

    for row in [*operation.committee.all(), *operation.meetings.all()]:
        remove_from_charter(row=row, by=StaffFactory())

    operation.refresh_from_db()
    assert operation.status == "open"
    assert (
        "asked once" in member_client(operation).get(f"/en/organize/{operation.slug}/charter/").text
    )


def test_the_lines_are_said_in_the_language_of_the_page():
    operation = OperationFactory()
    with override("fr"):
        french = [line.in_words for line in charter_lines(charter_of(operation))]
    with override("en"):
        english = [line.in_words for line in charter_lines(charter_of(operation))]

    assert len(french) == len(english)
    assert english[0].endswith("0 of 3 free projects.")
