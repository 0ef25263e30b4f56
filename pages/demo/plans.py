"""The plans of the demo's operations to come: what is done, what is late, and whose it is."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from operations.models import Operation
from pages.demo.accounts import CHAUMES_TEAM, SAINT_MARTIN_TEAM, Team
from pages.demo.shapes import Text
from planning.models import Plan, Step, StepComment, StepProof
from planning.services.plans import create_plan
from translations.texts import set_texts

PREPARATION = timedelta(weeks=27)
LEFT_OUT = "prefecture-file"


class DemoPlan(NamedTuple):
    """What tells the plan of one operation from another, by the codes of its steps."""

    late: frozenset[str]
    comments: Mapping[str, str]
    proofs: Mapping[str, tuple[str, str]]
    reason: Text


NO_FILE = Text(
    "La sous-préfecture a répondu : aucune de nos activités n’exige de dossier.",
    "The sub-prefecture answered: none of our activities needs a file.",
)
PLANS = {
    CHAUMES_TEAM: DemoPlan(
        late=frozenset({"insurance", "resident-guides"}),
        comments={
            "committee": "Trois projets libres, la mairie et le club des aînés. Réunion le premier "
            "mardi du mois.",
            "scouting": "La salle a deux circuits électriques : brancher les scanners et la "
            "cuisine sur des circuits différents.",
            "host-families": "Onze lits. Une hôtesse connaît un lavoir qui n’est sur aucune carte.",
            "insurance": "Relancé l’assureur vendredi : l’attestation ne couvre pas les prêts de "
            "matériel, il prépare une extension.",
            "resident-guides": "Sept guides sur dix. Il en manque un pour la forêt de Princé.",
        },
        proofs={
            "deliberation": (
                "Délibération, extrait du registre (fictif)",
                "https://retz-en-commun.example/deliberation",
            ),
            "committee": (
                "Compte rendu de la première réunion (fictif)",
                "https://retz-en-commun.example/comite",
            ),
        },
        reason=NO_FILE,
    ),
    SAINT_MARTIN_TEAM: DemoPlan(
        late=frozenset({"insurance", "data-inventory"}),
        comments={
            "scouting": "The school has the best line; the town hall keeps the key.",
            "insurance": "The association’s policy ends in spring: ask for the new certificate.",
        },
        proofs={
            "deliberation": (
                "Resolution of the council (fictional)",
                "https://saint-martin.example/resolution",
            ),
        },
        reason=NO_FILE,
    ),
}


def plan_what_lacks(team: Team, now: datetime) -> None:
    """Give the open operations of the demo a plan, unless they have one."""
    for operation in Operation.objects.filter(slug__in=PLANS, plan=None).select_related("commune"):
        _create(operation, PLANS[operation.slug], team, now)


def _create(operation: Operation, told: DemoPlan, team: Team, now: datetime) -> None:
    plan = create_plan(operation, today=operation.starts_on - PREPARATION)
    today = timezone.localdate(now, timezone=operation.zone)
    steps = list(plan.steps.all())
    for step in steps:
        step.plan = plan
        step.owner = team.user(operation.slug, step.owner_role) if step.days_before > 0 else None
        if step.code == LEFT_OUT:
            step.state, step.kept_on = Step.State.DROPPED, step.due_on
            set_texts(step, "fr", reason=told.reason.fr)
            set_texts(step, "en", reason=told.reason.en)
        elif step.due_on < today and step.code not in told.late:
            step.done_at, step.kept_on = _noon(step, days_earlier=2), step.due_on
            step.state, step.done_by = Step.State.DONE, step.owner
    Step.objects.bulk_update(
        steps,
        ["owner", "state", "kept_on", "done_at", "done_by", "reason_fr", "reason_en"],
    )
    by_code = {step.code: step for step in steps}
    StepComment.objects.bulk_create(
        StepComment(
            step=by_code[code],
            author=by_code[code].owner,
            text=text,
            created_at=min(now, _noon(by_code[code], days_earlier=3)),
        )
        for code, text in told.comments.items()
    )
    StepProof.objects.bulk_create(
        StepProof(
            step=step, label=label, address=address, added_by=step.owner, added_at=step.done_at
        )
        for code, (label, address) in told.proofs.items()
        if (step := by_code[code]).done_at
    )


def _noon(step: Step, days_earlier: int) -> datetime:
    """Noon at the place of the operation, some days before the step is due."""
    day = step.due_on - timedelta(days=days_earlier)
    return datetime.combine(day, time(12), step.plan.operation.zone)


def move_plan(operation: Operation, shift_by: timedelta) -> None:
    """Follow the demo's clock: the plan stands after the move as it stood before."""
    plan = Plan.objects.filter(operation=operation).first()
    if plan is None:
        return
    plan.anchored_on += shift_by
    plan.save(update_fields=["anchored_on"])
    steps = list(plan.steps.all())
    for step in steps:
        for name in ("fixed_on", "kept_on", "done_at"):
            if getattr(step, name):
                setattr(step, name, getattr(step, name) + shift_by)
    Step.objects.bulk_update(steps, ["fixed_on", "kept_on", "done_at"])
