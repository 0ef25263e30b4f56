"""Who may do what to missions and sign-ups, why not, and what a programme should be told of."""

from missions.rules.gate import gate_of
from missions.rules.roles import keeps_desk_of_mission, leads_mission, organizes_mission
from missions.rules.signups import why_cannot_join, why_cannot_withdraw, why_closed

__all__ = [
    "gate_of",
    "keeps_desk_of_mission",
    "leads_mission",
    "organizes_mission",
    "why_cannot_join",
    "why_cannot_withdraw",
    "why_closed",
]
