from datetime import timedelta

import pytest
from django.utils import timezone

from core.refusal import Refusal
from notifications.models import Email
from notifications.services import (
    Attachment,
    deliver_emails,
    erase_old_emails,
    forget_address,
    queue_email,
    queue_emails,
    send_again,
    withdraw_emails,
)
from tests.notifications.factories import EmailFactory
from tests.notifications.sink import free_port

pytestmark = pytest.mark.django_db


def deliver_all():
    return deliver_emails(for_seconds=20)


def make_all_due():
    Email.objects.waiting().update(due_at=timezone.now())


# Queue


def test_a_mail_is_told_once(hello):
    queue_emails([hello(version=1), hello(version=1)])
    queue_emails([hello(version=1, name="Somebody else")])
    queue_emails([hello(version=2), hello(version=1, address="bob@example.org")])

    rows = Email.objects.order_by("recipient", "version")
    assert list(rows.values_list("recipient", "version", "subject")) == [
        ("bob@example.org", "1", "Hello Zoé"),
        ("zoe@example.org", "1", "Hello Zoé"),
        ("zoe@example.org", "2", "Hello Zoé"),
    ]


def test_a_mail_about_a_row_names_its_table_and_number(hello):
    about = EmailFactory()
    queue_email(**vars(hello(obj=about)))

    assert Email.objects.get(kind="hello").about == f"notifications.email:{about.pk}"


def test_who_has_no_address_is_told_nothing(hello):
    queue_emails([hello(address=None), hello(address="")])

    assert not Email.objects.exists()


def test_two_thousand_mails_are_queued_by_a_few_statements(hello, django_assert_max_num_queries):
    messages = [hello(address=f"a{number}@example.org") for number in range(2000)]

    with django_assert_max_num_queries(60):
        queue_emails(messages)

    assert Email.objects.due().count() == 2000


# Deliver


def test_due_mails_reach_the_server_over_one_connection(hello, sink):
    ics = Attachment("calendar.ics", b"BEGIN", "text/calendar; method=PUBLISH")
    queue_emails([hello(address=f"a{number}@example.org") for number in range(4)])
    queue_email(**vars(hello(attachments=[ics], sender_name="Aiglun")))

    assert deliver_all() == 5

    assert sink.connections == 1
    assert sorted(sink.message_ids()) == sorted(Email.objects.values_list("message_id", flat=True))
    assert set(Email.objects.values_list("state", "attempts", "last_error")) == {("done", 1, "")}
    assert not Email.objects.filter(sent_at=None).exists()
    parts = [part.get_content_type() for part in sink.mails()[-1].walk()]
    assert parts == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]


def test_a_mail_in_flight_is_committed_before_the_server_hears_of_it(hello, sink, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "notifications.services.as_mime",
        lambda email, server: seen.append(Email.objects.get().state) or 1 / 0,
    )
    queue_emails([hello()])

    deliver_all()

    assert seen == ["in_flight"]


@pytest.mark.parametrize("where", ["zoe@example.org", "DATA"])
def test_a_temporary_refusal_is_tried_again_with_the_same_message_id(hello, sink, where):
    queue_emails([hello()])
    sink.refusals[where] = "451 4.3.0 zoe@example.org: try later"

    deliver_all()
    waiting = Email.objects.get()
    assert (waiting.state, waiting.sent_at) == ("due", None)
    assert waiting.last_error.endswith(" 451")
    assert waiting.due_at > timezone.now()

    sink.refusals.clear()
    make_all_due()
    deliver_all()
    assert Email.objects.get().state == "done"
    assert sink.message_ids() == [waiting.message_id]


@pytest.mark.parametrize("where", ["zoe@example.org", "DATA"])
def test_a_final_refusal_is_parked_without_quoting_the_server(hello, sink, where):
    queue_emails([hello()])
    sink.refusals[where] = "550 5.1.1 zoe@example.org: no such person"

    deliver_all()

    parked = Email.objects.get()
    assert (parked.state, parked.due_at) == ("parked", None)
    assert parked.last_error in {"SMTPRecipientsRefused 550", "SMTPDataError 550"}


def test_one_refused_mail_does_not_hold_up_the_others(hello, sink):
    queue_emails([hello(address=f"a{number}@example.org") for number in range(3)])
    sink.refusals["a1@example.org"] = "550 no"

    deliver_all()

    states = dict(Email.objects.values_list("recipient", "state"))
    assert states == {
        "a0@example.org": "done",
        "a1@example.org": "parked",
        "a2@example.org": "done",
    }


def test_a_server_that_is_away_is_tried_again(hello, settings, sink):
    queue_emails([hello()])
    settings.EMAIL_PORT = free_port()

    deliver_all()

    row = Email.objects.get()
    assert (row.state, row.last_error) == ("due", "ConnectionRefusedError")


def test_a_mail_on_doubt_is_sent_again_with_the_same_message_id(hello, sink):
    queue_emails([hello()])
    deliver_all()
    # The worker died between the server's 250 and writing it down, and the lease has ended.
    Email.objects.update(state="in_flight", due_at=timezone.now(), sent_at=None)

    deliver_all()

    assert len(sink.message_ids()) == 2
    assert len(set(sink.message_ids())) == 1
    assert Email.objects.get().state == "done"


def test_without_a_mail_server_mails_wait(hello, settings):
    settings.EMAIL_URL, settings.IS_LOOPBACK = "", False
    queue_emails([hello()])

    assert deliver_all() == 0
    assert Email.objects.get().state == "due"


def test_the_demo_keeps_its_mails_to_show_them(hello, demo, mailoutbox):
    queue_emails([hello(is_secret=True)])

    deliver_all()

    mail = Email.objects.get()
    assert (mail.state, mail.is_erased, mailoutbox) == ("done", False, [])
    assert "Zoé" in mail.text


# Look after


def test_staff_send_a_failed_mail_again_and_nothing_else():
    failed = EmailFactory(state="parked", due_at=None, attempts=7)
    send_again(failed)
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == ("due", 0)
    assert list(Email.objects.due()) == [failed]

    for other in (
        EmailFactory(state="done", due_at=None),
        EmailFactory(state="parked", due_at=None, is_erased=True),
    ):
        with pytest.raises(Refusal):
            send_again(other)
        assert not Email.objects.due().filter(pk=other.pk).exists()


def test_withdraw_drops_what_has_not_left_about_an_object():
    sent = EmailFactory(about="shift:1", state="done", due_at=None)
    EmailFactory(about="shift:1")
    other = EmailFactory(about="shift:2")
    promoted = EmailFactory(about="shift:1", kind="promoted")

    assert withdraw_emails("shift:1", kind="test") == 1

    assert set(Email.objects.all()) == {sent, other, promoted}


def test_forget_an_address_erases_its_mails_sent_or_not():
    EmailFactory(recipient="zoe@example.org")
    EmailFactory(recipient="Zoe@example.org", state="done", due_at=None)
    other = EmailFactory()

    assert forget_address("zoe@example.org") == 2
    assert list(Email.objects.all()) == [other]


def test_the_words_of_a_secret_mail_are_erased_as_it_leaves(hello, sink):
    queue_emails([hello(is_secret=True)])

    deliver_all()

    mail = Email.objects.get()
    assert (mail.subject, mail.text, mail.attachments) == ("", "", [])
    assert (mail.is_erased, mail.state) == (True, "done")
    assert "Zoé" in sink.mails()[0].get_payload()[0].get_payload(decode=True).decode()


def test_words_are_erased_a_week_after_they_left_and_rows_in_three_months():
    def mail(days, **fields):
        then = timezone.now() - timedelta(days=days)
        return EmailFactory(queued_at=then, **fields)

    def sent(days):
        then = timezone.now() - timedelta(days=days)
        return mail(days, state="done", due_at=None, sent_at=then)

    fresh, old, oldest = sent(6), sent(8), sent(91)
    failed, failed_long_ago = (mail(days, state="parked", due_at=None) for days in (20, 29))
    waiting, forgotten = mail(80), mail(100)

    erase_old_emails()

    erased = dict(Email.objects.values_list("pk", "is_erased"))
    assert erased == {
        fresh.pk: False,
        old.pk: True,
        failed.pk: False,
        failed_long_ago.pk: True,
        waiting.pk: False,
    }
    old.refresh_from_db()
    assert (old.subject, old.text, old.attachments) == ("", "", [])
    assert not {oldest.pk, forgotten.pk} & set(erased)
