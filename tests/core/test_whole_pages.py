"""A page kept whole is as fresh as one drawn anew, and never somebody else's."""

import gzip
import random
import re
import zlib

import pytest
from django.http import HttpResponse
from django.test import Client

from core.form_tokens import written_token
from core.whole_pages import same_for_all_visitors
from missions.models import Mission, Need, Signup
from operations.models import Operation
from tests.accounts.factories import UserFactory
from tests.missions.factories import NeedFactory
from tests.operations.factories import OperationFactory

pytestmark = pytest.mark.django_db

GZIP = {"accept-encoding": "br, gzip"}


@pytest.fixture
def need():
    return NeedFactory(maximum=2, shift__mission__title_fr="Balade")


def address(need, language="en"):
    return f"/{language}/operations/{need.shift.mission.operation.slug}/"


def page(client, need, language="en", **headers):
    answer = client.get(address(need, language), headers=GZIP | headers)
    return gzip.decompress(answer.content).decode()


def test_visitors_get_the_same_page_and_a_change_shows_at_once(client, need):
    first, second = page(client, need), page(client, need)
    Need.objects.update(taken=1)

    assert first == second
    assert "2 places left" in first
    assert "1 place left" in page(client, need)
    need.shift.mission.operation.partners.create(name="Cercle des Landes")
    assert "Cercle des Landes" in page(client, need)


def test_each_language_has_its_own(client, need):
    assert "Balade" in page(client, need, "fr")
    assert "Balade" not in page(client, need, "en")
    assert 'lang="fr"' in page(client, need, "fr")


def test_those_who_chose_an_appearance_keep_it(client, need):
    page(client, need)
    client.cookies["theme"] = "dark"

    assert 'data-theme="dark"' in page(client, need)
    del client.cookies["theme"]
    assert "data-theme" not in page(client, need).split("<head>")[0]


def test_those_who_are_signed_in_see_their_own_page_and_leave_none_behind(client, need):
    visitors = page(client, need)
    client.force_login(UserFactory())
    assert "Sign out" in page(client, need) or "My places" in page(client, need)
    client.logout()
    client.cookies.clear()

    assert page(client, need) == visitors


def test_a_browser_that_reads_no_gzip_gets_plain_words(client, need):
    answer = client.get(address(need), headers={"accept-encoding": ""})

    assert "Content-Encoding" not in answer.headers
    assert "2 places left" in answer.text


def test_caches_on_the_way_are_told_what_the_page_depends_on(client, need):
    answer = client.get(address(need), headers=GZIP)

    assert {"Accept-Encoding", "Cookie"} <= set(answer.headers["Vary"].split(", "))
    assert answer.headers["Content-Language"] == "en"


def signup_page(client, need, language="en"):
    answer = client.get(f"{address(need, language)}signup/", headers=GZIP)
    return gzip.decompress(answer.content).decode()


def tokens_of(page):
    return re.findall(r'name="(csrfmiddlewaretoken|client_key)" value="([^"]+)"', page)


def test_the_tokens_of_a_form_are_each_requests_own(client, need):
    first, second = signup_page(client, need), signup_page(client, need)

    assert [name for name, _value in tokens_of(first)] == ["csrfmiddlewaretoken", "client_key"]
    assert not {value for _name, value in tokens_of(first)} & {
        value for _name, value in tokens_of(second)
    }
    assert re.sub('value="[^"]{36,64}"', "", first) == re.sub('value="[^"]{36,64}"', "", second)


def test_a_form_from_a_kept_page_is_accepted_once(need):
    first, second = (Client(enforce_csrf_checks=True) for _ in range(2))
    signup_page(first, need)
    tokens = dict(tokens_of(signup_page(second, need)))
    form = tokens | {"need": need.pk, "name": "Zoé", "email": "zoe@example.org"}

    strangers = first.post(f"{address(need)}signup/", form)
    answers = [second.post(f"{address(need)}signup/", form).status_code for _ in range(2)]

    assert strangers.status_code == 403
    assert answers == [302, 302]
    assert Signup.objects.count() == 1


@pytest.mark.parametrize("path", ["", "operations/"])
def test_lists_change_with_what_they_show(client, need, path):
    def seen():
        return gzip.decompress(client.get(f"/en/{path}", headers=GZIP).content).decode()

    assert "2 places left" in seen()
    Need.objects.update(taken=1)
    assert "1 place left" in seen()
    Operation.objects.update(title_en="Another name")
    assert "Another name" in seen()
    Operation.objects.update(status=Operation.Status.DRAFT)
    assert "Another name" not in seen()


def test_a_mission_changes_with_what_it_says_and_its_places(client, need):
    mission = need.shift.mission

    def seen():
        answer = client.get(f"{address(need)}missions/{mission.pk}/", headers=GZIP)
        return gzip.decompress(answer.content).decode()

    assert "2 places left" in seen()
    Need.objects.update(taken=2)
    assert "waiting list" in seen()
    Mission.objects.update(description_en="Bring a *pencil*")
    assert "<em>pencil</em>" in seen()


def test_a_draft_is_not_kept_for_strangers(client, need):
    assert client.get(address(need), headers=GZIP).status_code == 200
    Operation.objects.update(status=Operation.Status.DRAFT)

    assert client.get(address(need), headers=GZIP).status_code == 404
    assert client.get(f"{address(need)}signup/", headers=GZIP).status_code == 404


@pytest.mark.parametrize("size", [0, 1, 70_000])
def test_pieces_and_tokens_make_one_sound_stream(rf, size):
    words = random.Random(1).randbytes(size).hex()

    def draw():
        request.parts = [words, written_token(request), "é", written_token(request), words]
        return HttpResponse("".join(request.parts))

    for _ in range(2):
        request = rf.get("/", headers=GZIP)
        body = same_for_all_visitors(request, lambda: size, draw).content
        unzipper = zlib.decompressobj(zlib.MAX_WBITS | 16)
        page = unzipper.decompress(body)  # by the strict rules: checksum, length, one member
        assert unzipper.eof
        assert unzipper.unused_data == b""
        assert re.sub(b"<.*?>", b"", page).decode() == f"{words}é{words}"
        assert page.count(b"client_key") == 2


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize(
    "path", ["", "operations/", "{home}", "{home}signup/", "{home}missions/{pk}/"]
)
def test_a_kept_page_is_one_question_to_the_database(
    client, need, django_assert_num_queries, path, count
):
    for _ in range(count - 1):
        NeedFactory(shift__mission=need.shift.mission)
        OperationFactory()
    path = "/en/" + path.format(home=address(need).removeprefix("/en/"), pk=need.shift.mission_id)
    drawn = client.get(path, headers=GZIP)

    with django_assert_num_queries(1):
        again = client.get(path, headers=GZIP)

    assert drawn.status_code == again.status_code == 200
