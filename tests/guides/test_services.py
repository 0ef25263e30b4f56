"""Loading mission sheets again and again."""

import pytest
from django.core.management import CommandError, call_command

from core.models import AuditEntry
from guides import services
from guides.directory import BadSheet
from guides.models import Guide, SheetRole, SheetStep
from guides.services import load_sheets, note_edit, restore_sheets
from tests.accounts.factories import StaffFactory
from tests.guides.factories import GuideFactory
from tests.guides.files import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two sheets, the second after the first, where the site looks for them."""
    monkeypatch.setattr(services, "FOLDER", tmp_path)
    write(tmp_path, "lanes", 1)
    write(tmp_path, "walls", 2, ("prerequisites = []", 'prerequisites = ["lanes"]'))
    return tmp_path


def counts(outcome):
    return outcome.created, outcome.updated, outcome.unchanged, outcome.left_alone


def test_new_sheets_become_rows_with_roles_steps_and_what_comes_before(folder):
    assert counts(load_sheets()) == (2, 0, 0, [])

    walls = Guide.objects.get(slug="walls")
    assert (walls.title_fr, walls.title_en, walls.source_language) == ("Lanes fr", "Lanes en", "fr")
    assert (walls.minutes, walls.assets, walls.licence) == (150, ["trails"], "ODbL-1.0")
    assert [other.slug for other in walls.needs.all()] == ["lanes"]
    assert list(walls.roles.values_list("role", "minimum", "wished", "maximum")) == [
        ("contributor", 6, 15, 30),
        ("lead", 1, 1, 2),
    ]
    step = walls.steps.get()
    assert (step.title_fr, step.title_en) == ("Tracer les routes", "Trace the roads")
    assert (step.days_before, step.owner_role, step.is_blocking) == (56, "mission_lead", True)


def test_a_second_loading_asks_once_and_writes_nothing(folder, django_assert_num_queries):
    load_sheets()
    before = list(Guide.objects.values())

    with django_assert_num_queries(3) as asked:  # a read in a transaction within the test's own
        outcome = load_sheets()

    assert counts(outcome) == (0, 0, 2, [])
    statements = [query["sql"].split()[0] for query in asked.captured_queries]
    assert statements == ["SAVEPOINT", "SELECT", "RELEASE"]
    assert list(Guide.objects.values()) == before


def test_only_a_sheet_whose_file_changed_is_written_again(folder):
    load_sheets()
    kept = SheetRole.objects.get(guide__slug="walls", role="lead").pk
    write(folder, "lanes", 1, ("Lanes en", "Paths"), ("wished = 15", "wished = 12"))

    assert counts(load_sheets()) == (0, 1, 1, [])

    lanes = Guide.objects.get(slug="lanes")
    assert (lanes.title_en, lanes.version) == ("Paths", 2)
    assert [role.wished for role in lanes.roles.all()] == [12, 1]
    assert SheetStep.objects.filter(guide=lanes).count() == 1
    assert SheetRole.objects.get(guide__slug="walls", role="lead").pk == kept
    assert Guide.objects.get(slug="walls").version == 1


def test_what_staff_changed_stays_and_is_named(folder):
    load_sheets()
    lanes = Guide.objects.get(slug="lanes")
    Guide.objects.filter(pk=lanes.pk).update(title_en="Our lanes")
    note_edit(guide=lanes, by=StaffFactory())
    write(folder, "lanes", 1, ("Lanes en", "Paths"))

    outcome = load_sheets()

    assert counts(outcome) == (0, 0, 1, ["lanes"])
    assert "changed by staff and left alone: lanes" in str(outcome)
    assert Guide.objects.get(slug="lanes").title_en == "Our lanes"
    assert AuditEntry.objects.get().action == "guide.edited"


def test_staff_can_take_the_file_again(folder):
    load_sheets()
    lanes = Guide.objects.get(slug="lanes")
    Guide.objects.filter(pk=lanes.pk).update(title_en="Our lanes")
    note_edit(guide=lanes, by=None)
    own = GuideFactory(slug="own")

    assert restore_sheets(codes=["lanes", "own"], by=StaffFactory()) == ["lanes"]

    lanes.refresh_from_db()
    assert (lanes.title_en, lanes.edited_at) == ("Lanes en", None)
    own.refresh_from_db()
    assert own.title_en.startswith("Sheet")
    assert [entry.action for entry in AuditEntry.objects.all()] == [
        "guide.restored",
        "guide.edited",
    ]


def test_a_sheet_without_a_file_stays(folder):
    load_sheets()
    (folder / "walls.toml").unlink()

    assert counts(load_sheets()) == (0, 0, 1, [])
    assert Guide.objects.count() == 2


def test_nothing_is_written_when_one_file_is_wrong(folder):
    write(folder, "bridges", 3, ("effort = 2", "effort = 9"))

    with pytest.raises(BadSheet, match=r"bridges\.toml: effort"):
        load_sheets()

    assert not Guide.objects.exists()


def test_the_command_tells_what_it_did_and_names_a_wrong_file(folder, capsys):
    call_command("load_guides")
    call_command("load_guides")
    call_command("load_guides", verbosity=0)

    assert capsys.readouterr().out.splitlines() == [
        "Mission sheets: 2 created, 0 updated, 0 unchanged",
        "Mission sheets: 0 created, 0 updated, 2 unchanged",
    ]
    (folder / "walls.toml").write_text("code = ")
    with pytest.raises(CommandError, match=r"walls\.toml"):
        call_command("load_guides")
