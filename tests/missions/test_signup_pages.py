"""From the public page to a place, as a browser without script does it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from missions.models import Need, Signup
from missions.services.signups import join
from notifications.models import Email
from operations.models import Operation
from tests.accounts.factories import UserFactory
from tests.missions.factories import MissionFactory, NeedFactory, ShiftFactory
from tests.operations.factories import OperationFactory
from tests.volunteers.factories import VolunteerFactory
from volunteers.models import PersonalLink, Volunteer

pytestmark = pytest.mark.django_db

State = Signup.State


def needs_of(operation, count=1, **values):
    mission = MissionFactory(operation=operation, title_en="Mapping walk", title_fr="Balade carto")
    start = timezone.now() + timedelta(days=5)
    return [
        NeedFactory(
            shift=ShiftFactory(mission=mission, starts_at=start + timedelta(hours=4 * number)),
            **values,
        )
        for number in range(count)
    ]


def signup_page(operation, language="en"):
    return f"/{language}/operations/{operation.slug}/signup/"


def typed(*needs, **values):
    return {
        "need": [need.pk for need in needs],
        "name": "Maïa",
        "email": "maia@example.org",
        "client_key": str(uuid.uuid4()),
    } | values


def link_in_mail(email):
    return re.search(r"/\w\w/me/[\w-]{43}/", email.text).group()


def test_a_visitor_signs_up_for_two_shifts_with_two_fields(client):
    operation = OperationFactory()
    needs = needs_of(operation, 3)

    page = client.get(signup_page(operation))
    answer = client.post(signup_page(operation), typed(*needs[:2]), follow=True)

    assert "10 places left" in page.text
    assert "We have written to" in answer.text
    assert "maia@example.org" in answer.text
    assert answer.text.count("Mapping walk") == 2
    volunteer = Volunteer.objects.get()
    assert (volunteer.name, volunteer.email, volunteer.language) == (
        "Maïa",
        "maia@example.org",
        "en",
    )
    assert list(volunteer.signups.values_list("need_id", "state")) == [
        (needs[0].pk, State.HELD),
        (needs[1].pk, State.HELD),
    ]
    assert Email.objects.get().kind == "signup.confirm"


def test_looking_at_the_mailed_link_changes_nothing_and_a_button_confirms(client):
    operation = OperationFactory()
    (need,) = needs_of(operation)
    client.post(signup_page(operation, "fr"), typed(need))
    link = link_in_mail(Email.objects.get())

    reader = Client()
    page = reader.get(link)
    assert link.startswith("/fr/")
    assert Signup.objects.get().state == State.HELD
    reader.head(link)
    assert Signup.objects.get().state == State.HELD

    reader.post(link, {"action": "confirm"})
    assert Signup.objects.get().state == State.CONFIRMED
    assert Volunteer.objects.get().has_confirmed_address
    assert "Balade carto" in page.text


def test_the_same_form_sent_twice_is_done_once_and_answers_the_same(client):
    operation = OperationFactory()
    (need,) = needs_of(operation)
    form = typed(need)

    first = client.post(signup_page(operation), form)
    second = client.post(signup_page(operation), form)

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert (Signup.objects.count(), Email.objects.count()) == (1, 1)
    need.refresh_from_db()
    assert need.taken == 1


def test_the_second_of_two_clicks_sees_what_the_first_one_did():
    """The browser drops the first answer, and the session that came with it."""
    operation = OperationFactory()
    form = typed(*needs_of(operation, 1))
    page = signup_page(operation)

    Client().post(page, form)
    second, stranger = Client(), Client()
    answer = second.post(page, form, follow=True)

    assert "maia@example.org" in answer.text
    assert Signup.objects.count() == 1
    assert stranger.get(f"{page}done/").status_code == 302


def test_a_form_that_was_refused_may_be_sent_again_with_the_same_key(client):
    operation = OperationFactory()
    (need,) = needs_of(operation)
    form = typed(need, email="not an address")

    refused = client.post(signup_page(operation), form)
    assert refused.status_code == 422
    assert 'value="not an address"' in refused.text
    assert 'value="Maïa"' in refused.text
    assert f'value="{need.pk}" checked' in refused.text

    client.post(signup_page(operation), form | {"email": "maia@example.org"})
    assert Signup.objects.count() == 1


def test_the_key_of_one_person_is_nothing_to_another(client):
    operation = OperationFactory()
    (need,) = needs_of(operation)
    one, other = UserFactory(), UserFactory()
    form = typed(need)

    for user in (one, other):
        client.force_login(user)
        client.post(signup_page(operation), form)

    assert Signup.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"need": []}, "Choose at least one shift."),
        ({"need": ["999999"]}, "A shift that you chose is no longer there."),
        ({"need": ["1 OR 1=1"]}, "Choose at least one shift."),
        ({"need": ["9" * 40]}, "Choose at least one shift."),
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"name": "Ma\u202eïa"}, "characters that cannot be seen"),
        ({"name": "Ma\x07ïa"}, "characters that cannot be seen"),
        ({"email": ""}, "This field is required."),
        ({"email": "x" * 300 + "@example.org"}, "at most 254 characters"),
        ({"email": "maia"}, "Enter a valid email address."),
        ({"nickname": "robot"}, "filled in by a robot"),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(client, values, sentence):
    operation = OperationFactory()
    (need,) = needs_of(operation)

    answer = client.post(signup_page(operation), typed(need) | values)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert (Volunteer.objects.count(), Signup.objects.count(), Email.objects.count()) == (0, 0, 0)


def test_names_with_emoji_and_apostrophes_are_welcome(client):
    operation = OperationFactory()
    (need,) = needs_of(operation)

    client.post(signup_page(operation), typed(need, name="Zoé 🌻 O’Neil <b>"))

    assert Volunteer.objects.get().name == "Zoé 🌻 O’Neil <b>"


def test_shifts_of_another_operation_cannot_be_slipped_in(client):
    operation = OperationFactory()
    needs_of(operation)
    (foreign,) = needs_of(OperationFactory())

    answer = client.post(signup_page(operation), typed(foreign))

    assert answer.status_code == 422
    assert Signup.objects.count() == 0


def test_an_overlap_is_one_sentence_with_what_is_possible_instead(client):
    operation = OperationFactory()
    one, other = needs_of(operation, 2)
    clash = NeedFactory(
        shift=ShiftFactory(
            mission=one.shift.mission, starts_at=one.shift.starts_at + timedelta(hours=1)
        )
    )

    answer = client.post(signup_page(operation), typed(one, clash))

    assert answer.status_code == 409
    assert "You are already signed up for another shift at this time." in answer.text
    assert "Possible instead" in answer.text
    assert f'value="{other.pk}"' in answer.text.split("Possible instead")[1].split("</fieldset>")[0]
    assert f'value="{one.pk}" checked' in answer.text
    assert (Signup.objects.count(), Volunteer.objects.count()) == (0, 0)


def test_a_full_shift_says_so_and_leads_to_the_waiting_list(client):
    operation = OperationFactory()
    (need,) = needs_of(operation, maximum=1)
    join(volunteer=VolunteerFactory(), needs=[need], is_proven=True)

    assert "Full: waiting list" in client.get(signup_page(operation)).text
    answer = client.post(signup_page(operation), typed(need), follow=True)

    assert "On the waiting list" in answer.text
    assert Signup.objects.get(volunteer__email="maia@example.org").state == State.WAITING


def test_a_signed_in_person_signs_up_with_one_tap_and_sees_it_on_their_page(client):
    operation = OperationFactory()
    (need,) = needs_of(operation)
    user = UserFactory()
    client.force_login(user)

    answer = client.post(
        signup_page(operation), {"need": need.pk, "client_key": uuid.uuid4()}, follow=True
    )

    assert answer.redirect_chain == [("/en/me/", 302)]
    assert "The place is yours." in answer.text
    assert "Mapping walk" in answer.text
    signup = Signup.objects.get()
    assert (signup.state, signup.volunteer.user) == (State.CONFIRMED, user)


def test_the_list_hides_what_collides_with_my_places(client):
    operation = OperationFactory()
    one, later = needs_of(operation, 2)
    clash = NeedFactory(
        shift=ShiftFactory(
            mission=one.shift.mission, starts_at=one.shift.starts_at + timedelta(hours=1)
        )
    )
    user = UserFactory()
    client.force_login(user)
    client.post(signup_page(operation), {"need": one.pk})

    page = client.get(signup_page(operation)).text

    assert "You already have" in page
    assert f'name="need" value="{later.pk}"' in page
    assert f'name="need" value="{clash.pk}"' not in page
    assert f'name="need" value="{one.pk}"' not in page


def test_a_link_to_a_shift_arrives_with_it_ticked(client):
    operation = OperationFactory()
    one, other = needs_of(operation, 2)

    page = client.get(signup_page(operation), {"shift": other.shift_id}).text

    assert f'value="{other.pk}" checked' in page
    assert f'value="{one.pk}" checked' not in page


@pytest.mark.parametrize("query", ["?shift=x", "?shift=" + "9" * 99, "?theme=x", "?view=x", "?%00"])
def test_odd_queries_are_harmless(client, query):
    operation = OperationFactory()
    needs_of(operation)

    assert client.get(signup_page(operation) + query).status_code in {200, 400}


def test_the_table_offers_the_same_shifts(client):
    operation = OperationFactory()
    needs = needs_of(operation, 3)

    page = client.get(signup_page(operation), {"view": "grid"}).text

    assert [int(pk) for pk in re.findall(r'name="need" value="(\d+)"', page)] == [
        need.pk for need in needs
    ]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Operation.Status.CANCELLED, "This operation was cancelled."),
        (Operation.Status.REPORTED, "This operation is over."),
    ],
)
def test_a_closed_operation_says_why(client, status, words):
    operation = OperationFactory(status=status)
    (need,) = needs_of(operation)

    assert words in client.get(signup_page(operation)).text
    assert words in client.post(signup_page(operation), typed(need)).text
    assert Signup.objects.count() == 0


def test_the_sign_up_of_a_draft_does_not_exist(client):
    operation = OperationFactory(status=Operation.Status.DRAFT)

    assert client.get(signup_page(operation)).status_code == 404


@pytest.mark.parametrize("count", [1, 5, 60])
def test_the_sign_up_page_asks_the_same_queries_for_any_number_of_shifts(
    client, django_assert_num_queries, count
):
    operation = OperationFactory()
    needs_of(operation, count)

    with django_assert_num_queries(3):
        page = client.get(signup_page(operation))

    assert page.text.count('name="need"') == count


def test_the_second_reader_gets_the_kept_rows_and_a_taken_place_shows_at_once(client):
    operation = OperationFactory()
    (need,) = needs_of(operation, maximum=2)
    assert "2 places left" in client.get(signup_page(operation)).text
    Need.objects.filter(pk=need.pk).update(taken=1)

    assert "1 place left" in client.get(signup_page(operation)).text


def test_a_title_in_another_language_is_marked(client):
    operation = OperationFactory(source_language="fr", title_fr="Ouvrir", title_en="")
    mission = MissionFactory(
        operation=operation, source_language="fr", title_fr="Balade <carto>", title_en=""
    )
    NeedFactory(shift=ShiftFactory(mission=mission))

    page = client.get(signup_page(operation)).text

    assert '<span lang="fr" dir="ltr">Balade &lt;carto&gt;</span>' in page


def test_a_school_class_behind_one_address_gets_through_and_a_script_does_not(client):
    operation = OperationFactory()
    (need,) = needs_of(operation, maximum=200)

    codes = [
        client.post(
            signup_page(operation), typed(need, email=f"pupil{number}@example.org")
        ).status_code
        for number in range(125)
    ]

    assert codes == [302] * 120 + [429] * 5
    assert Signup.objects.count() == 120


class TestMyPage:
    def link(self, volunteer, **values):
        needs = needs_of(OperationFactory(), 2, **values)
        signups = join(volunteer=volunteer, needs=needs, is_proven=True)
        return link_in_mail(Email.objects.latest("pk")), signups

    def test_shows_places_and_gives_one_back(self, client):
        link, (one, other) = self.link(VolunteerFactory())

        client.post(link, {"action": "withdraw", "signup": one.pk})
        page = client.get(link)

        one.refresh_from_db()
        other.refresh_from_db()
        assert (one.state, other.state) == (State.CANCELLED, State.CONFIRMED)
        assert "Mapping walk" in page.text

    def test_is_told_to_nobody(self, client):
        link, _signups = self.link(VolunteerFactory())

        page = client.get(link)

        assert page.headers["Referrer-Policy"] == "strict-origin"
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page.headers["Cache-Control"]
        assert "hreflang" not in page.text.split("</head>")[0]

    def test_only_hashes_of_secrets_are_kept(self):
        link, _signups = self.link(VolunteerFactory())
        secret = link.split("/")[3]

        kept = PersonalLink.objects.get()

        assert len(secret) == 43
        assert secret not in kept.token_hash

    def test_the_secret_does_not_reach_the_log(self, client, caplog):
        caplog.set_level("DEBUG")
        secret = "A" * 43

        client.get(f"/en/me/{secret}/")

        assert not [record for record in caplog.records if secret in record.getMessage()]

    @pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 5000, "%F0%9F%8C%BB", "é"])
    def test_an_unknown_secret_opens_nothing(self, client, token):
        answer = client.get(f"/en/me/{token}/")

        assert answer.status_code == 404
        assert "This link does not open anything" in answer.text

    def test_a_stranger_cannot_give_my_place_back(self, client):
        _link, (signup, _other) = self.link(VolunteerFactory())
        strangers_link, _signups = self.link(VolunteerFactory())

        answer = client.post(strangers_link, {"action": "withdraw", "signup": signup.pk})

        signup.refresh_from_db()
        assert (answer.status_code, signup.state) == (404, State.CONFIRMED)

    @pytest.mark.parametrize("form", [{}, {"action": "x"}, {"action": "withdraw", "signup": "x"}])
    def test_an_odd_action_is_not_found(self, client, form):
        link, _signups = self.link(VolunteerFactory())

        assert client.post(link, form).status_code == 404

    def test_a_new_link_kills_the_old_ones(self, client):
        link, _signups = self.link(VolunteerFactory())

        answer = client.post(link, {"action": "renew"})

        assert client.get(link).status_code == 404
        assert client.get(answer.url).status_code == 200

    def test_changes_how_mails_are_written(self, client):
        volunteer = VolunteerFactory()
        link, _signups = self.link(volunteer)

        bad = client.post(link, {"action": "reading", "language": "xx", "time_zone": "Mars/Base"})
        assert bad.status_code == 422
        assert "This time zone is not known." in bad.text
        client.post(link, {"action": "reading", "language": "fr", "time_zone": "America/Montreal"})

        volunteer.refresh_from_db()
        assert (volunteer.language, volunteer.time_zone) == ("fr", "America/Montreal")

    def test_calendar_follows_places_and_names_nobody(self, client):
        volunteer = VolunteerFactory(name="Maïa")
        link, (one, _other) = self.link(volunteer)
        client.post(link, {"action": "withdraw", "signup": one.pk})

        feed = client.get(link.removeprefix("/en") + "calendar.ics")

        assert feed.headers["Content-Type"].startswith("text/calendar")
        assert feed.text.count("BEGIN:VEVENT") == 2
        assert feed.text.count("STATUS:CANCELLED") == 1
        assert "Maïa" not in feed.text
        assert volunteer.email not in feed.text

    def test_the_page_of_a_visitor_asks_to_sign_in(self, client):
        answer = client.get("/en/me/")

        assert answer.url == "/en/accounts/login/?next=/en/me/"

    @pytest.mark.parametrize("count", [1, 5])
    def test_asks_the_same_queries_for_any_number_of_places(
        self, client, django_assert_num_queries, count
    ):
        volunteer = VolunteerFactory()
        join(volunteer=volunteer, needs=needs_of(OperationFactory(), count), is_proven=True)
        link = link_in_mail(Email.objects.latest("pk"))
        client.get(link)

        with django_assert_num_queries(2):
            page = client.get(link)

        assert page.text.count('value="withdraw"') == count


class TestHistory:
    def test_joins_the_account_that_confirmed_the_same_address(self, client):
        operation = OperationFactory()
        (need,) = needs_of(operation)
        client.post(signup_page(operation), typed(need))
        client.force_login(UserFactory(email="maia@example.org"))

        page = client.get("/en/me/")

        assert "Mapping walk" in page.text
        assert Volunteer.objects.get().user.email == "maia@example.org"

    def test_stays_apart_from_an_account_that_did_not_confirm_it(self, client):
        operation = OperationFactory()
        (need,) = needs_of(operation)
        client.post(signup_page(operation), typed(need))
        client.force_login(UserFactory(email="maia@example.org", address__verified=False))

        page = client.get("/en/me/")

        assert "Mapping walk" not in page.text
        assert Volunteer.objects.count() == 2


def test_send_me_my_links_answers_the_same_for_every_address(client):
    VolunteerFactory(email="known@example.org")
    page = reverse("missions:send-links")

    answers = [
        client.post(page, {"email": address}, follow=True).text
        for address in ("known@example.org", "unknown@example.org")
    ]

    masked = [re.sub(r'value="[\w-]+"', "", answer) for answer in answers]
    assert masked[0] == masked[1]
    assert "a mail with the link to your page is on its way" in answers[0]
    assert [email.recipient for email in Email.objects.all()] == ["known@example.org"]
