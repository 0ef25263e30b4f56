"""The page of the charter, and the forms behind it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import AuditEntry
from operations.models import CommitteeMember, Indicator, Meeting, Role
from operations.services.charter import MOST_ROWS
from tests.accounts.factories import UserFactory
from tests.missions.factories import MissionFactory
from tests.operations.factories import (
    CommitteeMemberFactory,
    IndicatorFactory,
    MeetingFactory,
    MembershipFactory,
    OperationFactory,
    WaiverFactory,
    client_of,
    make_charter_met,
    member_client,
)

pytestmark = pytest.mark.django_db


def page(operation, rest="", language="en"):
    return f"/{language}/organize/{operation.slug}/charter/{rest}"


def typed_member(**values):
    return {
        "name": "Zoé Martin",
        "kind": "commune",
        "organisation": "Town hall",
        "referent": "is_referent",
        "email": "zoe@example.org",
        "user": "",
    } | values


def typed_meeting(**values):
    yesterday = timezone.localdate() - timedelta(days=1)
    return {"kind": "scouting_visit", "held_on": f"{yesterday}", "place": "", "notes": ""} | values


# The page


def test_the_page_counts_what_is_missing_and_leads_to_where_to_do_it():
    operation = OperationFactory(status="draft")
    make_charter_met(operation)
    operation.meetings.all().delete()

    answer = member_client(operation).get(page(operation))

    assert "2 lines are still missing before it may open" in answer.text
    assert page(operation, "meetings/add/?kind=scouting_visit") in answer.text
    assert "To look at" in answer.text
    MeetingFactory(operation=operation)
    MeetingFactory(operation=operation, kind="scouting_visit")
    answer = member_client(operation).get(page(operation))
    assert "The charter does not stand in the way of opening" in answer.text


def test_the_page_is_in_both_languages():
    operation = OperationFactory(status="draft")
    client = member_client(operation)

    for language in ("en", "fr"):
        answer = client.get(page(operation, language=language))
        assert answer.status_code == 200
        assert answer.headers["Content-Language"] == language


@pytest.mark.parametrize("role", [Role.MISSION_LEAD, Role.REVIEWER, Role.DESK])
def test_the_team_reads_the_charter_without_addresses_and_without_buttons(role):
    operation = OperationFactory()
    CommitteeMemberFactory(operation=operation, name="Zoé Martin", email="zoe@example.org")
    MeetingFactory(operation=operation, notes="The attic is full of maps.")

    answer = member_client(operation, role).get(page(operation))

    assert "Zoé Martin" in answer.text
    assert "The attic is full of maps." in answer.text
    assert "zoe@example.org" not in answer.text
    assert "charter/committee/" not in answer.text
    assert "/waivers/" not in answer.text
    assert "zoe@example.org" in member_client(operation).get(page(operation)).text


def test_nobody_else_reads_it(client):
    operation = OperationFactory()

    assert client.get(page(operation)).status_code == 302
    assert client_of(UserFactory()).get(page(operation)).status_code == 404
    assert member_client(OperationFactory()).get(page(operation)).status_code == 404


def test_the_workspace_leads_to_it():
    operation = OperationFactory()

    answer = member_client(operation, Role.DESK).get(f"/en/organize/{operation.slug}/plan/")

    assert f'href="{page(operation)}"' in answer.text


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_the_same_queries_for_any_number(django_assert_num_queries, count):
    operation = OperationFactory(status="draft")
    for _number in range(count):
        user = MembershipFactory(operation=operation).user
        CommitteeMemberFactory(operation=operation, user=user)
        MeetingFactory(operation=operation)
        IndicatorFactory(operation=operation, code="other")
        MissionFactory(operation=operation)
    for line in ["meeting", "commune", "referent", "indicators", "scouting_visit"][:count]:
        WaiverFactory(operation=operation, line=line, waived_by=UserFactory())
    client = member_client(operation)

    # session, user, operation, roles; committee, meetings, indicators, waivers, who runs it; leads
    with django_assert_num_queries(10):
        client.get(page(operation))


# The committee


def test_a_member_is_added_changed_and_removed_and_it_is_written_down():
    operation = OperationFactory()
    client = member_client(operation, Role.ORGANIZER)

    added = client.post(page(operation, "committee/add/"), typed_member(is_public="on"))
    member = CommitteeMember.objects.get()
    assert added.headers["Location"] == page(operation) + "#committee"
    assert (member.name, member.is_referent, member.is_second_referent, member.is_public) == (
        "Zoé Martin", True, False, True,
    )  # fmt: skip

    one = page(operation, f"committee/{member.pk}/")
    assert 'value="Zoé Martin"' in client.get(one).text
    client.post(one, typed_member(referent="is_second_referent", version=1, name="Zoé Weber"))
    member.refresh_from_db()
    assert (member.name, member.is_referent, member.is_second_referent, member.is_public) == (
        "Zoé Weber", False, True, False,
    )  # fmt: skip

    client.post(one + "remove/")
    assert not CommitteeMember.objects.exists()
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "charter.member_saved", "charter.member_saved", "charter.removed",
    ]  # fmt: skip
    assert "Zoé" not in repr(list(AuditEntry.objects.values()))


def test_a_referent_speaks_for_the_commune():
    operation = OperationFactory()

    answer = member_client(operation).post(
        page(operation, "committee/add/"), typed_member(kind="free_project")
    )

    assert answer.status_code == 422
    assert "A referent speaks for the commune, not for a project." in answer.text
    assert not CommitteeMember.objects.exists()


@pytest.mark.parametrize("role", ["is_referent", "is_second_referent"])
def test_the_second_holder_of_a_place_is_told_who_has_it(role):
    operation = OperationFactory()
    first = CommitteeMemberFactory(operation=operation, kind="commune", **{role: True})
    CommitteeMemberFactory(kind="commune", **{role: True})  # of another operation
    client = member_client(operation)

    refused = client.post(page(operation, "committee/add/"), typed_member(referent=role))
    same = client.post(
        page(operation, f"committee/{first.pk}/"), typed_member(referent=role, version=1)
    )

    assert refused.status_code == 422
    assert f"{first.name} is that already." in refused.text
    assert 'value="Zoé Martin"' in refused.text
    assert same.status_code == 302
    assert operation.committee.count() == 1


def test_the_account_of_a_member_is_one_of_the_team():
    operation = OperationFactory()
    client, stranger = member_client(operation), UserFactory()
    mate = MembershipFactory(operation=operation, role=Role.DESK).user

    refused = client.post(page(operation, "committee/add/"), typed_member(user=stranger.pk))
    client.post(page(operation, "committee/add/"), typed_member(user=mate.pk))

    assert refused.status_code == 422
    assert CommitteeMember.objects.get().user == mate


def test_two_edits_of_a_member_at_the_same_time_are_shown_side_by_side():
    operation = OperationFactory()
    member = CommitteeMemberFactory(operation=operation, name="Zoé Martin")
    client, one = member_client(operation), page(operation, f"committee/{member.pk}/")
    mine = typed_member(kind="free_project", referent="", version=1)

    client.post(one, mine | {"name": "Zoé Weber"})
    late = client.post(one, mine | {"name": "Zoé Blanc", "is_public": "on"})

    assert late.status_code == 409
    assert "Zoé Weber" in late.text
    assert "Zoé Blanc" in late.text
    assert "Yes" in late.text
    member.refresh_from_db()
    assert member.name == "Zoé Weber"


def test_a_committee_has_an_end():
    operation = OperationFactory()
    CommitteeMemberFactory.create_batch(MOST_ROWS, operation=operation)

    answer = member_client(operation).post(page(operation, "committee/add/"), typed_member())

    assert answer.status_code == 422
    assert f"There are {MOST_ROWS} already." in answer.text


# Meetings


def test_a_meeting_is_recorded_changed_and_removed():
    operation = OperationFactory()
    client = member_client(operation)

    asked = client.get(page(operation, "meetings/add/?kind=scouting_visit"))
    client.post(page(operation, "meetings/add/"), typed_meeting(notes="Steps at the door."))
    meeting = Meeting.objects.get()
    one = page(operation, f"meetings/{meeting.pk}/")
    client.post(one, typed_meeting(place="The hall", kind="public", version=1))
    meeting.refresh_from_db()
    client.post(one + "remove/")

    assert '<option value="scouting_visit" selected>' in asked.text
    assert (meeting.kind, meeting.place, meeting.version) == ("public", "The hall", 2)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "This day has not come yet: record it afterwards."),
        (-6 * 366, "This day is more than five years ago."),
    ],
)
def test_a_meeting_was_held_and_not_in_another_age(days, words):
    operation = OperationFactory()
    day = timezone.localdate() + timedelta(days=days)

    answer = member_client(operation).post(
        page(operation, "meetings/add/"), typed_meeting(held_on=f"{day}", notes="Kept words")
    )

    assert answer.status_code == 422
    assert words in answer.text
    assert "Kept words" in answer.text
    assert not Meeting.objects.exists()


def test_an_old_meeting_can_still_be_put_right():
    operation = OperationFactory()
    meeting = MeetingFactory(operation=operation, held_on="2013-09-06")

    answer = member_client(operation).post(
        page(operation, f"meetings/{meeting.pk}/"),
        typed_meeting(held_on="2013-09-06", place="Gérardmer", version=1),
    )

    meeting.refresh_from_db()
    assert (answer.status_code, meeting.place) == (302, "Gérardmer")


# Indicators


def test_an_indicator_is_chosen_and_worded_in_each_language():
    operation = OperationFactory(source_language="fr")
    client = member_client(operation)

    client.post(
        page(operation, "indicators/add/"),
        {"code": "pictures", "label": "Photos du lavoir", "method": "Par catégorie"},
    )
    indicator = Indicator.objects.get()
    one = page(operation, f"indicators/{indicator.pk}/")
    client.post(one + "?lang=en", {"code": "pictures", "label": "", "method": "", "version": 1})
    client.post(
        one + "?lang=en",
        {"code": "pictures", "label": "Wash house", "method": "By category", "version": 2},
    )
    indicator.refresh_from_db()

    assert (indicator.source_language, indicator.label_fr, indicator.label_en) == (
        "fr", "Photos du lavoir", "Wash house",
    )  # fmt: skip
    assert "Wash house" in client.get(page(operation)).text
    assert "Photos du lavoir" in client.get(page(operation, language="fr")).text
    client.post(one + "remove/")
    assert not Indicator.objects.exists()


def test_something_else_needs_words_and_everything_needs_a_way_to_count():
    operation = OperationFactory()
    client = member_client(operation)

    wordless = client.post(
        page(operation, "indicators/add/"), {"code": "other", "label": "", "method": "By hand"}
    )
    uncounted = client.post(
        page(operation, "indicators/add/"), {"code": "articles", "label": "", "method": ""}
    )

    assert "Say in your own words what is counted." in wordless.text
    assert (wordless.status_code, uncounted.status_code) == (422, 422)
    assert not Indicator.objects.exists()


def test_an_indicator_is_chosen_once_and_own_words_several_times():
    operation = OperationFactory()
    client = member_client(operation)
    answers = [
        client.post(
            page(operation, "indicators/add/"), {"code": code, "label": "Teas", "method": "By hand"}
        ).status_code
        for code in ("articles", "articles", "other", "other")
    ]

    assert answers == [302, 422, 302, 302]


# Others


@pytest.mark.parametrize("part", ["committee", "meetings", "indicators"])
def test_the_rows_of_another_operation_are_nowhere(part):
    operation = OperationFactory()
    factory = {
        "committee": CommitteeMemberFactory,
        "meetings": MeetingFactory,
        "indicators": IndicatorFactory,
    }[part]
    other, client = factory(), member_client(operation)

    answers = [
        client.get(page(operation, f"{part}/{other.pk}/")),
        client.post(page(operation, f"{part}/{other.pk}/remove/")),
        client.post(page(operation, f"{part}/{10**30}/remove/")),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert type(other).objects.filter(pk=other.pk).exists()
