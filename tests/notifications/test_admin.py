import pytest
from django.urls import reverse

from accounts.models import User
from notifications.models import Email
from tests.notifications.factories import EmailFactory

pytestmark = pytest.mark.django_db

MAILS = reverse("admin:notifications_email_changelist")


@pytest.fixture
def staff(client):
    client.force_login(User.objects.create_user("staff@example.org", is_staff=True))
    return client


def send_again(client, *mails):
    chosen = {"action": "send_again", "_selected_action": [mail.pk for mail in mails]}
    return client.post(MAILS, chosen, follow=True)


def test_staff_see_what_failed_but_not_the_words(staff):
    mail = EmailFactory(
        state="parked", due_at=None, last_error="SMTPDataError 554", text="a personal link"
    )

    listed = staff.get(MAILS).content.decode()
    shown = staff.get(reverse("admin:notifications_email_change", args=[mail.pk]))

    assert mail.recipient in listed
    assert "SMTPDataError 554" in listed
    assert "No mail server is configured" in listed
    assert shown.status_code == 200
    assert "a personal link" not in shown.content.decode()


def test_staff_send_failed_mails_again(staff):
    failed = EmailFactory(state="parked", due_at=None)
    sent = EmailFactory(state="done", due_at=None)

    answer = send_again(staff, failed, sent).content.decode()

    assert "1 mail will be tried again." in answer
    assert "not among those that failed" in answer
    assert dict(Email.objects.values_list("pk", "state")) == {failed.pk: "due", sent.pk: "done"}


@pytest.mark.parametrize("form", ["add", "delete"])
def test_not_even_staff_write_or_delete_mails(staff, form):
    arguments = [EmailFactory().pk] if form == "delete" else []

    assert (
        staff.get(reverse(f"admin:notifications_email_{form}", args=arguments)).status_code == 403
    )


def test_others_do_not_get_in(client):
    failed = EmailFactory(state="parked", due_at=None)
    client.force_login(User.objects.create_user("bob@example.org"))

    assert failed.recipient not in client.get(MAILS, follow=True).content.decode()
    send_again(client, failed)
    assert not Email.objects.due().exists()
