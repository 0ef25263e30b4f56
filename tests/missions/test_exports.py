"""Tables to take along: whole, harmless, and noted."""

import csv
import io
import re
import sys
import zipfile
from datetime import UTC, date, datetime, timedelta
from subprocess import run
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.models import AuditEntry
from core.spreadsheets import FORMATS, Table, as_csv, as_ods, as_xlsx, guarded, unguarded
from missions.models import Need
from missions.services.signups import join
from operations.models import Role
from tests.accounts.factories import StaffFactory, UserFactory
from tests.missions.factories import MissionFactory, NeedFactory, ShiftFactory, SignupFactory
from tests.operations.factories import (
    MembershipFactory,
    OperationFactory,
    client_of,
    member_client,
)
from tests.volunteers.factories import VolunteerFactory

ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TABLE, TEXT = (ODF % name for name in ("office", "table", "text"))

HOSTILE = [
    "=1+1",
    "+1-2",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "  =1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff@x",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    '"=1+1"',
    'a;=HYPERLINK("http://evil.example")',
    "a,=1+1",
    "a\r\n=1+1",
    "'=1+1",
    "'",
    "#N/A",
    "-",
]
HARMLESS = [
    "Noé Weber",
    "محمد الأمين",
    "李小龍",
    "O'Neill",
    "+33612345678",
    "+33 6 12 34 56 78",
    "+33\u00a06\u00a012\u00a034\u00a056\u00a078",
    "06 12 34 56 78",
    "007",
    "1e5",
    "2027-03-04",
    "a  b",
    "<b>&amp;</b>",
    "🌻",
    "",
]


# Read back


def from_csv(content: bytes) -> list[list[str]]:
    """What the file says, once the apostrophes are taken away again."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [[unguarded(cell) for cell in row] for row in rows]


def from_xlsx(content: bytes) -> list[list]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [list(row) for row in sheet.iter_rows()]
    assert not [cell for row in cells for cell in row if cell.data_type == "f"]
    return [["" if cell.value is None else cell.value for cell in row] for row in cells]


def from_ods(content: bytes) -> list[list]:
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("content.xml"))
    assert not [each for each in root.iter() if each.get(f"{TABLE}formula")]
    return [
        [ods_value(cell) for cell in row.iter(f"{TABLE}table-cell")]
        for row in root.iter(f"{TABLE}table-row")
    ]


def ods_value(cell):
    if cell.get(f"{OFFICE}value-type") == "float":
        return int(cell.get(f"{OFFICE}value"))
    return "\n".join(ods_text(line) for line in cell.iter(f"{TEXT}p"))


def ods_text(line) -> str:
    parts = [line.text or ""]
    for mark in line:
        parts += [" " * int(mark.get(f"{TEXT}c", 0)) or "\t", mark.tail or ""]
    return "".join(parts)


READERS = {"csv": from_csv, "xlsx": from_xlsx, "ods": from_ods}


def in_xml(text: str) -> str:
    """XML knows one kind of line break."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


# Cells


@pytest.mark.parametrize("text", [text for text in HOSTILE if text[0] not in '"a#'])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_names_and_telephone_numbers_stay_as_they_are(text):
    assert guarded(text) == text


@given(st.text(st.characters(codec="utf-8")))
def test_every_text_is_given_back(text):
    assert unguarded(guarded(text)) == text


@given(st.text("=+-@＝'\t\r\n \u200b0a1(", max_size=8))
def test_no_cell_begins_like_a_formula(text):
    cell = guarded(text)

    assert unguarded(cell) == text
    is_phone = re.fullmatch(r"\+[0-9 ]+", cell)
    assert is_phone or not re.match("[\\s\u200b]*[=+@＝-]|[\t\r\n]", cell)


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_table_is_read_back_whole(file_format):
    rows = [[text, number] for number, text in enumerate(HOSTILE + HARMLESS)]
    table = Table("names", ["=Name", "Number"], rows)

    found = READERS[file_format](FORMATS[file_format].write(table))

    if file_format == "csv":
        assert found == [["=Name", "Number"], *([text, str(number)] for text, number in rows)]
    else:
        assert found == [["=Name", "Number"], *([in_xml(text), number] for text, number in rows)]


def test_a_csv_file_says_its_encoding_quotes_every_cell_and_ends_lines_as_the_standard_wants():
    content = as_csv(Table("names", ["A", "B"], [["é;=1", 2], ['say "x"', 3]]))

    assert content == '\ufeff"A","B"\r\n"é;=1","2"\r\n"say ""x""","3"\r\n'.encode()


def test_text_in_an_xlsx_file_stays_text_when_somebody_edits_the_cell():
    sheet = openpyxl.load_workbook(
        io.BytesIO(as_xlsx(Table("names", ["A"], [["=1+1"], ["+33612345678"], ["007"]])))
    ).active

    cells = [cell for (cell,) in sheet.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in cells] == [
        ("=1+1", "s", "@"),
        ("+33612345678", "s", "@"),
        ("007", "s", "@"),
    ]


def test_an_ods_file_is_known_by_its_first_bytes_and_names_its_parts():
    content = as_ods(Table("names", ["A"], [["x"]]))

    archive = zipfile.ZipFile(io.BytesIO(content))
    assert content[30:38] == b"mimetype"
    assert content[38:84] == b"application/vnd.oasis.opendocument.spreadsheet"
    assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert archive.namelist() == ["mimetype", "META-INF/manifest.xml", "content.xml"]
    manifest = ElementTree.fromstring(archive.read("META-INF/manifest.xml"))
    listed = [each.get(ODF % "manifest" + "full-path") for each in manifest]
    assert listed == ["/", "content.xml"]


@pytest.mark.parametrize("file_format", ["xlsx", "ods"])
def test_what_no_xml_file_may_hold_is_shown_as_unknown(file_format):
    table = Table("names", ["A"], [["a\x00b\x0bc\ufffe"]])

    assert READERS[file_format](FORMATS[file_format].write(table))[1] == ["a�b�c�"]


def test_the_site_starts_without_the_modules_of_xlsx():
    code = "import sys, core.spreadsheets; sys.exit('openpyxl' in sys.modules)"

    assert run([sys.executable, "-c", code], check=False).returncode == 0


# What the files say


def address(operation, table=""):
    return f"/en/organize/{operation.slug}/exports/{table}"


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/Paris"))


def need_in(operation, *, hour=9, hours=3, lead=None, **values):
    starts_at = at(operation.starts_on, hour).astimezone(UTC)
    shift = ShiftFactory(
        mission=values.pop("mission", None) or MissionFactory(operation=operation, lead=lead),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
    )
    return NeedFactory(shift=shift, **values)


def export(client, operation, table, file_format="csv"):
    answer = client.post(address(operation, f"{table}/"), {"format": file_format})
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{operation.slug}-{table}.{file_format}"'
    )
    return READERS[file_format](answer.content)


@pytest.mark.django_db
@pytest.mark.parametrize("file_format", FORMATS)
def test_the_roster_says_who_is_where_in_the_order_of_the_day(file_format):
    operation = OperationFactory()
    day = operation.starts_on
    mission = MissionFactory(operation=operation, title_en="=Walk", title_fr="Balade")
    late = need_in(operation, hour=22, hours=4, mission=mission, role="helper")
    early = need_in(operation, hour=9, mission=mission, maximum=1)
    first = VolunteerFactory(name='=HYPERLINK("http://evil.example")', email="a@example.org")
    second = VolunteerFactory(name="محمد الأمين", email="b@example.org")
    third = VolunteerFactory(name="+33 6 12 34 56 78", email=None)
    join(volunteer=first, needs=[early], is_proven=True)
    join(volunteer=second, needs=[early], is_proven=True)
    join(volunteer=third, needs=[late], is_proven=False)

    rows = export(member_client(operation), operation, "roster", file_format)

    assert rows == [
        ["Mission", "Day", "Beginning", "End", "Role", "Name", "E-mail", "State"],
        ["=Walk", f"{day}", "09:00", "12:00", "Contributor", first.name, "a@example.org",
         "Confirmed"],
        ["=Walk", f"{day}", "09:00", "12:00", "Contributor", second.name, "b@example.org",
         "On the waiting list, number 1"],
        ["=Walk", f"{day}", "22:00", f"{day + timedelta(days=1)} 02:00", "Helper", third.name, "",
         "Not confirmed yet"],
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("file_format", FORMATS)
def test_the_needs_say_how_many_without_saying_who(file_format):
    operation = OperationFactory()
    day = f"{operation.starts_on}"
    mission = MissionFactory(operation=operation, title_en="Walk")
    need = need_in(operation, mission=mission, minimum=1, wished=1, maximum=1)
    gone = need_in(operation, mission=mission)
    gone.shift.cancelled_at = need.shift.starts_at
    gone.shift.save()
    people = VolunteerFactory.create_batch(3)
    for person in people:
        join(volunteer=person, needs=[need], is_proven=True)

    rows = export(member_client(operation, Role.REVIEWER), operation, "needs", file_format)

    numbers = [1, 1, 1, 1, 2] if file_format != "csv" else ["1", "1", "1", "1", "2"]
    assert rows == [
        ["Mission", "Day", "Beginning", "End", "Role", "Minimum", "Wished", "Maximum", "Taken",
         "Waiting"],
        ["Walk", day, "09:00", "12:00", "Contributor", *numbers],
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_file_speaks_the_language_of_its_reader():
    operation = OperationFactory()
    need_in(operation, mission=MissionFactory(operation=operation, title_fr="Balade"))
    client = member_client(operation)

    answer = client.post(address(operation, "needs/").replace("/en/", "/fr/"), {"format": "csv"})

    with translation.override("fr"):
        role = str(Need.Role.CONTRIBUTOR.label)
    row = from_csv(answer.content)[1]
    assert (row[0], row[4]) == ("Balade", role)
    assert role != "Contributor"


@pytest.mark.django_db
def test_an_operation_without_anybody_gives_the_heads_alone():
    operation = OperationFactory()
    client = member_client(operation)

    found = [
        len(export(client, operation, table, file_format))
        for table in ("roster", "needs")
        for file_format in FORMATS
    ]

    assert found == [1] * 6


# Who, and the trace


@pytest.mark.django_db
def test_each_export_is_noted_with_its_table_its_format_and_its_rows():
    operation = OperationFactory()
    SignupFactory(need=need_in(operation))
    user = MembershipFactory(operation=operation, role=Role.DESK).user
    client = client_of(user)

    export(client, operation, "roster", "ods")
    export(client, operation, "needs", "csv")
    client.get(address(operation))

    entries = AuditEntry.objects.filter(operation_id=operation.pk).order_by("pk")
    assert [(one.actor, one.action, one.details) for one in entries] == [
        (user, "export.made", {"table": "roster", "format": "ods", "rows": 1}),
        (user, "export.made", {"table": "needs", "format": "csv", "rows": 1}),
    ]


@pytest.mark.django_db
def test_a_mission_lead_takes_the_people_of_their_own_missions_only():
    operation = OperationFactory()
    lead = MembershipFactory(operation=operation, role=Role.MISSION_LEAD).user
    mine = SignupFactory(need=need_in(operation, lead=lead))
    SignupFactory(need=need_in(operation))

    rows = export(client_of(lead), operation, "roster")

    assert [row[6] for row in rows[1:]] == [mine.volunteer.email]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "codes"),
    [
        (Role.COORDINATOR, (200, 200)),
        (Role.ORGANIZER, (200, 200)),
        (Role.DESK, (200, 200)),
        (Role.MISSION_LEAD, (200, 200)),
        (Role.REVIEWER, (403, 200)),
        ("staff", (200, 200)),
        ("stranger", (404, 404)),
    ],
)
def test_people_are_exported_by_those_who_may_see_them(role, codes):
    operation = OperationFactory()
    others = {"staff": StaffFactory, "stranger": UserFactory}
    client = client_of(others[role]()) if role in others else member_client(operation, role)

    found = [
        client.post(address(operation, f"{table}/"), {"format": "csv"}).status_code
        for table in ("roster", "needs")
    ]

    assert tuple(found) == codes
    assert AuditEntry.objects.count() == codes.count(200)


@pytest.mark.django_db
def test_the_page_offers_people_only_to_those_who_may_see_them():
    operation = OperationFactory()

    offered = [
        "exports/roster/" in member_client(operation, role).get(address(operation)).text
        for role in (Role.DESK, Role.REVIEWER)
    ]

    assert offered == [True, False]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [{}, {"format": ""}, {"format": "exe"}, {"format": "csv\x00"}])
@pytest.mark.parametrize("table", ["roster", "needs"])
def test_a_format_that_is_none_is_refused_in_words(table, typed):
    operation = OperationFactory()

    answer = member_client(operation).post(address(operation, f"{table}/"), typed, follow=True)

    assert "Choose one of the formats: CSV, XLSX or ODS." in answer.text
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "queries"), [("roster", 11), ("needs", 8)])
@pytest.mark.parametrize("count", [1, 5])
def test_a_file_takes_the_same_queries_for_any_number_of_people(
    django_assert_num_queries, table, queries, count
):
    operation = OperationFactory()
    need = need_in(operation)
    SignupFactory.create_batch(count, need=need)
    client = member_client(operation)
    export(client, operation, table)

    with django_assert_num_queries(queries):
        export(client, operation, table)
