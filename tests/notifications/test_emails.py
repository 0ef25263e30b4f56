import re
from collections import Counter
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.emails import (
    SIGNATURE,
    Attachment,
    as_html,
    as_mime,
    harmless_name,
    one_line,
    write,
)
from tests.notifications.factories import EmailFactory


@pytest.mark.parametrize(
    ("language", "time_zone", "button", "time"),
    [
        ("en", "Europe/Paris", "Save", "June 26, 2027, noon"),
        ("fr", "Europe/Paris", "Enregistrer", "26 juin 2027 12:00"),
        ("fr", "America/Cayenne", "Enregistrer", "26 juin 2027 07:00"),
        ("en", "Nowhere/Atlantis", "Save", "June 26, 2027, 10 a.m."),
        ("tlh", "../../etc/passwd", "Save", "June 26, 2027, 10 a.m."),
    ],
)
def test_a_mail_speaks_its_readers_language_at_their_hour(hello, language, time_zone, button, time):
    words = write(hello(language=language, time_zone=time_zone))

    assert button in words.text
    assert time in words.text


def test_the_text_has_a_subject_no_escapes_and_a_signature(hello):
    words = write(hello(name="Zoé & Cie"))

    assert words.subject == "Hello Zoé & Cie"
    assert words.text == (
        "Save: June 26, 2027, noon <b>Zoé & Cie</b>\n\nhttp://testserver"
        "\n\n-- \nFREE-MISSION\nhttp://testserver\n"
    )


def laid_out(text, language="en"):
    """The parts of the card, each as the words that a reader sees in a mark of its own."""
    html = as_html(EmailFactory.build(text=text + SIGNATURE, language=language))
    card = html.partition('class="card"')[2].partition('<p style="margin: 12px 0; font-size')[0]
    card = re.sub(r' (style|class|dir)="[^"]*"', "", card.partition(">")[2])
    return re.sub(r">\s+<", "><", card).strip().removesuffix("</div>").strip()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hello,\n\nGood\nbye", "<p>Hello,</p><p>Good<br>bye</p>"),
        (
            "Yours:\n\n* Map\n  Saturday\n  Town hall\n\n* Walk\n\nSee you",
            "<p>Yours:</p><ul><li><strong>Map</strong><br>Saturday<br>Town hall</li>"
            "<li><strong>Walk</strong></li></ul><p>See you</p>",
        ),
        ("Code:\n\n    RVFX-RZQQ", "<p>Code:</p><p>RVFX-RZQQ</p>"),
        (
            "Aller à ma page\xa0:\nhttps://a.example/?b=1&c=2",
            '<p><a href="https://a.example/?b=1&amp;c=2">Aller à ma page</a></p>',
        ),
        ("https://a.example/", '<p><a href="https://a.example/">https://a.example/</a></p>'),
        ("* <b>\n  <script>", "<ul><li><strong>&lt;b&gt;</strong><br>&lt;script&gt;</li></ul>"),
        ("See https://evil.example now", "<p>See https://evil.example now</p>"),
        ("", "<p></p>"),
    ],
)
def test_the_html_is_laid_out_from_the_text(text, html):
    assert laid_out(text) == html


@given(st.text(alphabet="* \nab<&:/https"))
def test_any_text_can_be_laid_out_and_keeps_its_letters(text):
    words = unescape(re.sub(r"<[^>]*>", "", laid_out(text)))

    assert not Counter(re.sub(r"\W", "", words)) - Counter(re.sub(r"\W", "", text))


@pytest.mark.parametrize(
    ("language", "opening"),
    [("fr", '<html lang="fr" dir="ltr">'), ("tlh", '<html lang="en" dir="ltr">')],
)
def test_the_html_names_its_language(language, opening):
    assert opening in as_html(EmailFactory.build(language=language))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Hello\r\nBcc: eve@example.org", "Hello Bcc: eve@example.org"),
        ("a\u2028b\u0085c\x00d\x1be", "a b c d e"),
        ("\u202egnp.exe\u2066 ok", "gnp.exe ok"),
        ("  many   blanks ", "many blanks"),
        ("می\u200cخواهم 👩\u200d🌾", "می\u200cخواهم 👩\u200d🌾"),
        ("x" * 500, "x" * 200),
    ],
)
def test_one_line_is_one_harmless_line(given, kept):
    assert one_line(given) == kept


def test_harmless_name_cannot_be_taken_for_addresses():
    assert harmless_name('Eve" <eve@example.org>, bob: x;\\') == "Eve eve example.org bob x"


def test_no_header_can_be_injected_and_machines_are_asked_not_to_answer(settings):
    settings.DEFAULT_FROM_EMAIL = "FREE-MISSION <noreply@free.example>"
    mail = EmailFactory.build(
        recipient="bob@example.org",
        recipient_name="Bob\r\nBcc: eve@example.org",
        sender_name="Mairie, d'Aiglun <x@y>\nX-Evil: 1",
        subject="Your shift",
        language="fr",
    )

    message = as_mime(mail, connection=None).message()

    assert message["To"] == '"Bob Bcc eve example.org" <bob@example.org>'
    assert message["From"] == (
        '"Mairie d\'Aiglun x y X-Evil 1 (FREE-MISSION)" <noreply@free.example>'
    )
    assert (message["Bcc"], message["X-Evil"]) == (None, None)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Content-Language"] == "fr"
    assert message["Message-ID"] == mail.message_id


def test_a_line_break_in_a_stored_header_is_refused_by_the_message_itself():
    mail = EmailFactory.build(subject="Hello\nBcc: eve@example.org")

    with pytest.raises(ValueError, match="newlines"):
        as_mime(mail, connection=None).message()


def test_an_attachment_keeps_its_type_with_parameters_and_its_bytes():
    attachment = Attachment("calendar.ics", b"BEGIN\r\n\xc3\xa9", "text/calendar; method=PUBLISH")
    mail = EmailFactory.build(attachments=[attachment.as_json()])

    part = as_mime(mail, connection=None).message().get_payload()[1]

    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "PUBLISH")
    assert part.get_filename() == "calendar.ics"
    assert part.get_payload(decode=True) == b"BEGIN\r\n\xc3\xa9"


def test_a_mail_leaves_as_text_and_as_html_with_styles_on_the_elements(hello):
    mail = EmailFactory.build(text="Save:\nhttp://testserver")

    text, html = as_mime(mail, connection=None).message().get_payload()

    assert text.get_payload(decode=True).decode() == "Save:\nhttp://testserver"
    assert (
        '<a class="button" href="http://testserver" style="'
        in html.get_payload(decode=True).decode()
    )
