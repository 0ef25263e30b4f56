"""What guides say of themselves, and what the database refuses."""

import pytest
from django.db import IntegrityError
from django.utils import translation

from guides.models import Guide, SheetRole, SheetStep
from missions.models import Mission, Need
from operations.models import Licence, Role
from tests.guides.factories import GuideFactory, SheetRoleFactory, SheetStepFactory


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Guide.MissionKind, Mission.Kind),
        (Guide.Mode, Mission.Mode),
        (Guide.Phase, Mission.Phase),
        (Guide.Level, Mission.Level),
        (Guide.Licence, Licence),
        (SheetRole.Role, Need.Role),
        (SheetStep.Owner, Role),
    ],
)
def test_words_of_sheets_are_those_of_missions_and_operations(ours, theirs):
    assert ours.choices == theirs.choices


@pytest.mark.django_db
@pytest.mark.parametrize(
    "numbers",
    [{"minimum": 5, "wished": 4, "maximum": 8}, {"minimum": 1, "wished": 9, "maximum": 8}],
)
def test_numbers_of_a_role_are_in_order(numbers):
    with pytest.raises(IntegrityError):
        SheetRoleFactory(**numbers)


@pytest.mark.django_db
def test_a_sheet_has_each_role_once():
    role = SheetRoleFactory()
    with pytest.raises(IntegrityError):
        SheetRoleFactory(guide=role.guide)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts", [{"difficulty": 4}, {"effort": 0}, {"minutes": 0}, {"shifts": 0}], ids=str
)
def test_figures_that_cannot_be_are_refused(facts):
    with pytest.raises(IntegrityError):
        GuideFactory(**facts)


@pytest.mark.parametrize(
    ("minutes", "words"), [(45, "45 min"), (60, "1 h"), (150, "2 h 30"), (425, "7 h 05")]
)
def test_a_duration_is_told_in_hours(minutes, words):
    assert Guide(minutes=minutes).duration == words


@pytest.mark.django_db
def test_people_are_counted_over_all_roles():
    guide = GuideFactory()
    assert guide.people == ""
    SheetRoleFactory(guide=guide, role="lead", minimum=1, wished=1, maximum=1)
    assert guide.people == "1 person"
    SheetRoleFactory(guide=guide, minimum=6, wished=15, maximum=30)
    assert guide.people == "7 to 31 people"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (56, "8 weeks before"),
        (7, "1 week before"),
        (10, "10 days before"),
        (1, "1 day before"),
        (0, "On the first day"),
        (-3, "3 days after"),
        (-14, "2 weeks after"),
    ],
)
def test_a_step_says_when(days, words):
    assert SheetStep(days_before=days).when == words


@pytest.mark.django_db
def test_steps_come_in_the_order_of_time():
    guide = GuideFactory()
    for days, position in [(-7, 0), (14, 2), (56, 1), (14, 1)]:
        SheetStepFactory(guide=guide, days_before=days, position=position)

    found = guide.steps.values_list("days_before", "position")
    assert list(found) == [(56, 1), (14, 1), (14, 2), (-7, 0)]


@pytest.mark.django_db
def test_one_sheet_coming_before_another_says_nothing_of_the_other_way():
    first, second = GuideFactory(), GuideFactory()
    second.needs.add(first)

    assert list(first.needs.all()) == []
    assert list(first.needed_by.all()) == [second]


def test_words_that_are_not_known_any_more_are_left_out():
    guide = Guide(assets=["trails", "castle"], outputs=["dataset"], documents=[])
    with translation.override("en"):
        assert guide.asset_labels == ["Paths and trails"]
        assert (guide.output_labels, guide.document_labels) == (["Datasets"], [])
