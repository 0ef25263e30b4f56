import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from communes.models import Commune
from tests.accounts.factories import UserFactory
from tests.communes.factories import CommuneFactory

pytestmark = pytest.mark.django_db

LIST = "/en/communes/"
SUGGEST = "/en/communes/suggest/"
ADD = "/en/communes/add/"
GOOD = {"country": "DE", "code_scheme": "AGS", "code": "07316000", "name": "Neustadt"}


def test_page_finds_communes_without_script(
    client, loire_atlantique, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        response = client.get(LIST, {"q": "chemere"})

    page = response.content.decode()
    assert response.status_code == 200
    assert "1 commune found" in page
    assert "Chéméré (Loire-Atlantique, 44040)" in page
    assert "part of Chaumes-en-Retz today" in page
    assert 'value="chemere"' in page


def test_page_goes_on_when_there_are_many(client, loire_atlantique):
    first = client.get(LIST, {"q": "saint"}).context["communes"]
    second = client.get(LIST, {"q": "saint", "page": 2}).context["communes"]

    assert len(first) == 25
    assert not set(first) & set(second)
    for page in ("0", "-1", "x", "9" * 30):
        assert client.get(LIST, {"q": "saint", "page": page}).status_code == 200


def test_page_tells_what_to_do_when_nothing_is_found_or_asked(client):
    assert "The directory is still empty." in client.get(LIST).content.decode()
    CommuneFactory()
    assert "France: 1 commune" in client.get(LIST).content.decode()
    assert "No commune found" in client.get(LIST, {"q": "nowhere"}).content.decode()


@pytest.mark.parametrize("text", ["a" * 5_000, "a\u202eb"])
def test_page_refuses_a_text_that_is_no_name_and_keeps_it(client, text):
    response = client.get(LIST, {"q": text})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert text in response.content.decode()


@pytest.mark.parametrize("text", ["%", "_", "'", '"><script>', "🙂", "\\"])
def test_page_and_suggestions_take_any_text(client, text):
    CommuneFactory()

    assert client.get(LIST, {"q": text}).status_code == 200
    assert client.get(SUGGEST, {"q": text * 3}).json()["communes"] == []


@pytest.mark.parametrize("address", [LIST, SUGGEST])
def test_reading_is_only_reading(client, address):
    assert client.post(address).status_code == 405


def test_suggestions_tell_homonyms_and_former_communes_apart(
    client, loire_atlantique, django_assert_num_queries
):
    with django_assert_num_queries(2):
        response = client.get(SUGGEST, {"q": "Chémér"})

    assert response.json() == {
        "status": "1 commune found",
        "communes": [
            {
                "label": "Chéméré (Loire-Atlantique, 44040)",
                "postcodes": "44680",
                "note": "part of Chaumes-en-Retz today",
                "url": reverse("pages:commune-detail", args=["FR", "44040"]),
            }
        ],
    }
    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies


def test_suggestions_are_ten_at_most_and_none_for_one_letter(client, loire_atlantique):
    assert len(client.get(SUGGEST, {"q": "saint"}).json()["communes"]) == 10
    assert client.get(SUGGEST, {"q": "s"}).json()["communes"] == []
    assert client.get(SUGGEST).json()["communes"] == []


def test_add_is_for_people_who_signed_in(client):
    for answer in (client.get(ADD), client.post(ADD, GOOD)):
        assert answer.status_code == 302
        assert "login" in answer["Location"]
    assert not Commune.objects.exists()


def test_add_puts_a_commune_of_another_country_in_the_directory(client):
    client.force_login(UserFactory())

    response = client.post(ADD, GOOD)

    commune = Commune.objects.get()
    assert response["Location"] == commune.get_absolute_url()
    assert str(commune) == "Neustadt (Germany, 07316000)"


def test_add_refuses_and_keeps_what_was_typed(client):
    CommuneFactory(country="DE", code_scheme="ags", code="07316000")
    client.force_login(UserFactory())

    response = client.post(ADD, GOOD)

    page = response.content.decode()
    assert response.status_code == 422
    assert "This commune is already in the directory." in page
    assert 'value="Neustadt"' in page
    assert Commune.objects.count() == 1


def test_facts_say_what_is_known_and_what_is_not(loire_atlantique):
    chemere = Commune.objects.get(code="44040")
    whole = Commune.objects.get(code="44005")

    facts = render_to_string(
        "communes/_facts.html", {"commune": whole, "predecessors": whole.predecessors.all()}
    )
    for words in ("44320, 44680", "200058121", "7,440", "(Insee, 2023)", "Pays de la Loire"):
        assert words in facts
    assert "Arthon-en-Retz" in facts
    assert chemere.get_absolute_url() in facts
    assert "nobody has placed this commune on the map" in facts

    former = render_to_string("communes/_facts.html", {"commune": chemere})
    assert "a commune of its own until Dec. 31, 2015" in former
    assert whole.get_absolute_url() in former


def test_facts_of_a_commune_in_another_country():
    commune = CommuneFactory(
        country="DE", code_scheme="ags", latitude=49.35, longitude=8.14, coordinates_source="file"
    )

    facts = render_to_string("communes/_facts.html", {"commune": commune})

    assert "Germany" in facts
    assert "49.35, 8.14" in facts
    assert "SIREN" not in facts


def test_admin_finds_communes_and_deletes_none(client):
    commune = CommuneFactory(name="Chéméré")
    client.force_login(UserFactory(is_staff=True))

    response = client.get("/admin/communes/commune/", {"q": "chemere"})

    assert list(response.context["cl"].result_list) == [commune]
    address = f"/admin/communes/commune/{commune.pk}"
    assert client.get(f"{address}/change/").status_code == 200
    assert client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    client.force_login(UserFactory())
    assert client.get(f"{address}/change/").status_code == 302
