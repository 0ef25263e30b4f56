"""Lines of the charter that an operation may open without: by whom, why, and who reads it."""

import gzip

import pytest

from core.models import AuditEntry
from core.refusal import Refusal
from missions.services.planning import open_operation
from operations.models import CharterLine, CommitteeMember, Operation, Role, Waiver
from operations.services.waivers import waive_line, withdraw_waiver
from tests.accounts.factories import StaffFactory
from tests.missions.factories import MissionFactory, NeedFactory, ShiftFactory
from tests.operations.factories import (
    CommitteeMemberFactory,
    MembershipFactory,
    OperationFactory,
    WaiverFactory,
    client_of,
    make_charter_met,
    member_client,
)

pytestmark = pytest.mark.django_db

REASON = "The committee lives there."
GZIP = {"accept-encoding": "gzip"}


def charter(operation, rest=""):
    return f"/en/organize/{operation.slug}/charter/{rest}"


def almost_ready():
    """A draft that lacks nothing but its scouting visit."""
    operation = OperationFactory(status="draft", presentation_en="Come.")
    NeedFactory(shift=ShiftFactory(mission=MissionFactory(operation=operation)))
    make_charter_met(operation)
    operation.meetings.filter(kind="scouting_visit").delete()
    return operation


def test_staff_waive_a_line_and_the_operation_opens_with_its_reason_shown(client):
    operation, staff = almost_ready(), StaffFactory(display_name="Dominique")
    with pytest.raises(Refusal):
        open_operation(operation=operation, by=staff)

    waived = client_of(staff).post(
        charter(operation, "waivers/scouting_visit/"), {"reason": REASON}, follow=True
    )
    seen = member_client(operation, Role.DESK).get(charter(operation))
    open_operation(operation=operation, by=staff)

    assert "The line is waived, and its reason is shown." in waived.text
    assert "Waived by Dominique" in seen.text
    assert REASON in seen.text
    public = client.get(operation.get_absolute_url())
    assert "A scouting visit of the places was made" in public.text
    assert REASON in public.text
    assert "Dominique" not in public.text
    entry = AuditEntry.objects.get(action="charter.line_waived")
    assert (entry.actor, entry.details) == (staff, {"line": "scouting_visit"})


def test_a_waived_line_can_be_asked_for_again():
    operation, staff = almost_ready(), StaffFactory()
    waive_line(operation=operation, line="scouting_visit", language="en", reason=REASON, by=staff)

    client_of(staff).post(charter(operation, "waivers/scouting_visit/withdraw/"))

    assert not Waiver.objects.exists()
    assert AuditEntry.objects.filter(action="charter.waiver_withdrawn").exists()
    with pytest.raises(Refusal):
        open_operation(operation=operation, by=staff)


@pytest.mark.parametrize("role", Role.values)
def test_nobody_of_the_team_waives_or_withdraws(role):
    operation = almost_ready()
    WaiverFactory(operation=operation, line="meeting")
    client = member_client(operation, role)

    answers = [
        client.get(charter(operation, "waivers/scouting_visit/")),
        client.post(charter(operation, "waivers/scouting_visit/"), {"reason": REASON}),
        client.post(charter(operation, "waivers/meeting/withdraw/")),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert list(Waiver.objects.values_list("line", flat=True)) == ["meeting"]


def test_the_services_ask_again_who_it_is():
    operation = almost_ready()
    coordinator = MembershipFactory(operation=operation, role=Role.COORDINATOR).user
    waiver = WaiverFactory(operation=operation, line="meeting")

    with pytest.raises(Refusal):
        waive_line(
            operation=operation, line="indicators", language="en", reason=REASON, by=coordinator
        )
    with pytest.raises(Refusal):
        withdraw_waiver(waiver=waiver, by=coordinator)

    assert Waiver.objects.get() == waiver


@pytest.mark.parametrize("reason", ["", "too short", "          .         ", "a\u202eb" * 9])
def test_a_reason_has_ten_signs(reason):
    operation = almost_ready()

    answer = client_of(StaffFactory()).post(
        charter(operation, "waivers/scouting_visit/"), {"reason": reason}
    )

    assert answer.status_code == 422
    assert not Waiver.objects.exists()


def test_what_is_met_a_warning_or_past_is_not_waived():
    operation, staff = almost_ready(), StaffFactory()
    client = client_of(staff)

    met = client.post(charter(operation, "waivers/indicators/"), {"reason": REASON})
    warnings = [
        client.post(charter(operation, f"waivers/{line}/"), {"reason": REASON}).status_code
        for line in ("population", "administrators", "mission_leads", "nonsense")
    ]
    with pytest.raises(Refusal):
        waive_line(operation=operation, line="population", language="en", reason=REASON, by=staff)
    Operation.objects.update(status="open")
    past = client.post(charter(operation, "waivers/scouting_visit/"), {"reason": REASON})

    assert "This line is met: there is nothing to waive." in met.text
    assert warnings == [404, 404, 404, 404]
    assert "The charter is asked when an operation opens." in past.text
    assert (met.status_code, past.status_code) == (422, 422)
    assert not Waiver.objects.exists()


def test_a_reason_is_worded_in_each_language_also_once_it_is_open(client):
    operation = OperationFactory(source_language="fr")
    WaiverFactory(
        operation=operation, source_language="fr", reason_fr="Le comité y habite.", reason_en=""
    )
    staff = client_of(StaffFactory())

    before = client.get(operation.get_absolute_url())
    staff.post(charter(operation, "waivers/scouting_visit/?lang=en"), {"reason": REASON})

    assert '<span lang="fr" dir="ltr">Le comité y habite.</span>' in before.text
    assert REASON in client.get(operation.get_absolute_url()).text
    assert Waiver.objects.get().reason_fr == "Le comité y habite."


def test_every_line_that_blocks_can_be_waived_and_opens_the_operation():
    operation, staff = almost_ready(), StaffFactory()
    for rows in (operation.committee, operation.meetings, operation.indicators):
        rows.all().delete()
    operation.memberships.all().delete()

    for line in CharterLine:
        if line not in {"administrators", "mission_leads", "population", "territory"}:
            waive_line(operation=operation, line=line, language="en", reason=REASON, by=staff)
    open_operation(operation=operation, by=staff)

    operation.refresh_from_db()
    assert operation.status == "open"


# The public page


def test_the_public_page_names_organisations_once_and_only_people_who_agreed(client):
    operation = OperationFactory()
    for name, is_public in (("Zoé Martin", True), ("Noé Weber", False)):
        CommitteeMemberFactory(
            operation=operation,
            name=name,
            organisation="Les Cartographes",
            email=f"{name[:3]}@example.org",
            is_public=is_public,
        )
    CommitteeMemberFactory(operation=operation, name="Ida", organisation="les  cartographes")

    page = client.get(operation.get_absolute_url())

    assert "Les Cartographes (Zoé Martin)" in page.text
    assert page.text.casefold().count("les cartographes") == 1
    for hidden in ("Noé", "Ida", "@example.org"):
        assert hidden not in page.text


def test_a_kept_page_follows_the_committee_and_the_waivers(client):
    operation = OperationFactory()

    def seen():
        answer = client.get(operation.get_absolute_url(), headers=GZIP)
        return gzip.decompress(answer.content).decode()

    assert "Steering committee" not in seen()
    CommitteeMemberFactory(operation=operation, name="Zoé", organisation="Les Cartographes")
    assert "Les Cartographes" in seen()
    CommitteeMember.objects.update(is_public=True)
    assert "Les Cartographes (Zoé)" in seen()
    WaiverFactory(operation=operation, reason_en=REASON)
    assert REASON in seen()
    Waiver.objects.all().delete()
    assert REASON not in seen()


@pytest.mark.parametrize("count", [1, 5])
def test_the_public_page_asks_the_same_queries_for_any_committee(
    client, django_assert_num_queries, count
):
    operation = OperationFactory()
    CommitteeMemberFactory.create_batch(count, operation=operation)
    for line in list(CharterLine)[:count]:
        WaiverFactory(operation=operation, line=line)

    with django_assert_num_queries(6):
        client.get(operation.get_absolute_url())
