import pytest

from tests.notifications.factories import EmailFactory

pytestmark = pytest.mark.django_db


def addresses(mail):
    return ["/demo/mailbox/", f"/demo/mailbox/{mail.pk}/", f"/demo/mailbox/{mail.pk}/html/"]


def test_the_mailbox_shows_the_mails_newest_first_and_their_links(client, demo):
    EmailFactory(subject="Older", recipient="old@example.org")
    mail = EmailFactory(
        subject="Newer",
        text="Confirm: http://testserver/en/me/abc/",
        attachments=[{"name": "c.ics"}],
    )

    box = client.get("/demo/mailbox/").content.decode()
    page = client.get(f"/demo/mailbox/{mail.pk}/").content.decode()

    assert box.index("Newer") < box.index("Older") < box.index("old@example.org")
    assert 'href="http://testserver/en/me/abc/"' in page
    assert "c.ics" in page
    assert f'src="/demo/mailbox/{mail.pk}/html/"' in page


def test_the_html_of_a_mail_stays_in_its_sandbox(client, demo):
    mail = EmailFactory(text="<script>1</script>")

    page = client.get(f"/demo/mailbox/{mail.pk}/")
    html = client.get(f"/demo/mailbox/{mail.pk}/html/")

    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert html.headers["X-Frame-Options"] == "SAMEORIGIN"
    rules = dict(
        rule.strip().partition(" ")[::2]
        for rule in html.headers["Content-Security-Policy"].split(";")
    )
    assert rules == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-top-navigation-by-user-activation",
    }
    assert '<base target="_top">' in html.content.decode()
    assert '<p style="margin: 12px 0">&lt;script&gt;1&lt;/script&gt;</p>' in html.content.decode()


def test_the_mailbox_is_not_kept_by_caches(client, demo):
    for address in addresses(EmailFactory()):
        assert "no-store" in client.get(address).headers["Cache-Control"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_mailbox_is_only_read(client, demo, method):
    for address in addresses(EmailFactory()):
        assert getattr(client, method)(address).status_code == 405


def test_an_odd_page_number_shows_a_page_and_an_absent_mail_is_not_found(client, demo):
    assert client.get("/demo/mailbox/?page=99999999999999999999").status_code == 200
    assert client.get("/demo/mailbox/?page=x").status_code == 200
    assert client.get("/demo/mailbox/0/").status_code == 404
    assert client.get("/demo/mailbox/99999999999999999999999/").status_code == 404


@pytest.mark.parametrize("what", ["no demo", "a mail server", "not on this machine"])
def test_without_a_demo_there_is_no_mailbox(client, demo, settings, what):
    if what == "no demo":
        (settings.DEMO_DIR / "accounts.json").unlink()
    elif what == "a mail server":
        settings.EMAIL_URL = "smtp://127.0.0.1"
    else:
        settings.IS_LOOPBACK = False

    for address in addresses(EmailFactory(text="a sign-in code")):
        response = client.get(address)
        assert response.status_code == 404
        assert "a sign-in code" not in response.content.decode()
