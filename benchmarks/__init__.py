"""What the site costs, measured: `make bench`.

A module here that has `rows()` adds its rows to the table. Figures depend on the machine; ratios
to the bare page measured in the same run travel.
"""

from typing import NamedTuple


class Row(NamedTuple):
    what: str
    figure: str
    beside_bare: str = ""
    goal: str = ""
