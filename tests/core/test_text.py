import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.text import fold, has_hidden_characters


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("L’Haÿ les Roses", "l hay les roses"),
        ("ÉTÉ", "ete"),
        ("Œuf-en-Ternois", "oeuf en ternois"),
        ("  Saint   Martin\tde_Londres ", "saint martin de londres"),
        ("Straße", "strasse"),
        ("ǼGIR", "aegir"),
        ("İzmir", "izmir"),
        ("0:_0", "0 0"),
        ("", ""),
    ],
)
def test_fold_finds_what_people_mean(text, folded):
    assert fold(text) == folded


def test_each_letter_is_folded_whole():
    letters = map(chr, range(sys.maxunicode + 1))
    assert [letter for letter in letters if fold(fold(letter)) != fold(letter)] == []


@given(st.text())
@example("0:_0")
def test_fold_twice_is_fold_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", ["a\u202eb", "a\x00b", "a\nb", "\ud800", "\u200f"])
def test_hidden_characters_are_seen(text):
    assert has_hidden_characters(text)


@pytest.mark.parametrize("text", ["Zoé", "👩‍🌾", "می‌خواهم", "O’Neil", "日本"])
def test_what_people_write_is_not_hidden(text):
    assert not has_hidden_characters(text)


def test_lines_may_have_breaks():
    assert not has_hidden_characters("one\r\ntwo\tthree", lines=True)
