"""What the team prepared is seen by nobody, until it is released: all at once, one mail each."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from core.models import AuditEntry
from core.refusal import Refusal
from missions.models import Need, Shift, ShiftDraft, Signup
from missions.queries.choices import choices_of
from missions.queries.history import entries_of
from missions.queries.history_rows import rows_of
from missions.queries.planning import progress_of
from missions.queries.roster import needs_to_fill, roster_of
from missions.queries.schedule import seen_as, waiting_changes
from missions.queries.signups import nearest_possible
from missions.queries.tables import needs_table
from missions.services.cloning import clone_operation
from missions.services.planning import cancel_operation
from missions.services.schedule import (
    discard_change,
    discard_changes,
    plan_cancellation,
    plan_shift,
    release,
)
from missions.services.shifts import cancel_shift, tell_late_comers
from missions.services.signups import JoinRefused, join, place_volunteer
from notifications.models import Email
from operations.models import Operation, Role
from tests.accounts.factories import UserFactory
from tests.communes.factories import CommuneFactory
from tests.missions.factories import MissionFactory, NeedFactory, PlaceFactory, ShiftFactory
from tests.missions.test_races import assert_counters_agree, at_once
from tests.operations.factories import OperationFactory, member_client
from tests.volunteers.factories import VolunteerFactory

pytestmark = pytest.mark.django_db
START = datetime(timezone.localdate().year + 1, 5, 8, 7, tzinfo=UTC)  # 9:00 in Paris


def address(operation, rest="release/"):
    return f"/en/organize/{operation.slug}/programme/{rest}"


def need_in(operation, **values):
    mission = values.pop("mission", None) or MissionFactory(operation=operation, title_en="Walk")
    shift = ShiftFactory(
        mission=mission,
        starts_at=values.pop("starts_at", START),
        is_released=values.pop("is_released", True),
    )
    return NeedFactory(shift=shift, **values)


def move(need, *, later=timedelta(hours=5), place=None, by=None):
    shift = Shift.objects.select_related("mission__operation").get(pk=need.shift_id)
    starts_at = shift.starts_at + later
    plan_shift(
        shift=shift,
        version=shift.version,
        starts_at=starts_at,
        ends_at=starts_at + shift.length,
        place=place,
        by=by,
    )


def cancel(need):
    plan_cancellation(shift=need.shift, by=None)


def seen(operation):
    return seen_as([each for each in waiting_changes(operation) if not each.is_too_late])


def release_all(operation, by=None):
    return release(operation=operation, seen=seen(operation), by=by)


def signed_up(need, **values):
    person = VolunteerFactory(**values)
    join(volunteer=person, needs=[need], is_proven=True)
    Email.objects.all().delete()
    return person


# A shift that is not released


def test_an_unreleased_shift_is_on_no_public_page_and_in_no_feed():
    operation = OperationFactory()
    mission = MissionFactory(operation=operation)
    hidden = need_in(operation, mission=mission, is_released=False, maximum=7)
    Shift.objects.filter(pk=hidden.shift_id).update(
        place=PlaceFactory(operation=operation, name="Secret cellar")
    )
    seen_one = need_in(operation, mission=mission, starts_at=START + timedelta(days=1))

    pages = [
        operation.get_absolute_url(),
        mission.get_absolute_url(),
        f"/en/operations/{operation.slug}/signup/",
        f"/en/operations/{operation.slug}/signup/?view=grid",
        f"/en/operations/{operation.slug}/signup/?shift={hidden.shift_id}",
        f"/feeds/operations/{operation.slug}.ics",
        "/en/operations/",
        "/en/",
        f"/en/communes/{operation.commune.country}/{operation.commune.code}/",
    ]
    texts = {page: Client().get(page) for page in pages}

    for page, answer in texts.items():
        assert answer.status_code == 200, page
        assert "Secret cellar" not in answer.text, page
        assert f"shift-{hidden.shift_id}" not in answer.text, page
        assert f'value="{hidden.pk}"' not in answer.text, page
    assert f"shift-{seen_one.shift_id}" in texts[pages[0]].text
    assert [choice.need for choice in choices_of(operation)] == [seen_one.pk]


def test_a_cancelled_shift_that_nobody_ever_saw_is_not_told_of():
    operation = OperationFactory()
    hidden = need_in(operation, is_released=False).shift

    cancel_shift(shift=hidden, by=None)

    for page in (operation.get_absolute_url(), f"/feeds/operations/{operation.slug}.ics"):
        assert f"shift-{hidden.pk}" not in Client().get(page).text


def test_nobody_gets_a_place_on_an_unreleased_shift():
    operation = OperationFactory()
    hidden, other = need_in(operation, is_released=False), need_in(operation, maximum=1)
    signed_up(other)

    form = Client().post(
        f"/en/operations/{operation.slug}/signup/",
        {"name": "Noé", "email": "noe@example.org", "need": hidden.pk},
    )
    with pytest.raises(JoinRefused, match="not in the programme yet"):
        join(volunteer=VolunteerFactory(), needs=[hidden], is_proven=True)
    with pytest.raises(JoinRefused):
        place_volunteer(need=hidden, volunteer=VolunteerFactory(), by=None)

    assert form.status_code == 422
    assert "no longer there" in form.text
    assert nearest_possible(other, []) == []
    assert Signup.objects.count() == 1


def test_an_unreleased_shift_is_counted_and_exported_nowhere_and_not_copied():
    operation = OperationFactory()
    mission = MissionFactory(operation=operation)
    need_in(operation, mission=mission, is_released=False, maximum=7)
    shown = need_in(operation, mission=mission, maximum=3)

    clone = clone_operation(
        source=operation, commune=CommuneFactory(), starts_on=operation.starts_on,
        time_zone="Europe/Paris", title="Again", by=UserFactory(),
    )  # fmt: skip

    [progress] = progress_of(operation)
    assert (progress.shifts, progress.wished) == (1, 3)
    assert [shift.shift for day in roster_of(operation, [mission]) for shift in day.shifts] == [
        shown.shift
    ]
    assert list(needs_to_fill([mission])) == [shown]
    assert len(needs_table(operation).rows) == 1
    assert Shift.objects.filter(mission__operation=clone.operation).count() == 1
    preview = member_client(operation, Role.ORGANIZER).get(f"/en/organize/{operation.slug}/clone/")
    assert preview.context["contents"].cancelled_shifts == 0


def test_drafts_do_not_make_the_public_page_be_drawn_anew(django_assert_max_num_queries):
    operation = OperationFactory()
    need = need_in(operation)
    client = Client()
    client.get(operation.get_absolute_url())
    with django_assert_max_num_queries(20) as first:
        client.get(operation.get_absolute_url())

    move(need)
    need_in(operation, mission=need.shift.mission, is_released=False)

    with django_assert_max_num_queries(len(first)):
        client.get(operation.get_absolute_url())


# The release


def test_one_release_moves_cancels_and_shows_with_one_mail_to_each_person():
    operation = OperationFactory(title_en="Libre", title_fr="Libre")
    mission = MissionFactory(operation=operation, title_en="Walk", title_fr="Balade")
    moved, gone, new, quiet = (
        need_in(operation, mission=mission, starts_at=START + timedelta(days=day))
        for day in range(4)
    )
    Shift.objects.filter(pk=new.shift_id).update(is_released=False)
    busy = signed_up(moved, language="fr")
    join(volunteer=busy, needs=[gone, quiet], is_proven=True)
    other, calm, silent = signed_up(gone), signed_up(quiet), signed_up(moved, email=None)
    Email.objects.all().delete()
    school = PlaceFactory(operation=operation, name="School")
    move(moved, place=school)
    cancel(gone)

    done = release_all(operation, by=UserFactory())

    assert done == (1, 1, 1, 2)
    shifts = {shift.pk: shift for shift in Shift.objects.all()}
    assert (shifts[moved.shift_id].starts_at, shifts[moved.shift_id].sequence) == (
        START + timedelta(hours=5),
        1,
    )
    assert shifts[moved.shift_id].place == school
    assert shifts[gone.shift_id].cancelled_at is not None
    assert shifts[new.shift_id].is_released
    assert not ShiftDraft.objects.exists()
    mails = {mail.recipient: mail for mail in Email.objects.all()}
    assert set(mails) == {busy.email, other.email}
    assert calm.email not in mails
    assert silent.signups.live().count() == 1
    words = mails[busy.email].text
    assert (mails[busy.email].language, words.count("Balade")) == ("fr", 2)
    assert "School" in words
    calendar = base64.b64decode(mails[busy.email].attachments[0]["content"]).decode()
    assert "STATUS:CONFIRMED" in calendar
    assert "STATUS:CANCELLED" in calendar
    assert "had to cancel" in mails[other.email].text
    assert "It is now" not in mails[other.email].text
    assert set(Signup.objects.filter(need=gone).values_list("state", flat=True)) == {"cancelled"}
    actions = AuditEntry.objects.filter(operation_id=operation.pk).values_list("action", flat=True)
    assert {"shifts.released", "shift.changed", "shift.cancelled"} <= set(actions)
    assert_counters_agree()


def test_after_the_release_everybody_sees_it():
    operation = OperationFactory()
    need = need_in(operation)
    new = need_in(operation, mission=need.shift.mission, is_released=False)
    client = Client()
    client.get(operation.get_absolute_url())
    move(need)

    release_all(operation)

    page = client.get(operation.get_absolute_url()).text
    assert "14:00–17:00" in page
    assert f"shift-{new.shift_id}" in page
    assert join(volunteer=VolunteerFactory(), needs=[new], is_proven=True)


def test_the_page_says_what_changes_whom_it_concerns_and_shows_one_mail_without_anybodys_name():
    operation = OperationFactory()
    moved, gone = need_in(operation), need_in(operation, starts_at=START + timedelta(days=1))
    person = signed_up(moved, name="Zélie Quist")
    join(volunteer=person, needs=[gone], is_proven=True)
    signed_up(gone, email=None)
    Email.objects.all().delete()
    move(moved)
    cancel(gone)
    client = member_client(operation)

    page = client.get(address(operation))

    assert "1 person gets one mail" in page.text
    assert "1 person has no address here" in page.text
    assert "2 people are on it" in page.text
    assert "14:00–17:00" in page.text
    assert "9:00–12:00" in page.text  # what volunteers still see
    example = page.context["outlook"].example
    assert "The programme has changed" in example.subject
    assert "Before:" in example.text
    assert "had to cancel" in example.text
    assert "Zélie" not in page.text
    assert person.links.count() == 2  # no link was made for looking
    assert not Email.objects.exists()
    released = client.post(address(operation), {"seen": page.context["seen"]}, follow=True)
    assert "2 changes are released. 1 person is told by mail." in released.text
    assert "Nothing waits for a release" in released.text


def test_the_second_of_two_organizers_finds_nothing_left():
    operation = OperationFactory()
    move(need_in(operation))
    word = seen(operation)

    first, second = (
        member_client(operation).post(address(operation), {"seen": word}, follow=True)
        for _each in range(2)
    )

    assert "1 change is released. Nobody had to be written to." in first.text
    assert "Nothing is left to release." in second.text
    assert AuditEntry.objects.filter(action="shifts.released").count() == 1


@pytest.mark.parametrize("word", ["", "x", "9" * 400, "\x00"])
def test_what_nobody_looked_at_is_not_released(word):
    operation = OperationFactory()
    need = need_in(operation)
    move(need)
    old = seen(operation)
    move(need, later=timedelta(hours=7))

    for each in (word, old):
        answer = member_client(operation).post(address(operation), {"seen": each}, follow=True)
        assert "Somebody changed the schedule meanwhile." in answer.text
    assert Shift.objects.get().starts_at == START


def test_what_came_too_late_is_not_released_and_said_so():
    operation = OperationFactory()
    begun, past = need_in(operation), need_in(operation, is_released=False)
    need = need_in(operation)
    for each in (begun, need):
        move(each)
    now = timezone.now()
    for late in (begun, past):
        Shift.objects.filter(pk=late.shift_id).update(starts_at=now - timedelta(minutes=5))

    page = member_client(operation).get(address(operation))
    done = release_all(operation)

    assert "Too late" in page.text
    assert [block.shift.pk for block in page.context["too_late"]] == [past.shift_id, begun.shift_id]
    assert done[:3] == (0, 1, 0)
    assert not Shift.objects.get(pk=past.shift_id).is_released
    with pytest.raises(Refusal, match="Nothing is left"):
        release_all(operation)


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_the_same_queries_for_any_number_of_changes(django_assert_num_queries, count):
    operation = OperationFactory()
    for _number in range(count):
        need = need_in(operation)
        signed_up(need)
        move(need, place=PlaceFactory(operation=operation))
        cancelled = need_in(operation)
        signed_up(cancelled)
        cancel(cancelled)
        need_in(operation, is_released=False)
    client = member_client(operation)

    with django_assert_num_queries(7):
        client.get(address(operation))


def test_a_cancelled_operation_has_nothing_to_release():
    operation = OperationFactory()
    need = need_in(operation)
    move(need)
    need_in(operation, mission=need.shift.mission, is_released=False)

    cancel_operation(operation=operation, by=None)

    operation.refresh_from_db()
    assert waiting_changes(operation) == []
    with pytest.raises(Refusal):
        release(operation=operation, seen="", by=None)


# Dropped


def test_one_change_or_all_can_be_dropped_and_new_shifts_go_with_their_needs():
    operation = OperationFactory()
    needs = [need_in(operation) for _each in range(3)]
    new = [need_in(operation, is_released=False) for _each in range(2)]
    for need in needs:
        move(need)
    client = member_client(operation)

    client.post(address(operation, f"{needs[0].shift_id}/discard/"), {"from": "release"})
    client.post(address(operation, f"{new[0].shift_id}/discard/"))
    assert len(waiting_changes(operation)) == 3
    answer = client.post(address(operation, "discard/"), follow=True)
    again = client.post(address(operation, "discard/"), follow=True)

    assert "3 changes are dropped." in answer.text
    assert "Nothing waits for a release any more." in again.text
    assert set(Shift.objects.values_list("pk", flat=True)) == {need.shift_id for need in needs}
    assert Need.objects.count() == 3
    assert set(Shift.objects.values_list("starts_at", flat=True)) == {START}
    with pytest.raises(Refusal):
        discard_change(shift=needs[0].shift, by=None)


def test_an_edit_begun_before_a_change_was_dropped_meets_a_conflict():
    operation = OperationFactory()
    need = need_in(operation)
    move(need)
    version = Shift.objects.get().version

    discard_changes(operation=operation, by=None)

    assert Shift.objects.get().version == version + 1


def test_a_cancellation_on_the_page_of_one_shift_drops_its_draft():
    need = need_in(OperationFactory())
    move(need)

    cancel_shift(shift=need.shift, by=None)

    assert not ShiftDraft.objects.exists()


def test_the_history_tells_it_in_words():
    operation = OperationFactory()
    need = need_in(operation)
    new = need_in(operation, is_released=False)
    move(need)
    discard_change(shift=new.shift, by=None)
    release_all(operation)
    cancel(need)
    discard_changes(operation=operation, by=None)

    rows = [
        (row.what, [str(each) for each in row.changes])
        for row in rows_of(operation, entries_of(operation, kind="shift"))
    ]

    assert [what for what, _changes in reversed(rows)] == [
        "Planned another time or place of a shift",
        "Dropped a new shift before its release",
        "Moved a shift",
        "Released the schedule",
        "Planned to cancel a shift",
        "Dropped all that waited for a release",
    ]
    assert "9:00–12:00" in rows[-1][1][0]
    assert "14:00–17:00" in rows[-1][1][0]


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_who_signs_up_while_a_release_cancels_the_shift_is_left_on_no_cancelled_shift():
    for _round in range(6 if connection.vendor == "postgresql" else 3):
        operation = OperationFactory()
        need = need_in(operation, maximum=4)
        cancel(need)
        word = seen(operation)
        people = VolunteerFactory.create_batch(8)

        ends = at_once(
            [
                lambda operation=operation, word=word: release(
                    operation=operation, seen=word, by=None
                ),
                *[
                    lambda one=one, need=need: join(volunteer=one, needs=[need], is_proven=True)
                    for one in people
                ],
            ]
        )
        tell_late_comers()

        assert set(ends) <= {"done", "JoinRefused"}, ends
        assert Shift.objects.get(pk=need.shift_id).cancelled_at is not None
        assert not Signup.objects.live().filter(need=need).exists()
        assert_counters_agree()


@pytest.mark.django_db(transaction=True)
def test_two_releases_at_the_same_moment_are_one():
    operation = OperationFactory()
    need = need_in(operation)
    person = signed_up(need)
    move(need)
    word = seen(operation)

    ends = at_once([lambda: release(operation=operation, seen=word, by=None)] * 4)

    assert ends == {"done": 1, "Refusal": 3}
    assert [mail.recipient for mail in Email.objects.all()] == [person.email]
    assert Shift.objects.get().sequence == 1


# Several at once


def bulk(mission):
    return f"/en/organize/{mission.operation.slug}/missions/{mission.pk}/shifts/"


def typed_shifts(mission, **values):
    return {
        "days": [f"{mission.operation.starts_on}"],
        "hours": "9:00, 14h",
        "length": "3:00",
        "place": "",
        "needs-contributor_maximum": "6",
    } | values


def test_shifts_added_to_a_public_operation_wait_for_the_release():
    mission = MissionFactory()
    client = member_client(mission.operation)

    answer = client.post(bulk(mission), typed_shifts(mission), follow=True)

    assert "2 shifts were added." in answer.text
    assert answer.text.count("New, not released") == 2
    assert not Shift.objects.filter(is_released=True).exists()
    assert release_all(mission.operation).new == 2


def test_shifts_added_to_a_draft_are_there_when_it_opens():
    mission = MissionFactory(operation=OperationFactory(status=Operation.Status.DRAFT))

    member_client(mission.operation).post(bulk(mission), typed_shifts(mission))

    assert Shift.objects.filter(is_released=True).count() == 2


def test_the_preview_says_what_is_there_already_and_what_takes_place_there_at_that_time():
    operation = OperationFactory()
    hall = PlaceFactory(operation=operation, name="Hall")
    mission = MissionFactory(operation=operation, place=hall)
    other = MissionFactory(operation=operation, title_en="Scan", place=hall)
    nine = datetime.combine(operation.starts_on, datetime.min.time(), operation.zone).replace(
        hour=9
    )
    ShiftFactory(mission=mission, starts_at=nine)
    beside = ShiftFactory(mission=other, starts_at=nine)
    ShiftDraft.objects.create(
        shift=beside, starts_at=nine + timedelta(hours=6), ends_at=nine + timedelta(hours=8)
    )

    page = member_client(operation).post(bulk(mission), typed_shifts(mission, action="preview"))

    assert "1 shift would be added" in page.text
    assert "6 places" in page.text
    assert page.text.count("is there already") == 1
    assert "At the same time in Hall: Scan, 15:00–17:00" in page.text
    assert Shift.objects.count() == 2


def undo_address(mission):
    return f"{bulk(mission)[: -len('shifts/')]}batches/{mission.shifts.first().batch}/undo/"


def test_what_was_added_in_one_go_is_taken_back_in_one_go():
    mission = MissionFactory()
    client = member_client(mission.operation)
    kept = ShiftFactory(mission=mission)
    page = client.post(bulk(mission), typed_shifts(mission), follow=True)
    undo = undo_address(mission)

    first, second = (client.post(undo, follow=True) for _each in range(2))

    assert undo in page.text
    assert "2 shifts are taken back." in first.text
    assert "These shifts are gone already." in second.text
    assert list(Shift.objects.all()) == [kept]


def test_a_shift_that_somebody_signed_up_for_is_not_taken_back():
    mission = MissionFactory()
    client = member_client(mission.operation)
    client.post(bulk(mission), typed_shifts(mission))
    undo = undo_address(mission)
    release_all(mission.operation)
    first, second = mission.shifts.all()
    person = signed_up(first.needs.get())

    answer = client.post(undo, follow=True)
    again = client.post(undo, follow=True)

    assert "1 shift is taken back." in answer.text
    assert "stays: somebody has signed up" in answer.text
    assert "These shifts stay: somebody has signed up" in again.text
    second.refresh_from_db()
    assert second.cancelled_at is not None  # people could see it
    assert person.signups.live().count() == 1
    assert not Email.objects.exists()


def test_a_batch_of_another_mission_is_out_of_reach():
    operation = OperationFactory()
    mission, other = MissionFactory.create_batch(2, operation=operation)
    client = member_client(operation)
    client.post(bulk(mission), typed_shifts(mission))
    batch = mission.shifts.first().batch

    answer = client.post(
        f"/en/organize/{operation.slug}/missions/{other.pk}/batches/{batch}/undo/", follow=True
    )

    assert "These shifts are gone already." in answer.text
    assert mission.shifts.count() == 2
    for asked in ("x", "", "9" * 40):
        assert client.get(bulk(mission), {"added": asked}).status_code == 200
