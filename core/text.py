"""Text as people type it and as it is searched."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, without accents; hyphens, apostrophes and signs become one space.

    >>> fold("L'Haÿ-les-Roses")
    'l hay les roses'
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", folded)  # case folding composes a few letters
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", bare.translate(LIGATURES)).strip()


def has_hidden_characters(text: str, *, lines: bool = False) -> bool:
    """Whether the text holds characters that cannot be seen but change what is read.

    Control characters, lone surrogates and direction overrides count; with `lines`, line breaks
    and tabs are allowed. Joiners stay: emoji, Arabic and Persian need them.
    """
    allowed = "\n\r\t" if lines else ""
    return any(
        letter in BIDI_CONTROLS
        or (unicodedata.category(letter) in {"Cc", "Cs"} and letter not in allowed)
        for letter in text
    )
