"""Who reads the registers, and who writes in them."""

import rules

from operations.rules import is_in_team, organizes

rules.add_perm("registers.view_register", is_in_team)
rules.add_perm("registers.change_register", organizes)
