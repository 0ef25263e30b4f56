"""Short codes to read on paper and type: no look-alikes, and the last sign checks the rest.

The signs are 23, a prime number, and each place has a weight of its own: one sign misread, or two
that changed places, never give another right code. See docs/decisions/0081-papers.md.
"""

import secrets

SIGNS = "34679ACDEFHJKMNPQRTUWXY"
_VALUES = {sign: value for value, sign in enumerate(SIGNS)}


def new_code(length: int) -> str:
    """A code of so many signs drawn by lot, and one that checks them."""
    return with_check("".join(secrets.choice(SIGNS) for _ in range(length)))


def with_check(signs: str) -> str:
    return signs + SIGNS[-_sum(f"{signs}{SIGNS[0]}") % len(SIGNS)]


def is_right(code: str) -> bool:
    """Whether the last sign fits the others."""
    return len(code) > 1 and set(code) <= _VALUES.keys() and _sum(code) == 0


def code_of_number(number: int, *, length: int = 3) -> str:
    """A whole number from 0 as a code; `length` signs at least, and one that checks them."""
    signs = ""
    while number or len(signs) < length:
        number, value = divmod(number, len(SIGNS))
        signs = SIGNS[value] + signs
    return with_check(signs)


def number_of_code(code: str) -> int:
    """The number that a right code stands for."""
    number = 0
    for sign in code[:-1]:
        number = number * len(SIGNS) + _VALUES[sign]
    return number


def _sum(code: str) -> int:
    """0 for a right code. The sign that checks weighs 1, the one before it 2, and so on."""
    weighed = (weight * _VALUES[sign] for weight, sign in enumerate(reversed(code), 1))
    return sum(weighed) % len(SIGNS)
