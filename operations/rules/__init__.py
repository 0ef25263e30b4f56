"""Who may do what to an operation, what it may become, and what its charter still asks."""

from operations.rules.charter import (
    SHORTEST_REASON,
    Line,
    charter_lines,
    is_run_by_one,
    why_cannot_waive,
)
from operations.rules.decisions import (
    result_of,
    why_cannot_end,
    why_cannot_mail_link,
    why_cannot_open,
    why_cannot_vote,
)
from operations.rules.roles import (
    has_role,
    is_coordinator,
    is_in_team,
    keeps_desk,
    organizes,
    organizes_in_commune,
    roles_of,
    sees_people,
    why_cannot_lose_role,
)
from operations.rules.status import TRANSITIONS, permission_to_move, why_cannot_move

__all__ = [
    "SHORTEST_REASON",
    "TRANSITIONS",
    "Line",
    "charter_lines",
    "has_role",
    "is_coordinator",
    "is_in_team",
    "is_run_by_one",
    "keeps_desk",
    "organizes",
    "organizes_in_commune",
    "permission_to_move",
    "result_of",
    "roles_of",
    "sees_people",
    "why_cannot_end",
    "why_cannot_lose_role",
    "why_cannot_mail_link",
    "why_cannot_move",
    "why_cannot_open",
    "why_cannot_vote",
    "why_cannot_waive",
]
