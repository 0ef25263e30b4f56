"""What is needed, who lends it, what is missing, and what went home."""

import pytest
from django.urls import reverse

from core.refusal import Refusal
from guides.models import Guide
from logistics.models import EquipmentNeed, Piece
from logistics.queries.equipment import OF_KIND, equipment_for, equipment_of
from logistics.services.equipment import (
    add_equipment,
    change_equipment,
    move_piece,
    need_equipment,
    promise_pieces,
    take_promise_back,
)
from missions.models import Kit
from missions.services.kit import accept_proposal
from operations.models import Role
from operations.services.versions import EditConflict
from tests.accounts.factories import UserFactory
from tests.guides.factories import GuideFactory
from tests.logistics.factories import EquipmentNeedFactory
from tests.operations.factories import OperationFactory, member_client
from tests.volunteers.factories import VolunteerFactory
from volunteers.models import Equipment
from volunteers.services import make_link

pytestmark = pytest.mark.django_db

State = Piece.State


@pytest.fixture
def need():
    return EquipmentNeedFactory()


@pytest.fixture
def by():
    return UserFactory()


def promised(need, count=1, owner="The library"):
    promise_pieces(need=need, count=count, owner=owner, by=UserFactory())
    return list(need.pieces.all())


def test_needs_of_missions_add_up_by_kind(by):
    operation = OperationFactory()

    need_equipment(operation=operation, wanted={"scanner": 2, "laptop": 3}, by=by)
    need_equipment(operation=operation, wanted={"laptop": 2}, by=by)

    assert dict(operation.equipment.values_list("code", "needed")) == {"scanner": 2, "laptop": 5}


def test_the_assistant_lists_what_its_missions_need(by):
    operation = OperationFactory()
    sheet = GuideFactory(mission_kind=Guide.MissionKind.SCANNING)
    Kit.objects.create(operation=operation, sheets=[sheet.slug])

    accept_proposal(operation=operation, by=by)

    assert dict(operation.equipment.values_list("code", "needed")) == {"scanner": 3, "laptop": 3}


def test_every_kind_and_code_of_the_table_exists():
    codes = {code for wanted in OF_KIND.values() for code in wanted}

    assert set(OF_KIND) <= set(Guide.MissionKind.values)
    assert codes <= set(Equipment.values)
    assert equipment_for([]) == {}


def test_the_gap_counts_what_is_promised_or_here_and_not_what_is_lost(need, by):
    first, second, _third = promised(need, 3)
    move_piece(piece=first, state=State.HERE, by=by)
    move_piece(piece=second, state=State.HERE, by=by)
    move_piece(piece=second, state=State.LOST, by=by)

    [row] = equipment_of(need.operation)

    assert (row.counted, row.missing, row.not_back) == (2, 1, 1)


def test_promising_more_than_needed_is_fine_and_numbers_go_on(need):
    promised(need, 3)
    promised(need, 2, owner="Club")

    [row] = equipment_of(need.operation)
    assert (row.counted, row.missing) == (5, 0)
    assert [(piece.number, piece.owner) for piece in row.pieces] == [
        (1, "The library"), (2, "The library"), (3, "The library"), (4, "Club"), (5, "Club"),
    ]  # fmt: skip


def test_a_thing_goes_from_hand_to_hand_and_back(need, by):
    [piece] = promised(need)
    with pytest.raises(Refusal, match="in the meantime"):
        move_piece(piece=piece, state=State.BACK, by=by)
    for state in (State.HERE, State.LOST, State.HERE, State.BACK, State.HERE, State.BACK):
        move_piece(piece=piece, state=state, by=by)

    piece.refresh_from_db()
    assert piece.state == State.BACK
    with pytest.raises(Refusal, match="handed over already"):
        take_promise_back(piece=piece, by=by)


def test_a_promise_is_taken_back_while_the_thing_has_not_come(need, by):
    [piece] = promised(need)

    take_promise_back(piece=piece, by=by)

    assert not Piece.objects.exists()


def test_a_thing_is_listed_once(by):
    operation = OperationFactory()
    add_equipment(operation=operation, code="", name="Projector", needed=1, by=by)

    with pytest.raises(Refusal, match="on the list already"):
        add_equipment(operation=operation, code="", name="Projector", needed=2, by=by)


def test_two_edits_of_the_number_collide(need, by):
    change_equipment(need=need, version=1, needed=5, by=by)

    with pytest.raises(EditConflict):
        change_equipment(need=need, version=1, needed=9, by=by)

    assert EquipmentNeed.objects.get().needed == 5


def test_one_volunteer_promises_a_reasonable_number(need):
    volunteer = VolunteerFactory()
    promise_pieces(need=need, count=20, volunteer=volunteer, by=None)

    with pytest.raises(Refusal, match="tell the organizers"):
        promise_pieces(need=need, count=1, volunteer=volunteer, by=None)


# Pages


def address(name, need, *more):
    return reverse(f"logistics:organize-{name}", args=[need.operation.slug, *more])


def test_the_register_says_what_is_missing_and_whose_things_are(need):
    promised(need, 2)

    page = member_client(need.operation).get(address("equipment", need))

    assert "Needed: 3. Found: 2." in page.text
    assert "1 is missing." in page.text
    assert f"{need.name} 1 · The library" in page.text


def test_mission_leads_read_the_register_and_change_nothing(need):
    promised(need)
    client = member_client(need.operation, Role.MISSION_LEAD)

    assert "Handed over" not in client.get(address("equipment", need)).text
    assert client.post(address("promise", need, need.pk), {}).status_code == 403


def test_the_team_adds_promises_and_moves_things(need):
    client = member_client(need.operation, Role.DESK)
    client.post(address("equipment-add", need), {"code": "scanner", "name": "", "needed": "2"})
    scanner = EquipmentNeed.objects.get(code="scanner")
    client.post(address("promise", need, scanner.pk), {"owner": "Archives", "count": "1"})
    piece = Piece.objects.get()
    client.post(address("piece", need, piece.pk), {"state": "here"})
    answer = client.post(
        address("equipment-edit", need, scanner.pk), {"version": "9", "needed": "4"}
    )

    piece.refresh_from_db()
    assert (piece.state, piece.owner, piece.need) == (State.HERE, "Archives", scanner)
    assert answer.status_code == 409
    assert "Scanner 1 · Archives" in client.get(address("equipment", need)).text


@pytest.mark.parametrize(
    "typed",
    [
        {"code": "", "name": ""},
        {"code": "scanner", "name": "Scanner"},
        {"code": "", "name": "PROJECTOR"},
    ],
)
def test_a_thing_has_one_name_that_is_new(need, typed):
    EquipmentNeedFactory(operation=need.operation, name="Projector")

    answer = member_client(need.operation).post(
        address("equipment-add", need), {**typed, "needed": "1"}
    )

    assert answer.status_code == 422
    assert EquipmentNeed.objects.count() == 2


def test_volunteers_lend_and_keep_on_their_page(need, client):
    volunteer = VolunteerFactory()
    me = reverse("logistics:me-link", args=[make_link(volunteer)])
    page = f"{me}?operation={need.operation.slug}"

    client.post(page, {"action": "lend", "need": need.pk, "count": "2"})
    first = volunteer.pieces.earliest("pk")
    client.post(page, {"action": "keep", "piece": first.pk})

    assert volunteer.pieces.count() == 1
    assert f"{need.name} 2" in client.get(me).text
    elsewhere = EquipmentNeedFactory()
    assert (
        client.post(page, {"action": "lend", "need": elsewhere.pk, "count": "1"}).status_code == 422
    )
    other = promised(need, owner="Club")[-1]
    assert client.post(page, {"action": "keep", "piece": other.pk}).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_same_queries_for_any_number(need, count, django_assert_max_num_queries):
    for one in [need, *EquipmentNeedFactory.create_batch(count - 1, operation=need.operation)]:
        for _piece in range(count):
            promise_pieces(need=one, count=1, volunteer=VolunteerFactory(), by=None)
    client = member_client(need.operation)

    with django_assert_max_num_queries(9):
        assert len(client.get(address("equipment", need)).context["rows"]) == count
