"""Making the plan of an operation, and following it when it moves."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from operations.models import Operation
from planning.countries import FALLBACK
from planning.models import Plan, PlanTemplateStep, Step
from planning.queries.steps import template_of
from planning.services.loading import load_what_lacks

NEAR = timedelta(weeks=20)
MOST_STEPS = 300


class SheetStep(NamedTuple):
    """A step that a mission sheet brings: plain values, its title by language."""

    code: str
    titles: Mapping[str, str]
    days_before: int
    owner_role: str
    is_blocking: bool = False


@transaction.atomic
def make_plan(*, operation: Operation, by: Any, today: date | None = None) -> Plan:
    """The plan of an operation that has none yet, see `create_plan`."""
    # Two people press at once: the lock makes the second see the plan of the first.
    Operation.objects.select_for_update().values_list("pk").get(pk=operation.pk)
    if Plan.objects.filter(operation=operation).exists():
        raise Refusal(_("This operation has a plan already."))
    plan = create_plan(operation, today=today or timezone.localdate(timezone=operation.zone))
    record(actor=by, action="plan.made", subject=operation, variant=plan.variant)
    return plan


def create_plan(operation: Operation, *, today: date) -> Plan:
    """The steps of the country's template, or of another country's when it has none.

    When the first day is nearer than twenty weeks, they are those of the ten-week plan: what can
    no longer be met then is left out, each step with what is given up.
    """
    load_what_lacks()
    country = operation.commune.country
    template = template_of(country)
    if not template:
        country, template = FALLBACK, template_of(FALLBACK)
    is_near = operation.starts_on - today < NEAR
    plan = Plan.objects.create(
        operation=operation,
        country=country,
        variant=Plan.Variant.COMPRESSED if is_near else Plan.Variant.USUAL,
        anchored_on=operation.starts_on,
    )
    steps = {each.code: _step(plan, each) for each in template}
    Step.objects.bulk_create(steps.values())
    _link(steps, {each.code: each.needs for each in template})
    return plan


def _step(plan: Plan, listed: PlanTemplateStep) -> Step:
    step = Step(
        plan=plan,
        code=listed.code,
        source_language=plan.operation.source_language,
        days_before=listed.days_before,
        lead_days=listed.lead_days,
        owner_role=listed.owner_role,
        document=listed.document,
        legal_delay=listed.legal_delay,
        is_blocking=listed.is_blocking,
        source=listed.source,
    )
    names = {"title": "title", "notes": "notes"}
    if plan.variant == Plan.Variant.COMPRESSED:
        if listed.compressed_days_before is None:
            step.state, names["reason"] = Step.State.DROPPED, "lost"
            step.kept_on = step.day_from(plan.operation.starts_on)
        else:
            step.days_before = listed.compressed_days_before
    for language in settings.MODELTRANSLATION_LANGUAGES:
        for name, of_template in names.items():
            text = getattr(listed, f"{of_template}_{language}") or ""
            setattr(step, f"{name}_{language}", text)
    return step


def _link(steps: Mapping[str, Step], needs: Mapping[str, Iterable[str]]) -> None:
    """Say which step waits for which; codes that the plan does not hold are passed over."""
    through = Step.needs.through
    through.objects.bulk_create(
        through(from_step=steps[code], to_step=steps[need])
        for code, needed in needs.items()
        for need in needed
        if need in steps
    )


@transaction.atomic
def add_steps(*, plan: Plan, steps: Iterable[SheetStep], by: Any) -> int:
    """Add what mission sheets bring; a code that the plan holds is not added twice. How many."""
    Plan.objects.select_for_update().values_list("pk").get(pk=plan.pk)
    known = set(plan.steps.values_list("code", flat=True))
    new = {step.code: step for step in steps if step.code not in known}
    refuse_too_many(plan, len(new))
    rows = []
    for each in new.values():
        step = Step(
            plan=plan,
            code=each.code,
            source_language=plan.operation.source_language,
            days_before=each.days_before,
            owner_role=each.owner_role,
            is_blocking=each.is_blocking,
        )
        for language in settings.MODELTRANSLATION_LANGUAGES:
            setattr(step, f"title_{language}", each.titles.get(language, ""))
        rows.append(step)
    Step.objects.bulk_create(rows)
    if rows:
        record(actor=by, action="plan.steps_added", subject=plan.operation, count=len(rows))
    return len(rows)


def refuse_too_many(plan: Plan, more: int) -> None:
    if plan.steps.count() + more > MOST_STEPS:
        raise Refusal(_("A plan has at most %(count)s steps.") % {"count": MOST_STEPS})


@transaction.atomic
def note_move(*, plan: Plan, seen: date | None, by: Any) -> None:
    """Somebody has seen where the first day moved to; `seen` is the day their page showed."""
    if seen != plan.operation.starts_on:
        raise Refusal(_("The operation has moved once more. Please look at the new days."))
    Plan.objects.filter(pk=plan.pk).update(anchored_on=seen)
    plan.anchored_on = seen
    record(actor=by, action="plan.move_seen", subject=plan.operation)
