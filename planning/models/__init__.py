"""Rows of the back-planning: what countries bring, and the plan of each operation."""

from planning.models.country import LegalDelay, PlanTemplateStep, PublicHoliday
from planning.models.plan import Document, Plan, Step, StepComment, StepFile, StepProof

__all__ = [
    "Document",
    "LegalDelay",
    "Plan",
    "PlanTemplateStep",
    "PublicHoliday",
    "Step",
    "StepComment",
    "StepFile",
    "StepProof",
]
