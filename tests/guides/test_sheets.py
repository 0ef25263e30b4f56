"""The mission sheets that come with the site."""

import re
from time import monotonic

import pytest
from django.conf import settings

from core.kept import forget
from core.themes import Theme
from guides.directory import FOLDER, LISTS, TEXTS, sheets_in
from guides.models import Guide
from guides.services import load_sheets
from tests.html import parsed

NUMBER = 32


@pytest.fixture(scope="module")
def sheets():
    return sheets_in(FOLDER)


def test_there_are_32_sheets_numbered_once_each(sheets):
    assert [sheet.facts["number"] for sheet in sheets] == list(range(1, NUMBER + 1))


def test_sheets_are_complete_in_each_language_of_the_site(sheets):
    for sheet in sheets:
        assert set(sheet.texts) == set(settings.RELEASED_LANGUAGES), sheet.code
        empty = [
            (sheet.code, language, name)
            for language, texts in sheet.texts.items()
            for name in (*TEXTS, *LISTS)
            if not texts[name] and name != "safety"
        ]
        assert not empty
        safety = {language for language, texts in sheet.texts.items() if texts["safety"]}
        assert safety in (set(), set(sheet.texts)), sheet.code
        assert all(set(step["titles"]) == set(sheet.texts) for step in sheet.steps)


def test_lists_have_as_many_steps_in_each_language(sheets):
    for sheet in sheets:
        for name in LISTS:
            lengths = {texts[name].count("\n") for texts in sheet.texts.values()}
            assert len(lengths) == 1, (sheet.code, name)


def test_what_comes_before_exists_and_nothing_comes_before_itself(sheets):
    needs = {sheet.code: set(sheet.needs) for sheet in sheets}

    while needs:
        ready = {code for code, before in needs.items() if not before & needs.keys()}
        assert ready, f"a circle among {sorted(needs)}"
        for code in ready:
            assert needs[code] <= {sheet.code for sheet in sheets}
            del needs[code]


def test_each_theme_has_a_sheet_and_some_are_for_every_operation(sheets):
    assert {sheet.facts["theme"] for sheet in sheets} == set(Theme.values)
    essential = {sheet.code for sheet in sheets if sheet.facts["is_essential"]}
    assert {"logistics", "report"} <= essential


def test_what_is_published_somewhere_says_under_which_licence(sheets):
    assert [
        sheet.code for sheet in sheets if sheet.facts["platform"] and not sheet.facts["licence"]
    ] == []


TYPEWRITTEN = re.compile(r"\w'\w|[^\u00a0\u202f][;!?»](?=\s|$)|[ \w]:(?=\s|$)|«[^\u00a0\u202f]")


def test_french_is_typed_with_its_own_signs(sheets):
    wrong = [
        (sheet.code, name, found)
        for sheet in sheets
        for name, text in sheet.texts["fr"].items()
        if (found := TYPEWRITTEN.findall(text))
    ]
    assert wrong == []


@pytest.mark.django_db
def test_all_of_them_are_loaded_quickly_and_read_in_both_languages(client):
    begun = monotonic()
    assert load_sheets().created == NUMBER
    loaded = monotonic()
    assert load_sheets().unchanged == NUMBER
    assert monotonic() - loaded < 1, "the second loading takes too long"
    assert loaded - begun < 20

    forget()
    for language in settings.RELEASED_LANGUAGES:
        page = client.get(f"/{language}/guides/")
        assert page.content.decode().count("card__title") == NUMBER
        for guide in Guide.objects.all():
            page = client.get(f"/{language}/guides/{guide.slug}/")
            parsed(page)
            assert f"<h1>{getattr(guide, f'title_{language}')}</h1>" in page.content.decode()
