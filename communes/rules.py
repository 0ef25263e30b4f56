"""Who may add to the directory and place a commune on the map."""

from typing import Any

import rules

from accounts.rules import is_site_staff


@rules.predicate
def is_signed_in(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active)


rules.add_perm("communes.add_commune", is_signed_in)
rules.add_perm("communes.view_commune", is_site_staff)
rules.add_perm("communes.change_commune", is_site_staff)
# The app of the operations widens this one to its organizers, and its rules are read before ours.
if not rules.perm_exists("communes.place_commune"):
    rules.add_perm("communes.place_commune", is_site_staff)
