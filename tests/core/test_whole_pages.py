"""A page kept whole is as fresh as one drawn anew, and never somebody else's."""

import gzip

import pytest

from missions.models import Need
from tests.accounts.factories import UserFactory
from tests.missions.factories import NeedFactory

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
