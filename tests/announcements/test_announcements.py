"""Announcements: who gets one, in which words, once; and who gets none."""

import threading
from datetime import timedelta
from email import message_from_bytes

import pytest
from django.test import Client
from django.utils import timezone

from announcements.models import Announcement
from announcements.queries import audience_of
from announcements.services import choose_announcements, send_announcement
from core.models import AuditEntry
from core.refusal import Refusal
from missions.models import Need, Signup
from notifications.emails import as_mime
from notifications.models import Email
from operations.models import Role
from tests.accounts.factories import UserFactory
from tests.announcements.factories import AnnouncementFactory
from tests.missions.factories import MissionFactory, NeedFactory, ShiftFactory, SignupFactory
from tests.missions.test_races import at_once
from tests.notifications.factories import EmailFactory
from tests.operations.factories import MembershipFactory, OperationFactory, client_of, member_client
from tests.volunteers.factories import VolunteerFactory
from volunteers.services import make_link

pytestmark = pytest.mark.django_db


def page(operation, rest=""):
    return f"/en/organize/{operation.slug}/announcements/{rest}"


def reader(**facts):
    """A volunteer whose address is proven."""
    return VolunteerFactory(email_confirmed_at=timezone.now(), **facts)


def sign_up(operation, volunteer=None, *, role=Need.Role.CONTRIBUTOR, days=30, **signup):
    """The volunteer on a shift of a mission of its own."""
    starts_at = timezone.now() + timedelta(days=days)
    shift = ShiftFactory(mission=MissionFactory(operation=operation), starts_at=starts_at)
    need = NeedFactory(shift=shift, role=role)
    return SignupFactory(need=need, volunteer=volunteer or reader(), **signup)


def send(announcement, by=None):
    return send_announcement(
        announcement=announcement, version=announcement.version, by=by or announcement.author
    )


def told():
    return sorted(
        Email.objects.filter(kind="announcement.sent").values_list("recipient", flat=True)
    )


# Who gets it


def test_everybody_who_signed_up_gets_it_once_and_nobody_else():
    operation = OperationFactory()
    twice = reader()
    sign_up(operation, twice)
    sign_up(operation, twice, days=31)
    waits = sign_up(operation, state=Signup.State.WAITING).volunteer
    sign_up(operation, state=Signup.State.CANCELLED)
    sign_up(OperationFactory())

    send(AnnouncementFactory(operation=operation))

    assert told() == sorted([twice.email, waits.email])


def test_an_announcement_is_narrowed_by_mission_day_role_language_and_state():
    operation = OperationFactory(time_zone="UTC")
    guide = sign_up(operation, reader(language="fr"), role=Need.Role.GUIDE, days=30)
    held = sign_up(operation, reader(language="en"), days=31, state=Signup.State.HELD)
    day = f"{timezone.now() + timedelta(days=31):%Y-%m-%d}"

    def reached(**audience):
        announcement = AnnouncementFactory(operation=operation, **audience)
        return audience_of(announcement).reached, [
            one.language for one in audience_of(announcement).readers
        ]

    assert reached() == (2, ["en", "fr"])
    assert reached(missions=[guide.need.shift.mission_id]) == (1, ["fr"])
    assert reached(days=[day]) == (1, ["en"])
    assert reached(roles=["guide"]) == (1, ["fr"])
    assert reached(languages=["en"]) == (1, ["en"])
    assert reached(states=["held"]) == (1, ["en"])
    assert reached(states=["held"], roles=["guide"]) == (0, [])
    assert held.state == Signup.State.HELD


def test_an_unproven_address_gets_nothing_and_an_account_does():
    operation = OperationFactory()
    sign_up(operation, VolunteerFactory())
    member = sign_up(operation, VolunteerFactory(email=None, user=UserFactory())).volunteer
    announcement = AnnouncementFactory(operation=operation)

    audience = audience_of(announcement)
    send(announcement)

    assert (audience.reached, audience.unreachable) == (1, 1)
    assert told() == [member.user.email]


def test_each_reads_it_in_their_language_and_the_preview_says_who_reads_another_one():
    operation = OperationFactory()
    sign_up(operation, reader(language="fr", name="Zoé"))
    sign_up(operation, reader(language="en", name="Ann"))
    announcement = AnnouncementFactory(
        operation=operation, subject_fr="Prenez des bottes", body_fr="Les chemins sont mouillés."
    )
    only_english = AnnouncementFactory(operation=operation)
    client = member_client(operation)

    shown = client.get(page(operation, f"{only_english.pk}/send/")).text
    send(announcement)

    assert shown.count("they read it in another one") == 1
    french = Email.objects.get(language="fr", kind="announcement.sent")
    english = Email.objects.get(language="en", kind="announcement.sent")
    assert french.subject == "Prenez des bottes"
    assert "Les chemins sont mouillés." in french.text
    assert "Zoé" in french.text
    assert "/fr/me/" in french.text
    assert english.subject == "Bring boots"


def test_it_reaches_those_who_signed_up_since_the_preview_and_not_those_who_left():
    operation = OperationFactory()
    left, stays = sign_up(operation), sign_up(operation)
    announcement = AnnouncementFactory(operation=operation)
    member_client(operation).get(page(operation, f"{announcement.pk}/send/"))
    Signup.objects.filter(pk=left.pk).update(state=Signup.State.CANCELLED)
    newcomer = sign_up(operation)

    sent = send(announcement)

    assert told() == sorted([stays.volunteer.email, newcomer.volunteer.email])
    assert sent.recipients == 2


# Sending


def test_writing_seeing_and_sending_by_the_pages():
    operation = OperationFactory()
    sign_up(operation)
    client = member_client(operation)

    written = client.post(
        page(operation, "new/"), {"subject": "Boots", "body": "It is wet."}, follow=True
    )
    announcement = Announcement.objects.get()
    nothing_yet = told()
    sent = client.post(
        page(operation, f"{announcement.pk}/send/"), {"version": announcement.version}, follow=True
    )
    history = client.get(f"/en/organize/{operation.slug}/history/").text

    assert "1 person" in written.text
    assert nothing_yet == []
    assert "It is on its way to 1 person." in sent.text
    assert len(told()) == 1
    assert "Sent an announcement" in history


def test_over_fifty_people_somebody_else_looks_first():
    operation = OperationFactory()
    need = NeedFactory(shift=ShiftFactory(mission=MissionFactory(operation=operation)))
    for _number in range(51):
        SignupFactory(need=need, volunteer=reader())
    author = MembershipFactory(operation=operation, role=Role.ORGANIZER).user
    other = MembershipFactory(operation=operation, role=Role.COORDINATOR).user
    announcement = AnnouncementFactory(operation=operation, author=author)

    for _press in range(2):
        client_of(author).post(page(operation, f"{announcement.pk}/send/"), {"version": 1})
    asked = list(Email.objects.values_list("recipient", "kind"))
    client_of(other).post(page(operation, f"{announcement.pk}/send/"), {"version": 1})

    announcement.refresh_from_db()
    assert asked == [(other.email, "announcement.second_look")]
    assert announcement.state == Announcement.State.SENT
    assert announcement.sent_by == other
    assert len(told()) == 51


def test_an_organizer_who_is_alone_cannot_send_to_so_many():
    operation = OperationFactory()
    need = NeedFactory(shift=ShiftFactory(mission=MissionFactory(operation=operation)))
    for _number in range(51):
        SignupFactory(need=need, volunteer=reader())
    alone = MembershipFactory(operation=operation).user
    announcement = AnnouncementFactory(operation=operation, author=alone)

    with pytest.raises(Refusal, match="you are alone"):
        send(announcement)

    assert not Email.objects.exists()


def test_who_changes_the_words_cannot_be_the_second_look_at_them():
    operation = OperationFactory()
    need = NeedFactory(shift=ShiftFactory(mission=MissionFactory(operation=operation)))
    for _number in range(51):
        SignupFactory(need=need, volunteer=reader())
    author, other = (
        MembershipFactory(operation=operation, role=Role.ORGANIZER).user for _ in range(2)
    )
    announcement = AnnouncementFactory(operation=operation, author=author)
    send(announcement, by=author)

    client_of(other).post(
        page(operation, f"{announcement.pk}/"),
        {"subject": "Other words", "body": "Quite other ones.", "version": 1},
    )
    announcement.refresh_from_db()
    sent = send(announcement, by=other)

    assert sent.state == Announcement.State.WAITING
    assert told() == []


def test_three_leave_within_a_day_and_the_fourth_waits():
    operation = OperationFactory()
    sign_up(operation)
    for _number in range(3):
        send(AnnouncementFactory(operation=operation))

    with pytest.raises(Refusal, match="3 announcements left within a day"):
        send(AnnouncementFactory(operation=operation))

    Announcement.objects.filter(state="sent").update(sent_at=timezone.now() - timedelta(hours=25))
    assert send(AnnouncementFactory(operation=operation)).recipients == 1


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"body_en": " "}, "Write its subject and its text first."),
        ({"roles": ["host"]}, "Nobody would get it"),
        ({"state": "withdrawn"}, "sent or withdrawn already"),
    ],
)
def test_what_stands_in_the_way_is_said(facts, words):
    operation = OperationFactory()
    sign_up(operation)
    announcement = AnnouncementFactory(operation=operation, **facts)

    answer = member_client(operation).post(
        page(operation, f"{announcement.pk}/send/"), {"version": 1}, follow=True
    )

    assert words in answer.text
    assert told() == []


def test_words_that_changed_since_they_were_read_do_not_leave():
    operation = OperationFactory()
    sign_up(operation)
    announcement = AnnouncementFactory(operation=operation, version=2)

    answer = member_client(operation).post(
        page(operation, f"{announcement.pk}/send/"), {"version": 1}, follow=True
    )

    assert "Its words changed since you read them" in answer.text
    assert told() == []


def test_a_withdrawn_announcement_stays_unsent():
    operation = OperationFactory()
    sign_up(operation)
    announcement = AnnouncementFactory(operation=operation)
    client = member_client(operation)

    client.post(page(operation, f"{announcement.pk}/withdraw/"))
    client.post(page(operation, f"{announcement.pk}/send/"), {"version": 1})
    changed = client.post(
        page(operation, f"{announcement.pk}/"), {"subject": "x", "body": "y", "version": 1}
    )

    assert told() == []
    assert changed.status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_organizers_send_at_once_and_each_reader_gets_one():
    operation = OperationFactory()
    sign_up(operation)
    announcement = AnnouncementFactory(operation=operation)

    ends = at_once([lambda: send(announcement)] * 2)

    assert ends == {"done": 1, "Refusal": 1}
    assert len(told()) == 1
    assert AuditEntry.objects.filter(action="announcement.sent").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_looking_again_under_the_lock_both_would_send_it():
    announcement = AnnouncementFactory()
    gate = threading.Barrier(2)

    def careless():
        fresh = Announcement.objects.get(pk=announcement.pk)
        gate.wait()
        if not fresh.can_change:
            raise Refusal("too late")

    assert at_once([careless, careless]) == {"done": 2}


# No more of them


def test_who_says_no_gets_none_until_they_say_yes():
    operation = OperationFactory()
    declines, reads = sign_up(operation).volunteer, sign_up(operation).volunteer
    token, client = make_link(declines), Client()
    address = f"/en/me/{token}/announcements/"

    client.get(address)
    after_looking = audience_of(AnnouncementFactory(operation=operation)).reached
    said_no = client.post(address, {"wants": "no"}, follow=True)
    send(AnnouncementFactory(operation=operation))
    told_without = told()
    client.post(address, {"wants": "yes"})
    send(AnnouncementFactory(operation=operation))

    assert after_looking == 2
    assert "You get no more announcements." in said_no.text
    assert told_without == [reads.email]
    assert told().count(declines.email) == 1


def test_no_said_between_the_preview_and_the_sending_counts():
    operation = OperationFactory()
    volunteer = sign_up(operation).volunteer
    sign_up(operation)
    announcement = AnnouncementFactory(operation=operation)
    member_client(operation).get(page(operation, f"{announcement.pk}/send/"))
    choose_announcements(volunteer, wants=False)

    send(announcement)

    assert volunteer.email not in told()


def test_a_mail_program_unsubscribes_with_one_press_and_without_a_page():
    operation = OperationFactory()
    volunteer = sign_up(operation).volunteer
    send(AnnouncementFactory(operation=operation))
    mail = message_from_bytes(as_mime(Email.objects.get(), None).message().as_bytes())
    address = mail["List-Unsubscribe"].strip("<>")
    path = "/" + address.split("/", 3)[3]

    looked = Client(enforce_csrf_checks=True).get(path)
    pressed = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})

    volunteer.refresh_from_db()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert looked.status_code == 405
    assert pressed.status_code == 204
    assert volunteer.wants_announcements is False


def test_mails_about_ones_own_places_carry_no_such_header():
    mail = message_from_bytes(as_mime(EmailFactory(), None).message().as_bytes())

    assert mail["List-Unsubscribe"] is None


# Mails that failed


def test_failed_mails_of_the_operation_are_shown_and_sent_again():
    operation = OperationFactory()
    MissionFactory(operation=operation)
    failed = EmailFactory(
        operation_id=operation.pk,
        state="parked",
        due_at=None,
        recipient_name="Zoé",
        last_error="SMTPRecipientsRefused 550",
    )
    EmailFactory(operation_id=OperationFactory().pk, state="parked", due_at=None)
    client = member_client(operation)

    dashboard = client.get(f"/en/organize/{operation.slug}/").text
    shown = client.get(f"/en/organize/{operation.slug}/failed-mails/").text
    client.post(f"/en/organize/{operation.slug}/failed-mails/{failed.pk}/again/")

    failed.refresh_from_db()
    assert "1 mail did not arrive" in dashboard
    assert "Zoé" in shown
    assert "SMTPRecipientsRefused 550" in shown
    assert shown.count("<tr>") == 2
    assert failed.state == "due"


def test_a_mail_knows_the_operation_it_is_about():
    operation = OperationFactory()
    sign_up(operation)

    send(AnnouncementFactory(operation=operation))

    assert Email.objects.get().operation_id == operation.pk


# Pages


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_the_same_queries_for_any_number(count, django_assert_num_queries):
    operation = OperationFactory()
    AnnouncementFactory.create_batch(count, operation=operation)
    client = member_client(operation)
    client.get(page(operation))

    with django_assert_num_queries(5):
        client.get(page(operation))


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_of_failed_mails_asks_the_same_queries_for_any_number(
    count, django_assert_num_queries
):
    operation = OperationFactory()
    EmailFactory.create_batch(count, operation_id=operation.pk, state="parked", due_at=None)
    client = member_client(operation)
    address = f"/en/organize/{operation.slug}/failed-mails/"
    client.get(address)

    with django_assert_num_queries(6):
        client.get(address)


@pytest.mark.parametrize("count", [1, 5])
def test_sending_asks_the_same_queries_for_any_number_of_readers(count, django_assert_num_queries):
    operation = OperationFactory()
    for _number in range(count):
        sign_up(operation)
    announcement = AnnouncementFactory(operation=operation)
    send(AnnouncementFactory(operation=operation))  # what is read once per process

    with django_assert_num_queries(11):
        send(announcement)
