"""What fits a place."""

import pytest

from core.themes import Theme
from guides.queries import sheets_for
from tests.guides.factories import GuideFactory, SheetRoleFactory

pytestmark = pytest.mark.django_db


def suggested(assets, **asked):
    return [
        (one.guide.slug, one.reasons, one.is_recommended) for one in sheets_for(assets, **asked)
    ]


def test_essential_sheets_come_first_then_those_made_for_the_place_then_the_others():
    GuideFactory(slug="anywhere", number=1)
    GuideFactory(slug="school", number=2, assets=["school"])
    GuideFactory(slug="walk", number=3, assets=["heritage", "trails", "museum"])
    GuideFactory(slug="flora", number=4, assets=["flora", "trails"])
    GuideFactory(slug="hidden", number=5, assets=["trails"], is_published=False)
    GuideFactory(slug="results", number=6, is_essential=True)
    GuideFactory(slug="welcome", number=7, is_essential=True, assets=["large_room"])

    assert suggested({"trails", "museum"}) == [
        ("results", [], True),
        ("welcome", [], True),
        ("walk", ["trails", "museum"], True),
        ("flora", ["trails"], True),
        ("anywhere", [], False),
    ]


def test_a_place_with_nothing_special_still_gets_what_suits_every_place():
    GuideFactory(slug="anywhere", number=1)
    GuideFactory(slug="school", number=2, assets=["school"])

    assert suggested(set()) == [("anywhere", [], False)]


def test_suggestions_of_one_theme():
    GuideFactory(slug="walk", assets=["trails"])
    GuideFactory(slug="herbs", theme=Theme.BOTANY, assets=["trails"])

    assert suggested({"trails"}, theme="botany") == [("herbs", ["trails"], True)]


def test_reasons_are_told_in_words():
    GuideFactory(assets=["trails"])

    assert sheets_for(["trails"])[0].reason_labels == ["Paths and trails"]


@pytest.mark.parametrize("count", [1, 5])
def test_suggestions_take_two_queries_with_their_roles(count, django_assert_num_queries):
    for role in SheetRoleFactory.create_batch(count):
        SheetRoleFactory(guide=role.guide, role="lead")

    with django_assert_num_queries(2):
        found = sheets_for({"trails"})
        assert [len(one.guide.roles.all()) for one in found] == [2] * count
