import pytest
from allauth.account.adapter import get_adapter
from django.utils import translation

from accounts.models import User
from notifications.models import Email

pytestmark = pytest.mark.django_db


def send_code(**context):
    get_adapter().send_mail(
        "account/email/login_code", "zoe@example.org", {"code": "RVFX-RZQQ", **context}
    )
    return Email.objects.get()


def test_a_sign_in_code_is_a_secret_mail_in_the_users_language():
    user = User.objects.create_user("zoe@example.org", language="fr", display_name="Zoé")

    with translation.override("en"):
        mail = send_code(user=user)

    assert (mail.kind, mail.about) == ("account", "account/email/login_code")
    assert (mail.language, mail.time_zone, mail.user) == ("fr", "Europe/Paris", user)
    assert mail.is_secret
    assert mail.subject
    assert "RVFX-RZQQ" in mail.text


def test_who_has_no_account_is_written_to_in_the_language_of_the_page():
    with translation.override("fr"):
        mail = send_code()

    assert (mail.language, mail.user) == ("fr", None)


def test_each_request_makes_a_mail_of_its_own():
    send_code()
    get_adapter().send_mail("account/email/login_code", "zoe@example.org", {"code": "AAAA-BBBB"})

    assert Email.objects.count() == 2
