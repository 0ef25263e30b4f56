"""Files of mission sheets: what is read, and what is refused."""

import pytest

from guides.directory import BadSheet, in_markdown, sheet_of, sheets_in
from tests.guides.files import content, write


def test_a_file_is_read_by_the_names_of_the_columns(tmp_path):
    sheet = sheet_of(write(tmp_path))

    assert (sheet.code, sheet.facts["mission_kind"], sheet.needs) == ("lanes", "field_mapping", [])
    assert sheet.texts["fr"]["before"] == "1. Choose sectors.\n2. Print sheets.\n3. Charge phones."
    assert sheet.texts["en"]["equipment"] == "- Ten phones\n- Ten pencils"
    assert [role["role"] for role in sheet.roles] == ["contributor", "lead"]
    assert sheet.steps == [
        {
            "position": 0,
            "days_before": 56,
            "owner_role": "mission_lead",
            "is_blocking": True,
            "titles": {"fr": "Tracer les routes", "en": "Trace the roads"},
        }
    ]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('theme = "geography"', 'theme = "maps"', "theme: 'maps' is none of"),
        ('theme = "geography"', "", "theme: is missing"),
        ('theme = "geography"', "theme = 3", "theme: is no str"),
        ("minutes = 150", "minutes = 10", "minutes: is not between 30 and 600"),
        ("minutes = 150", "minutes = true", "minutes: is no int"),
        ("effort = 2", "effort = 2\ncolour = 1", "colour: is unknown"),
        ('"trails"', '"castle"', "assets: 'castle' is none of"),
        ('["trails"]', '["trails", "trails"]', "assets: names something twice"),
        ('["trails"]', "[[]]", "assets: is no clean text"),
        ("wished = 15", "wished = 5", "roles[0].wished: the three numbers are not in order"),
        ('role = "lead"', 'role = "contributor"', "roles: are not, once each, in the order"),
        ("[[roles]]", "[[rolls]]", "roles: are not, once each"),
        ("days_before = 56", "days_before = 5600", "steps[0].days_before: is not between"),
        ('en = "Trace the roads"', "", "steps[0].en: is missing"),
        ('en = "Trace the roads"', 'en = "Trace"\nit = "Strade"', "steps[0].it: is unknown"),
        ('owner = "mission_lead"', 'owner = "mayor"', "steps[0].owner: 'mayor' is none of"),
        ('skills = "None."', 'skills = ""', "fr.skills: is empty"),
        ('skills = "None."', 'skills = " None."', "fr.skills: is no clean text"),
        ('skills = "None."', 'skills = "No\\u202ene"', "fr.skills: is no clean text"),
        ('skills = "None."', 'skills = "No\\nne"', "fr.skills: is no clean text"),
        ('"Walk fr"', f'"{"x" * 241}"', "fr.summary: has 241 signs, more than 240"),
        ('"Ten phones", ', "", "fr.equipment: has 1 lines, not 2 to 8"),
        ("[fr]", "[fr]\nsubtitle = 'x'", "fr.subtitle: is unknown"),
        ("[fr]", "[de]", "fr: is missing"),
        ("[en]", "[it]", "steps[0].en: is unknown"),
        ('code = "lanes"', 'code = "paths"', "code: is not the name of the file"),
        ("number = 1", "number = ", "Invalid value"),
    ],
)
def test_a_file_with_a_mistake_is_refused_by_its_name_and_key(tmp_path, old, new, wrong):
    path = write(tmp_path, "lanes", 1, (old, new))

    with pytest.raises(BadSheet) as caught:
        sheet_of(path)

    assert str(caught.value).startswith("lanes.toml: ")
    assert wrong in str(caught.value)


def test_lists_are_as_long_in_each_language(tmp_path):
    text = content()
    before, found, after = text.rpartition('"Ten phones", "Ten pencils"')
    (tmp_path / "lanes.toml").write_text(f'{before}{found}, "One bag"{after}')

    with pytest.raises(BadSheet, match=r"lanes\.toml: en\.equipment: has not as many lines"):
        sheets_in(tmp_path)


def test_a_file_of_another_encoding_is_refused(tmp_path):
    path = tmp_path / "lanes.toml"
    path.write_bytes(content().replace("Everybody", "Été").encode("latin-1"))

    with pytest.raises(BadSheet, match=r"lanes\.toml: "):
        sheet_of(path)


def test_a_sheet_may_be_in_its_first_language_only(tmp_path):
    path = tmp_path / "lanes.toml"
    path.write_text(content(languages=("fr",)).replace('en = "Trace the roads"\n', ""))

    assert list(sheet_of(path).texts) == ["fr"]


def test_two_sheets_have_not_the_same_number(tmp_path):
    write(tmp_path, "lanes", 1)
    write(tmp_path, "walls", 1)

    with pytest.raises(BadSheet, match=r"walls\.toml: number: is that of lanes already"):
        sheets_in(tmp_path)


@pytest.mark.parametrize("other", ["bridges", "lanes"])
def test_a_sheet_comes_after_another_one_that_exists(tmp_path, other):
    write(tmp_path, "lanes", 1, ("prerequisites = []", f'prerequisites = ["{other}"]'))

    with pytest.raises(BadSheet, match=f"prerequisites: there is no other sheet '{other}'"):
        sheets_in(tmp_path)


def test_lines_become_lists():
    assert in_markdown(["a", "b"], is_ordered=True) == "1. a\n2. b"
    assert in_markdown(["a", "b"], is_ordered=False) == "- a\n- b"
