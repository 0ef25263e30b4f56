"""Every way in and out of a place.

The order of locks is the same everywhere: the person's row, then needs by id. The conditional
UPDATE of `take_place` is the only way in; CHECK and UNIQUE constraints stand behind it.
"""

from missions.services.signups.joining import (
    JoinRefused,
    ask_for_links,
    confirm_places,
    join,
    join_by_account,
    join_by_address,
    withdraw,
)
from missions.services.signups.organizing import (
    end_signups_of_shift,
    move_signup,
    place_volunteer,
    remove_signup,
)
from missions.services.signups.waiting import (
    HOLD,
    expire_held_places,
    lock_volunteer,
    promote_waiting,
    serve_waiting_lists,
)

__all__ = [
    "HOLD",
    "JoinRefused",
    "ask_for_links",
    "confirm_places",
    "end_signups_of_shift",
    "expire_held_places",
    "join",
    "join_by_account",
    "join_by_address",
    "lock_volunteer",
    "move_signup",
    "place_volunteer",
    "promote_waiting",
    "remove_signup",
    "serve_waiting_lists",
    "withdraw",
]
