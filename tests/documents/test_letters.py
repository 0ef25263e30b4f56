"""Letters and forms of an operation: their page, their PDF and their ODT."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import timezone, translation
from pypdf import PdfReader

from documents.directory import FOLDER, checksums_in
from documents.letters import FILES, Letter, as_odt, as_pdf, letter_of
from documents.markup import MISSING, read
from documents.models import DocumentModel
from documents.queries.letters import who_asks
from documents.services.loading import load_documents
from guides.services import load_sheets
from logistics.models import EquipmentNeed, Piece
from operations.models import CommitteeMember, Operation, Role
from pages.demo.loader import COMMUNE_CODES, load_demo
from tests.accounts.factories import UserFactory
from tests.communes.factories import CommuneFactory
from tests.documents.factories import DocumentModelFactory
from tests.guides.factories import GuideFactory
from tests.html import parsed
from tests.missions.factories import MissionFactory
from tests.operations.factories import (
    CommitteeMemberFactory,
    MembershipFactory,
    OperationFactory,
    member_client,
)
from tests.planning.factories import PlanFactory, StepFactory
from translations.texts import Localised

pytestmark = pytest.mark.django_db

CODES = sorted(code for _country, code in checksums_in(FOLDER))
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
HOSTILE = [
    '#panic("x") *a* $x$ @b <c> & \\ _d_ `e`',
    "{{ today }} ____ [code] | ## **x**",
    "</text:p><script>alert(1)</script>",
    "مرحبا بكم في القرية",
    "🌻👩‍🌾",
    "x" * 120,
]


@pytest.fixture
def operation():
    commune = CommuneFactory(name="Aiglun", postcodes="04510", department_name="Provence")
    operation = OperationFactory(
        commune=commune,
        slug="aiglun",
        title_en="Open Aiglun",
        title_fr="Aiglun ouvert",
        contact_email="hello@example.org",
        starts_on="2027-05-01",
        ends_on="2027-05-02",
    )
    CommitteeMemberFactory(
        operation=operation,
        name="Jeanne Abeille",
        organisation="Town hall",
        kind=CommitteeMember.Kind.COMMUNE,
        is_referent=True,
    )
    user = UserFactory(display_name="Noé Weber")
    MembershipFactory(operation=operation, user=user, role=Role.COORDINATOR)
    return Operation.objects.select_related("commune").get(pk=operation.pk)


def address(operation, *parts):
    return "/".join(["", "en", "organize", operation.slug, "documents", *parts, ""])


def words_of_pdf(content, letter):
    """What the pages say between their heads and their feet, one after the other."""
    pages = [plain(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]
    head = plain(f"{letter.about[0]}{letter.about[1]}{letter.mark}")
    foot = re.compile(r"FREEMISSIONPage\d+[a-z]+\d+")
    return "".join(foot.sub("", page.replace(head, "")) for page in pages)


def parts_of_odt(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words_of_odt(content):
    return " ".join(ElementTree.fromstring(parts_of_odt(content)["content.xml"]).itertext())


def plain(text):
    """Letters and digits alone: lines of a PDF break where the page ends."""
    return re.sub(r"\W|_", "", text)


def said_by(letter):
    lines = [line for block in letter.blocks for line in block.lines]
    texts = [span.text for line in lines for span in line if span.kind == "text"]
    return [letter.title, letter.notice, *texts]


def test_the_site_has_all_the_letters_and_forms_that_it_draws_itself():
    assert CODES == [
        "attendance-sheet",
        "council-deliberation",
        "equipment-sheet",
        "host-charter",
        "image-consent-adult",
        "image-consent-minor",
        "oral-history-agreement",
        "partnership-letter",
        "poster",
        "release-request",
        "residents-letter",
        "rights-form",
        "volunteer-charter",
    ]


@pytest.mark.parametrize("language", settings.RELEASED_LANGUAGES)
def test_every_document_becomes_a_pdf_and_an_odt_with_all_its_words(operation, language):
    load_documents()
    MissionFactory(operation=operation, title_en="Scan", title_fr="Numériser")
    titles = set()
    for model in DocumentModel.objects.all():
        letter = letter_of(model, operation, language)
        pdf, odt = as_pdf(letter), as_odt(letter)

        titles.add(letter.title)
        assert letter.language == language
        assert not [block for block in letter.blocks if block.kind == "drawn"]
        # The paper poster begins with what it announces, not with its own name
        title = letter.title if model.code == "poster" else ""
        for found in (title + words_of_pdf(pdf, letter), words_of_odt(odt)):
            assert "{{" not in found, model.code
            lacking = [text for text in said_by(letter) if plain(text) not in plain(found)]
            assert lacking == [], model.code
    assert len(titles) == len(CODES)


@pytest.mark.parametrize("language", settings.RELEASED_LANGUAGES)
def test_every_page_says_that_it_is_a_model(operation, language):
    load_documents()
    for model in DocumentModel.objects.filter(code__in=["volunteer-charter", "poster"]):
        letter = letter_of(model, operation, language)
        pages = PdfReader(io.BytesIO(as_pdf(letter))).pages
        assert all(plain(letter.mark) in plain(page.extract_text()) for page in pages)
        header = parts_of_odt(as_odt(letter))["styles.xml"].decode().partition("<style:header>")[2]
        assert letter.mark in header


def test_facts_of_the_operation_stand_in_the_text_and_unknown_ones_are_blanks(operation):
    load_documents()
    Operation.objects.filter(pk=operation.pk).update(contact_email="")
    operation.refresh_from_db()

    french = letter_of(DocumentModel.objects.get(code="host-charter"), operation, "fr")
    words = " ".join(said_by(french))
    contact = [
        line for block in french.blocks for line in block.lines if "Courrier" in line[0].text
    ]

    assert "Aiglun ouvert" in words
    assert "samedi 1 et dimanche 2 mai 2027" in words
    assert "Jeanne Abeille" in words
    assert "Noé Weber" in words
    assert [span.text for span in contact[0]][1] == MISSING


def test_a_pdf_is_a4_tagged_and_says_its_title_and_language(operation):
    letter = letter_of(DocumentModelFactory(), operation, "en")
    reader = PdfReader(io.BytesIO(as_pdf(letter)))
    root = reader.trailer["/Root"]

    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Our poster"
    assert [round(float(one)) for one in reader.pages[0].mediabox[2:]] == [595, 842]


def test_an_odt_says_what_it_is_first_and_holds_real_headings_lists_and_tables(operation):
    load_documents()
    model = DocumentModel.objects.get(code="equipment-sheet")
    content = as_odt(letter_of(model, operation, "fr"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
        assert archive.testzip() is None
    parts = parts_of_odt(content)
    tree = ElementTree.fromstring(parts["content.xml"])
    styles = ElementTree.fromstring(parts["styles.xml"])
    properties = styles.find(f".//{STYLE}default-style/{STYLE}text-properties")

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert parts["mimetype"].decode() == FILES["odt"][0]
    listed = set(
        re.findall(r'full-path="([^"/]+(?:/[^"]+)?)"', parts["META-INF/manifest.xml"].decode())
    )
    assert listed == set(parts) - {"mimetype", "META-INF/manifest.xml"}
    levels = [heading.get(f"{TEXT}outline-level") for heading in tree.iter(f"{TEXT}h")]
    assert levels[:2] == ["1", "2"]
    assert len(list(tree.iter(f"{TEXT}list-item"))) == 11
    assert tree.find(f".//{TABLE}table-header-rows") is not None
    assert properties.get(f"{FO}language") == "fr"
    named = {style.get(f"{STYLE}name") for style in [*styles.iter(), *tree.iter()]}
    used = {each for one in tree.iter() for key, each in one.items() if key.endswith("}style-name")}
    assert used <= named


def test_a_language_without_the_words_gives_those_it_was_written_in(operation, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "ar")]
    load_documents()
    model = DocumentModel.objects.get(code="poster")

    with translation.override("ar"):
        letter = letter_of(model, operation, "ar")

    assert (letter.language, letter.direction) == ("fr", "ltr")
    assert "Aiglun ouvert" in " ".join(said_by(letter))
    client = member_client(operation, Role.REVIEWER)
    page = client.get(address(operation, "poster"), {"language": "ar"})
    article = parsed(page).find(".//{http://www.w3.org/1999/xhtml}article")
    assert (article.get("lang"), article.get("dir")) == ("fr", "ltr")
    assert "no text in that language yet" in page.content.decode()
    file = client.get(address(operation, "poster", "pdf"), {"language": "ar"})
    assert "aiglun-poster-fr.pdf" in file.headers["Content-Disposition"]


def test_a_letter_in_a_script_from_right_to_left_says_so_everywhere():
    about = ("Aiglun", Localised("Open Aiglun", "en", "fallback"))
    letter = Letter("poster", "ملصق", "ar", about, "نموذج", "نموذج", read("## عنوان\n- [ ] نعم"))
    styles = parts_of_odt(as_odt(letter))["styles.xml"].decode()

    assert PdfReader(io.BytesIO(as_pdf(letter))).trailer["/Root"]["/Lang"] == "ar"
    assert styles.count('writing-mode="rl-tb"') == 2
    assert 'style:language-complex="ar"' in styles


@pytest.mark.parametrize("title", HOSTILE)
def test_nothing_in_a_title_is_read_as_a_sign(operation, title):
    Operation.objects.filter(pk=operation.pk).update(title_en=title)
    operation.refresh_from_db()
    letter = letter_of(DocumentModelFactory(), operation, "en")

    assert as_pdf(letter).startswith(b"%PDF")
    assert plain(title) in plain(words_of_odt(as_odt(letter)))
    assert [block.kind for block in letter.blocks] == [
        "heading",
        "paragraph",
        "boxes",
        "signatures",
    ]
    page = member_client(operation).get(address(operation, "poster"))
    parsed(page)
    assert "<script>alert" not in page.content.decode()


def test_a_title_in_another_language_is_marked_as_such(operation):
    Operation.objects.filter(pk=operation.pk).update(title_fr="")
    load_documents()

    page = member_client(operation).get(address(operation, "poster"), {"language": "fr"})
    odt = member_client(operation).get(address(operation, "poster", "odt"), {"language": "fr"})

    assert '<span lang="en" dir="ltr">Open Aiglun</span>' in page.content.decode()
    content = parts_of_odt(odt.content)["content.xml"].decode()
    assert '<text:span text:style-name="In_en">Open Aiglun</text:span>' in content
    assert '<style:style style:name="In_en" style:family="text">' in content


def test_a_sheet_of_equipment_lists_what_the_missions_take(operation):
    load_documents()
    GuideFactory(slug="scan", equipment_en="- 1 flatbed scanner\n- 2 disks")
    MissionFactory(operation=operation, sheet="scan", title_en="Scan the photos")
    scanners = EquipmentNeed.objects.create(operation=operation, code="scanner", needed=3)
    Piece.objects.create(need=scanners, number=1, owner="Jeanne Abeille")
    letter = letter_of(DocumentModel.objects.get(code="equipment-sheet"), operation, "en")

    register, table = [block for block in letter.blocks if block.kind == "table"]
    assert [["".join(span.text for span in line) for line in row] for row in register.rows] == [
        ["What", "Needed", "Promised", "Missing"],
        ["Scanner", "3", "1", "2"],
    ]
    cells = [["".join(span.text for span in line) for line in row] for row in table.rows]
    assert cells[0] == ["What", "For", "Lent by", "Received", "Given back"]
    assert cells[1:3] == [
        ["1 flatbed scanner", "Scan the photos", "", "", ""],
        ["2 disks", "Scan the photos", "", "", ""],
    ]
    assert len(cells) == 9, "lines are left for what nobody thought of"
    assert "Jeanne" not in " ".join(said_by(letter)), "the whole team reads it"


def test_the_poster_holds_the_code_of_the_page_of_the_operation(operation):
    load_documents()
    odt = as_odt(letter_of(DocumentModel.objects.get(code="poster"), operation, "fr"))
    page = member_client(operation).get(address(operation, "poster")).content.decode()

    assert parts_of_odt(odt)["Pictures/code.png"].startswith(b"\x89PNG")
    whole = f"{settings.PUBLIC_BASE_URL}/fr/operations/aiglun/"
    assert whole in words_of_odt(odt)
    assert f'href="{settings.PUBLIC_BASE_URL}/en/operations/aiglun/"' in page


def test_the_list_says_which_missions_and_steps_ask_for_a_document(operation):
    load_documents()
    GuideFactory(slug="oral", documents=["oral-history-agreement"])
    MissionFactory(operation=operation, sheet="oral", title_en="Collect memories")
    plan = PlanFactory(operation=operation)
    StepFactory(plan=plan, title_en="Write to partners", document="partnership-letter")
    StepFactory(
        plan=plan, title_en="Left out", document="poster", state="dropped", kept_on="2027-01-01"
    )

    page = member_client(operation).get(address(operation)).content.decode()

    rows = {row.partition('"')[0]: row for row in page.split('<tr id="')[1:]}
    assert "Collect memories" in rows["oral-history-agreement"]
    assert "Write to partners" in rows["partnership-letter"]
    assert "Left out" not in page
    assert "Nothing in the programme" in rows["poster"]
    assert len(rows) == len(CODES)


@pytest.mark.parametrize("count", [1, 5])
def test_pages_ask_the_same_queries_for_any_number_of_missions_and_steps(
    operation, count, django_assert_num_queries
):
    load_documents()
    plan = PlanFactory(operation=operation)
    for number in range(count):
        GuideFactory(slug=f"sheet-{number}", documents=["poster"], equipment_en="- 1 pencil")
        MissionFactory(operation=operation, sheet=f"sheet-{number}")
        StepFactory(plan=plan, document="poster")
        need = EquipmentNeed.objects.create(operation=operation, name=f"Thing {number}")
        Piece.objects.create(need=need, number=1)
    client = member_client(operation)

    for path, queries in [((), 8), (("poster",), 12), (("equipment-sheet", "odt"), 11)]:
        with django_assert_num_queries(queries):
            assert client.get(address(operation, *path)).status_code == 200


def test_the_team_takes_files_and_nobody_keeps_them(operation):
    DocumentModelFactory()
    for role in Role.values:
        for file_format, (media_type, _write) in FILES.items():
            response = member_client(operation, role).get(address(operation, "poster", file_format))
            assert response.headers["Content-Type"] == media_type
            assert "no-store" in response.headers["Cache-Control"]
            name = f'attachment; filename="aiglun-poster-en.{file_format}"'
            assert response.headers["Content-Disposition"] == name


@pytest.mark.parametrize(
    "parts", [("poster", "doc"), ("no-such",), ("no-such", "pdf"), ("programme",)]
)
def test_what_is_no_document_does_not_exist(operation, parts):
    DocumentModelFactory()
    assert member_client(operation).get(address(operation, *parts)).status_code == 404


@pytest.mark.parametrize("language", ["", "zz", "x" * 3_000, "ar"])
def test_a_language_that_is_not_there_is_left_aside(operation, language):
    DocumentModelFactory()
    page = member_client(operation).get(address(operation, "poster"), {"language": language})

    assert page.status_code == 200
    assert page.context["language"] == "en"


def test_a_country_has_its_own_models_and_those_of_france_where_it_has_none(operation):
    DocumentModelFactory(title_en="The French poster")
    DocumentModelFactory(code="host-charter", title_en="The French charter")
    DocumentModelFactory(code="rights-form", title_en="The French form")
    DocumentModelFactory(country="BE", title_en="The Belgian poster")
    DocumentModelFactory(country="BE", code="rights-form", is_used=False)
    operation.commune.country = "BE"
    operation.commune.save()

    page = member_client(operation).get(address(operation)).content.decode()

    assert "The Belgian poster" in page
    assert "The French charter" in page
    assert "The French poster" not in page
    assert "The French form" not in page
    assert "these follow French customs" in page


def test_a_site_without_models_says_what_to_do(operation):
    page = member_client(operation).get(address(operation))

    assert "load_documents" in page.content.decode()


def test_missions_and_steps_of_the_demo_ask_for_most_documents():
    for code in COMMUNE_CODES:
        CommuneFactory(code=code, name=f"Village {code}")
    load_sheets()
    load_documents()
    load_demo(now=timezone.now())
    demo = Operation.objects.get(slug="chaumes-en-retz")
    before = list(demo.missions.order_by("pk").values_list("pk", "sheet", "version"))

    load_demo(now=timezone.now())

    asking = who_asks(demo)
    assert len(asking.keys() & set(CODES)) >= 11
    assert all(sheet for _pk, sheet, _version in before)
    assert list(demo.missions.order_by("pk").values_list("pk", "sheet", "version")) == before
