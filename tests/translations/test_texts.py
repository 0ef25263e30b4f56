import pytest
from django.utils import translation

from tests.missions.factories import MissionFactory
from translations.texts import marked, set_texts, text_of, texts_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", ("Balade", "fr", "translated")),
        ("en", ("Walk", "en", "translated")),
        ("ar", ("Walk", "en", "fallback")),
        ("xx", ("Walk", "en", "fallback")),
    ],
)
def test_a_text_comes_with_the_language_it_is_in(language, expected):
    mission = MissionFactory(source_language="en", title_en="Walk", title_fr="Balade")

    assert text_of(mission, "title", language) == expected


def test_the_language_of_the_page_is_the_default_and_the_source_the_fallback():
    mission = MissionFactory(source_language="fr", title_en="  ", title_fr="Balade")

    with translation.override("en"):
        assert text_of(mission, "title") == ("Balade", "fr", "fallback")
        assert marked(text_of(mission, "title")) == '<span lang="fr" dir="ltr">Balade</span>'


def test_any_language_that_has_the_text_is_better_than_nothing():
    mission = MissionFactory(source_language="fr", title_en="Walk", title_fr="")

    assert text_of(mission, "title", "fr") == ("Walk", "en", "fallback")


def test_no_text_at_all_is_empty():
    mission = MissionFactory(title_en="", title_fr="")

    assert text_of(mission, "title", "fr") == ("", "fr", "empty")


def test_markup_in_a_fallback_is_escaped():
    mission = MissionFactory(source_language="fr", title_en="", title_fr="<b>")

    assert marked(text_of(mission, "title", "en")) == '<span lang="fr" dir="ltr">&lt;b&gt;</span>'


def test_writing_one_language_leaves_the_others_whoever_saves_last():
    mission = MissionFactory(title_en="Walk", title_fr="Balade")
    french, english = type(mission).objects.get(), type(mission).objects.get()

    with translation.override("fr"):
        french.save(update_fields=set_texts(french, "fr", title="Promenade"))
        english.save(update_fields=set_texts(english, "en", title="Stroll"))

    mission.refresh_from_db()
    assert (texts_in(mission, "fr")["title"], texts_in(mission, "en")["title"]) == (
        "Promenade",
        "Stroll",
    )


@pytest.mark.parametrize(("language", "field"), [("xx", "title"), ("fr", "theme")])
def test_only_translated_fields_of_known_languages_are_written(language, field):
    with pytest.raises(ValueError, match="not"):
        set_texts(MissionFactory(), language, **{field: "x"})
