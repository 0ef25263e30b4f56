import pytest
from django import forms

from communes.forms import CommuneAddForm, CommuneField
from tests.communes.factories import CommuneFactory

pytestmark = pytest.mark.django_db


class OperationForm(forms.Form):
    commune = CommuneField()


@pytest.fixture
def aigluns():
    return [
        CommuneFactory(
            name="Aiglun", code="04001", department_name="Alpes-de-Haute-Provence", population=1399
        ),
        CommuneFactory(
            name="Aiglun",
            code="06001",
            department_name="Alpes-Maritimes",
            population=104,
            postcodes="06910",
        ),
    ]


@pytest.mark.parametrize("text", ["Aiglun (Alpes-Maritimes, 06001)", "06001", "fr-06001", "06910"])
def test_commune_field_takes_a_text_that_means_one_commune(aigluns, text):
    form = OperationForm({"commune": text})

    assert form.is_valid()
    assert form.cleaned_data["commune"] == aigluns[1]
    assert 'value="Aiglun (Alpes-Maritimes, 06001)"' in str(form["commune"])
    assert 'type="radio"' not in str(form["commune"])


def test_commune_field_offers_homonyms_and_keeps_what_was_typed(aigluns):
    form = OperationForm({"commune": "aiglun"})

    assert form.errors == {"commune": ["Several communes fit. Choose one of them below."]}
    drawn = str(form["commune"])
    assert 'value="aiglun"' in drawn
    for commune in aigluns:
        assert f'name="commune-choice" value="{commune.reference}"' in drawn
        assert commune.display_name in drawn

    assert OperationForm({"commune": "aiglun", "commune-choice": "FR-04001"}).is_valid()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Type the name"),
        ({"commune": "   "}, "Type the name"),
        ({"commune": "Nowhere"}, "No commune was found"),
        # A choice of an earlier text, and one that was never offered.
        ({"commune": "Nowhere", "commune-choice": "FR-04001"}, "No commune was found"),
        ({"commune": "aiglun", "commune-choice": "FR-99999"}, "Several communes fit"),
        ({"commune": "aiglun\u202e"}, "holds characters"),
        ({"commune": "aiglun\x00"}, "holds characters"),
        ({"commune": "a" * 1_000_000}, "too long"),
        ({"commune": "%"}, "No commune was found"),
    ],
)
def test_commune_field_refuses_with_a_sentence(aigluns, typed, words):
    form = OperationForm(typed)

    assert words in str(form.errors["commune"])
    assert len(str(form["commune"])) < 4_000


def test_commune_field_that_may_stay_empty():
    assert CommuneField(required=False).clean(None) is None


def test_commune_field_shows_the_commune_it_begins_with(aigluns):
    for initial in (aigluns[0], aigluns[0].pk):
        form = OperationForm(initial={"commune": initial})

        assert 'value="Aiglun (Alpes-de-Haute-Provence, 04001)"' in str(form["commune"])
    same = OperationForm({"commune": str(aigluns[0])}, initial={"commune": aigluns[0]})
    other = OperationForm({"commune": "06001"}, initial={"commune": aigluns[0]})
    assert not same.has_changed()
    assert other.has_changed()


def test_commune_field_escapes_what_it_shows():
    CommuneFactory(name='<b onclick="x">', code="99999")
    CommuneFactory(name='<b onclick="y">', code="99998")

    drawn = str(OperationForm({"commune": 'b onclick "'})["commune"])

    assert "<b " not in drawn
    assert "&lt;b" in drawn


GOOD = {"country": "DE", "code_scheme": "AGS", "code": "07316000", "name": "Neustadt"}


def test_add_form_takes_a_commune_of_another_country():
    form = CommuneAddForm({**GOOD, "code": "debw-1", "postcodes": "67433;67434 , 67435"})

    assert form.is_valid(), form.errors
    facts = form.cleaned_data
    assert (facts["code"], facts["code_scheme"]) == ("DEBW-1", "ags")
    assert facts["postcodes"] == "67433, 67434, 67435"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"country": "FR"}, "country"),
        ({"country": "XX"}, "country"),
        ({"country": ""}, "country"),
        ({"code": ""}, "code"),
        ({"code": "a/b"}, "code"),
        ({"code": ".."}, "code"),
        ({"code": "1" * 21}, "code"),
        ({"code": "EXISTING"}, "__all__"),
        ({"code_scheme": "other"}, "code_scheme"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"population": "-1"}, "population"),
        ({"population": "99999999999999"}, "population"),
        ({"population_year": "20255"}, "population_year"),
        ({"area_km2": "0"}, "area_km2"),
        ({"latitude": "nan", "longitude": "1"}, "latitude"),
        ({"latitude": "91", "longitude": "1"}, "latitude"),
        ({"latitude": "47"}, "longitude"),
        ({"postcodes": "1" * 301}, "postcodes"),
    ],
)
def test_add_form_refuses_what_cannot_be(wrong, field):
    CommuneFactory(country="DE", code_scheme="ags", code="EXISTING")

    form = CommuneAddForm({**GOOD, **wrong})

    assert list(form.errors) == [field]
