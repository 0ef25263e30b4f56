"""The engine of papers: accessible PDF, the same everywhere, and no text of people is run."""

import hashlib
import io
import json
import threading

import pypdf
import pytest

from documents.pdf import HERE, readable, square_code, typeset

HOSTILE = [
    '#panic("x")',
    '#read("/etc/passwd")',
    "*a* _b_ `c` $x$ @y <z>",
    "\\ // /* */ ]]} #{",
    "x" * 300,
    '"},"',
]


def opened(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def text_in(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in opened(content).pages)


def tags_in(content: bytes) -> set[str]:
    """The kinds of things that the PDF tells a screen reader of."""
    found: set[str] = set()

    def look(node):
        node = node.get_object() if isinstance(node, pypdf.generic.IndirectObject) else node
        if isinstance(node, list):
            for each in node:
                look(each)
        elif isinstance(node, dict):
            if "/S" in node:
                found.add(node["/S"])
            look(node.get("/K", []))

    look(opened(content).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def badges(*names: str, language: str = "en") -> bytes:
    """A small paper with these names."""
    operation = {"text": "Village", "language": "en", "direction": "ltr"}
    facts = {
        "operation": operation,
        "commune": "Brocas",
        "days_words": "Today",
        "badges": [{"name": name, "roles": ["Helper"], "code": "H4J9"} for name in names],
        "words": {"name": "Name", "role": "Role"},
    }
    return typeset("badges", facts, language=language, title="Badges · Village")


def test_a_paper_is_tagged_titled_a4_and_says_its_language():
    paper = opened(badges("Léa", language="fr"))
    root = paper.trailer["/Root"]

    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.metadata.title == "Badges · Village"
    assert [round(float(side)) for side in paper.pages[0].mediabox[2:]] == [595, 842]
    assert "pdfuaid" in root["/Metadata"].get_data().decode()


@pytest.mark.parametrize("name", HOSTILE)
def test_what_people_wrote_is_shown_and_never_run(name):
    shown = text_in(badges(name)).replace("\n", "")

    assert name.replace(" ", "") in shown.replace(" ", "")
    assert "root:" not in shown


@pytest.mark.parametrize(
    "name", ["Zoé 🌱", "李小龍", "שלום", "a\u0301\u0302\u0303", "\ufffe\ue000"]
)
def test_a_name_that_no_letter_here_can_draw_gives_paper_all_the_same(name):
    paper = opened(badges(name, "Noé"))

    assert "Noé" in paper.pages[0].extract_text()
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_signs_that_cannot_be_seen_are_left_out():
    facts = {"name": "a\x00b\x07\u202ec\ud800", "rows": ["\u2066x"], "count": 3}

    assert readable(facts) == {"name": "abc", "rows": ["x"], "count": 3}
    assert "abc" in text_in(badges(facts["name"]))


def test_arabic_is_set_from_the_right():
    paper = opened(badges("بن علي", language="ar"))

    assert paper.trailer["/Root"]["/Lang"] == "ar"
    assert paper.trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"
    fonts = {
        font.get_object()["/BaseFont"] for font in paper.pages[0]["/Resources"]["/Font"].values()
    }
    assert any("Arabic" in font for font in fonts)


def test_only_the_fonts_of_the_project_are_used_and_they_are_inside():
    paper = opened(badges("Léa", "بن علي"))
    for font in paper.pages[0]["/Resources"]["/Font"].values():
        name = font.get_object()["/BaseFont"]
        assert any(known in name for known in ("NotoSans", "BricolageGrotesque")), name
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        descriptor = descendant["/FontDescriptor"]
        assert any(key.startswith("/FontFile") for key in descriptor)


def test_a_square_code_is_a_drawing_that_stands_alone():
    assert square_code("https://example.org/").startswith('<svg xmlns="http://www.w3.org/2000/svg"')


def test_papers_are_set_in_several_threads_at_once():
    ends = []
    threads = [
        threading.Thread(target=lambda: ends.append(len(opened(badges("Léa")).pages)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ends == [1] * 8


def test_the_fonts_are_the_files_that_are_written_down():
    entries = json.loads((HERE / "fonts/fonts.json").read_text())
    hashes = {name: digest for entry in entries for name, digest in entry["sha256"].items()}
    kept = {path.name for path in (HERE / "fonts").iterdir()} - {"fonts.json"}

    assert kept == hashes.keys()
    for name, digest in hashes.items():
        assert hashlib.sha256((HERE / "fonts" / name).read_bytes()).hexdigest() == digest, name
    assert all(entry["licence"] and entry["version"] and entry["source"] for entry in entries)
