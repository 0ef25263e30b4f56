"""The signs of letters and forms: what is read, what is refused."""

from contextlib import suppress
from time import monotonic

import pytest

from documents.markup import (
    DRAWN,
    FACTS,
    MISSING,
    MOST_COLUMNS,
    Block,
    MarkupError,
    Span,
    filled,
    read,
)


def text_of(line):
    return "".join(span.text for span in line)


def shapes(blocks):
    return [
        (block.kind, [[text_of(line) for line in row] for row in block.rows]) for block in blocks
    ]


def test_each_sign_becomes_a_block_of_lines():
    text = """\
## The council

Two lines
of one paragraph.

### Decides
- one
- two
  and a half
1. first
2. second
- [ ] yes
- [ ] no
| What | Who |
|------|-----|
| hall | |

[missions]
[signatures: The mayor | The association]
"""

    assert shapes(read(text)) == [
        ("heading", [["The council"]]),
        ("paragraph", [["Two lines of one paragraph."]]),
        ("heading", [["Decides"]]),
        ("list", [["one"], ["two and a half"]]),
        ("steps", [["first"], ["second"]]),
        ("boxes", [["yes"], ["no"]]),
        ("table", [["What", "Who"], ["hall", ""]]),
        ("drawn", [["missions"]]),
        ("signatures", [["The mayor", "The association"]]),
    ]
    assert [block.level for block in read(text) if block.kind == "heading"] == [1, 2]


def test_a_line_holds_strong_words_blanks_facts_and_breaks():
    (block,) = read("Name: ____ **at {{ commune.name }}** \\\nDay")

    assert block.line == [
        Span("Name: "),
        Span("____", "blank"),
        Span(" "),
        Span("at ", is_strong=True),
        Span("commune.name", "fact", is_strong=True),
        Span("", "break"),
        Span("Day"),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ commune.mayor }}", "is no fact that is known"),
        ("{{ commune.name.upper }}", "is no fact that is known"),
        ("{{ commune.__class__ }}", "is no fact that is known"),
        ("{{}}", "is no fact that is known"),
        ("{{ commune.name", "two braces on each side"),
        ("a }} b", "two braces on each side"),
        ("**strong", "no two stars close"),
        ("# Title", "Headings begin with ##"),
        ("#### Title", "Headings begin with ##"),
        ("[budget]", "stands for nothing"),
        ("[signatures: a | b | c | d]", "At most three people"),
        ("| a | b |", "is a rule such as"),
        ("| a | b |\n|---|---|\n| c |", "the same number of cells"),
        ("| a | b |\n|---|\n| c | d |", "the same number of cells"),
        ("|" + " a |" * 9 + "\n|" + "---|" * 9, f"A table has {MOST_COLUMNS} columns"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text, why):
    with pytest.raises(MarkupError, match=why) as error:
        read(text)

    assert str(error.value).startswith("“")


def test_facts_are_put_in_after_reading_so_that_none_of_their_signs_is_read():
    hostile = "**x** {{ today }} | ____ [missions]\n## Heading"
    facts = {"operation.title": (hostile, "")}

    (block,) = filled(read("**{{ operation.title }}**"), facts, {})

    assert block == Block("paragraph", [[[Span(hostile, is_strong=True)]]])


def test_a_fact_in_another_language_says_so_and_an_unknown_one_is_a_blank():
    facts = {"operation.title": ("Village", "en"), "commune.name": ("", "")}

    (block,) = filled(read("{{ operation.title }}{{ commune.name }}{{ today }}"), facts, {})

    assert block.line == [Span("Village", language="en"), *[Span(MISSING, "blank")] * 2]


def test_what_is_drawn_stands_in_the_place_of_its_name():
    missions = Block("list", [[[Span("Scan")]]])

    assert filled(read("[missions]\n[code]"), {}, {"missions": [missions]}) == [missions]


def test_names_of_facts_and_drawings_have_words():
    assert all(str(words) for words in {**FACTS, **DRAWN}.values())


SIGNS = ["{{ ", "**", "____ ", "| ", "- [ ] ", "\\\n", "[signatures: ", "#"]


@pytest.mark.parametrize("sign", SIGNS)
def test_long_texts_of_one_sign_are_read_or_refused_at_once(sign):
    begun = monotonic()
    for text in (sign * 4_000, "x" + sign * 4_000, sign + " " * 20_000):
        with suppress(MarkupError):
            read(text)
    assert monotonic() - begun < 2
