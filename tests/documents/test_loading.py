"""Models of documents: their files, loading them again and again, and what staff change."""

import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.forms.models import model_to_dict

from core.models import AuditEntry
from documents.directory import FOLDER, TEXTS, BadModel, model_of
from documents.markup import read
from documents.models import DocumentModel
from documents.services import loading
from documents.services.loading import load_documents, note_edit, restore_models
from tests.accounts.factories import StaffFactory
from tests.documents.factories import DocumentModelFactory
from tests.operations.factories import client_of

FILE = """\
code = "poster"
position = 3
source = "A book"
noted_on = 2026-11-23

[fr]
title = "Affiche"
purpose = "Pour être vue."
checked_by = "la mairie"
body = '''
Venez à {{ commune.name }}.
'''

[en]
title = "Poster"
purpose = "To be seen."
checked_by = "the town hall"
body = '''
Come to {{ commune.name }}.
'''
"""
TYPEWRITTEN = re.compile(r"\w'\w|[^\u00a0\u202f][;!?»](?=\s|$)|[ \w]:(?=\s|$)|«[^\u00a0\u202f]")
LIST = "/admin/documents/documentmodel/"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """One model, where the site looks for them."""
    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    return write(tmp_path).parent.parent


def write(folder, *changes):
    text = FILE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "FR").mkdir(exist_ok=True)
    path = folder / "FR" / "poster.toml"
    path.write_text(text)
    return path


def counts(outcome):
    return outcome.created, outcome.updated, outcome.unchanged, outcome.left_alone


def test_models_are_complete_in_each_language_of_the_site_and_say_the_same():
    for path in FOLDER.glob("??/*.toml"):
        texts = model_of(path).texts
        assert set(texts) == set(settings.RELEASED_LANGUAGES), path.stem
        shapes = [
            [(block.kind, len(block.rows)) for block in read(each["body"])]
            for each in texts.values()
        ]
        assert shapes[0] == shapes[1], path.stem


def test_letters_and_agreements_are_long_enough_to_be_serious_and_short_enough_to_be_read():
    forms = {"poster", "attendance-sheet", "equipment-sheet"}
    for path in FOLDER.glob("??/*.toml"):
        for language, texts in model_of(path).texts.items():
            words = len(re.findall(r"[^\W_]+", texts["body"]))
            assert path.stem in forms or 250 <= words <= 700, (path.stem, language, words)


def test_french_is_typed_with_its_own_signs():
    wrong = [
        (path.stem, name, found)
        for path in FOLDER.glob("??/*.toml")
        for name, text in model_of(path).texts["fr"].items()
        if (found := TYPEWRITTEN.findall(re.sub(r"\[signatures:|[|-]{3,}", "", text)))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('code = "poster"', 'code = "host-charter"', "code: is not the name of the file"),
        ("position = 3", "", "position: is missing"),
        ("position = 3", 'position = "3"', "position: is missing, or no int"),
        ("noted_on = 2026-11-23", 'noted_on = "2026"', "noted_on: is missing, or no date"),
        ("[en]", "colour = 1\n[en]", "fr: colour: is unknown"),
        ("[en]", "[it]", "it: is unknown"),
        ('title = "Affiche"', 'title = " "', "fr: title: is empty"),
        ('title = "Affiche"', 'title = "Aff\\u202eiche"', "fr: title: is empty, too long, or no"),
        ('title = "Affiche"', f'title = "{"x" * 121}"', "fr: title: is empty, too long"),
        ("Venez à {{ commune.name }}.", "", "fr: body: is empty"),
        ("Venez à {{ commune.name }}.", "{{ mayor }}", "fr: body: .*no fact that is known"),
        ("[fr]", "[[fr]]", "fr: is missing, or no dict"),
        ("position = 3", "position", "poster.toml: "),
    ],
)
def test_a_file_that_is_no_model_is_refused_with_its_key(tmp_path, old, new, wrong):
    with pytest.raises(BadModel, match=wrong):
        model_of(write(tmp_path, (old, new)))


@pytest.mark.django_db
def test_a_new_file_becomes_a_row(folder):
    assert counts(load_documents()) == (1, 0, 0, [])

    model = DocumentModel.objects.get()
    assert (model.country, model.code, model.position) == ("FR", "poster", 3)
    assert [getattr(model, f"{name}_en") for name in TEXTS] == [
        "Poster",
        "To be seen.",
        "the town hall",
        "Come to {{ commune.name }}.",
    ]
    assert (model.source_language, f"{model.noted_on}") == ("fr", "2026-11-23")


@pytest.mark.django_db
def test_a_second_loading_asks_once_and_writes_nothing(folder, django_assert_num_queries):
    load_documents()
    before = list(DocumentModel.objects.values())

    with django_assert_num_queries(3) as asked:  # a read in a transaction within the test's own
        outcome = load_documents()

    assert counts(outcome) == (0, 0, 1, [])
    statements = [query["sql"].split()[0] for query in asked.captured_queries]
    assert statements == ["SAVEPOINT", "SELECT", "RELEASE"]
    assert list(DocumentModel.objects.values()) == before


@pytest.mark.django_db
def test_a_file_that_changed_is_written_again_and_what_staff_changed_stays(folder):
    load_documents()
    write(folder, ('"Poster"', '"Placard"'))
    assert counts(load_documents()) == (0, 1, 0, [])
    model = DocumentModel.objects.get()
    assert (model.title_en, model.version) == ("Placard", 2)

    DocumentModel.objects.update(title_en="Our poster")
    note_edit(model=model, by=StaffFactory())
    write(folder, ('"Poster"', '"Bill"'))
    outcome = load_documents()

    assert counts(outcome) == (0, 0, 0, ["FR poster"])
    assert "changed by staff and left alone: FR poster" in str(outcome)
    assert DocumentModel.objects.get().title_en == "Our poster"


@pytest.mark.django_db
def test_staff_take_the_file_again(folder):
    load_documents()
    model = DocumentModel.objects.get()
    DocumentModel.objects.update(title_en="Our poster")
    staff = StaffFactory()
    note_edit(model=model, by=staff)

    keys = [("FR", "poster"), ("FR", "host-charter"), ("BE", "poster")]
    assert restore_models(keys=keys, by=staff) == [("FR", "poster")]

    model.refresh_from_db()
    assert (model.title_en, model.edited_at) == ("Poster", None)
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["document_model.edited", "document_model.restored"]


@pytest.mark.django_db
def test_one_bad_file_leaves_everything_as_it_was(folder):
    load_documents()
    write(folder, ("Venez", "{{ mayor }}"), ('"Poster"', '"Placard"'))

    with pytest.raises(CommandError, match="no fact that is known"):
        call_command("load_documents")

    assert DocumentModel.objects.get().title_en == "Poster"


@pytest.mark.django_db
def test_the_command_says_what_it_did(folder, capsys):
    call_command("load_documents")

    assert "1 created, 0 updated, 0 unchanged" in capsys.readouterr().out


def form_of(model, **changes):
    """The form as the page of the administration sends it."""
    values = {
        name: value
        for name, value in model_to_dict(model).items()
        if value is not None
        and value is not False
        and name not in {"id", "edited_at", "loaded_checksum"}
    }
    return {name: value for name, value in values.items() if name not in TEXTS} | changes


@pytest.mark.django_db
def test_staff_change_a_model_in_the_administration():
    model, staff = DocumentModelFactory(), client_of(StaffFactory())
    address = f"{LIST}{model.pk}/change/"
    page = staff.get(address).content.decode()
    assert "{{ commune.name }}" in page
    assert "[missions]" in page

    response = staff.post(address, form_of(model, title_fr="Affiche", body_fr="## Venez"))

    assert response.status_code == 302, response.context["adminform"].form.errors
    model.refresh_from_db()
    assert (model.title_fr, model.body_fr, model.version) == ("Affiche", "## Venez", 2)
    assert model.edited_at is not None


@pytest.mark.django_db
def test_saving_without_a_change_leaves_the_model_to_its_file():
    model = DocumentModelFactory(body_en="Come.")

    client_of(StaffFactory()).post(f"{LIST}{model.pk}/change/", form_of(model))

    model.refresh_from_db()
    assert (model.edited_at, model.version) == (None, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"body_en": "{{ commune.mayor }}"}, "is no fact that is known"),
        ({"body_fr": "**strong"}, "no two stars close"),
        ({"body_en": "a\u202eb"}, "characters that cannot be seen"),
        ({"title_en": "two\nlines"}, "characters that cannot be seen"),
        ({"title_en": "x" * 121}, "at most 120"),
        ({"body_en": "x" * 20_001}, "at most 20000"),
        ({"country": "fr"}, "valid value"),
        ({"code": "castle"}, "not one of the available choices"),
        ({"noted_on": "2026-02-30"}, "valid date"),
        ({"position": "9" * 40}, ""),
        ({"version": 7}, "Somebody else has saved this model"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_in_words(wrong, why):
    model = DocumentModelFactory()
    response = client_of(StaffFactory()).post(f"{LIST}{model.pk}/change/", form_of(model, **wrong))

    assert response.status_code == 200
    assert why in response.content.decode()
    before = list(DocumentModel.objects.filter(pk=model.pk).values())
    model.refresh_from_db()
    assert (model.title_en, model.edited_at) == ("Our poster", None)
    assert before[0]["version"] == 1


@pytest.mark.django_db
def test_a_country_has_one_model_of_a_document():
    other = DocumentModelFactory(code="host-charter")
    values = form_of(DocumentModelFactory(), code=other.code)

    response = client_of(StaffFactory()).post(f"{LIST}add/", values)

    assert "This country has a model of this document already." in response.content.decode()
