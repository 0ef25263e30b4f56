"""Who may do what to a plan, and why a step cannot be finished."""

from collections.abc import Sequence
from typing import Any

import rules
from django.utils.translation import gettext as _

from operations.rules import is_in_team, organizes, roles_of
from planning.models import Step, StepProof
from translations.texts import text_of


@rules.predicate
def organizes_step(user: Any, step: Step | None) -> bool:
    return step is not None and organizes(user, step.plan.operation)


@rules.predicate
def owns_step(user: Any, step: Step | None) -> bool:
    """Its owner as long as they are in the team; without one, everybody who has its role."""
    if step is None:
        return False
    roles = roles_of(user, step.plan.operation)
    return bool(roles) and (step.owner_id == user.pk if step.owner_id else step.owner_role in roles)


@rules.predicate
def may_take_proof_away(user: Any, proof: StepProof | None) -> bool:
    """The organizers, and whoever brought it while the step is theirs."""
    return proof is not None and (
        organizes_step(user, proof.step)
        or (proof.added_by_id == user.pk and owns_step(user, proof.step))
    )


rules.add_perm("planning.view_plan", is_in_team)  # this one and the next are asked of the operation
rules.add_perm("planning.change_plan", organizes)
rules.add_perm("planning.work_on_step", organizes_step | owns_step)
rules.add_perm("planning.remove_proof", may_take_proof_away)


def why_cannot_finish(waits_for: Sequence[Step]) -> str:
    """Why a step that waits for these open ones is not finished yet, or an empty string."""
    if not waits_for:
        return ""
    names = ", ".join(_("“%s”") % text_of(step, "title").text for step in waits_for)
    return _("This step waits for others that are still open: %(names)s.") % {"names": names}
