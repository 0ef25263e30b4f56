"""Missions, their shifts and needs, and who signed up."""

from missions.models.missions import Kit, Mission, Place
from missions.models.proposals import Proposal
from missions.models.shifts import HANDOVER, RainPlan, Shift, ShiftDraft
from missions.models.signups import Need, PersonCode, Receipt, Signup, SignupQuerySet, kept_of

__all__ = [
    "HANDOVER",
    "Kit",
    "Mission",
    "Need",
    "PersonCode",
    "Place",
    "Proposal",
    "RainPlan",
    "Receipt",
    "Shift",
    "ShiftDraft",
    "Signup",
    "SignupQuerySet",
    "kept_of",
]
