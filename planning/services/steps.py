"""Steps: written, given to somebody, finished, taken up again or left out."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from operations.services.versions import save_if_unchanged
from planning.models import Plan, Step
from planning.queries.steps import needs_by_step
from planning.rules import why_cannot_finish
from planning.services.plans import refuse_too_many
from planning.services.proofs import comment
from translations.texts import set_texts

State = Step.State


@transaction.atomic
def add_step(
    *,
    plan: Plan,
    language: str,
    texts: Mapping[str, str],
    facts: Mapping[str, Any],
    needs: Iterable[Step],
    by: Any,
) -> Step:
    Plan.objects.select_for_update().values_list("pk").get(pk=plan.pk)
    refuse_too_many(plan, 1)
    code = f"own-{get_random_string(10).lower()}"
    step = Step(plan=plan, code=code, source_language=language, **facts)
    set_texts(step, language, **texts)
    step.save()
    step.needs.set(needs)
    record(actor=by, action="step.added", subject=step)
    return step


@transaction.atomic
def edit_step(
    *,
    step: Step,
    version: int,
    language: str,
    texts: Mapping[str, str],
    facts: Mapping[str, Any],
    needs: Iterable[Step],
    by: Any,
) -> None:
    """Save the facts and the texts of one language. Raises EditConflict."""
    needed = {each.pk for each in needs}
    # Two edits of two steps could close a circle that neither of them sees.
    Plan.objects.select_for_update().values_list("pk").get(pk=step.plan_id)
    if _would_wait_for_itself(step, needed):
        raise Refusal(_("This step would wait for itself. Choose other steps to wait for."))
    columns = set_texts(step, language, **texts)
    save_if_unchanged(
        step, version=version, **{column: getattr(step, column) for column in columns}, **facts
    )
    step.needs.set(needed)
    record(actor=by, action="step.edited", subject=step, language=language)


def _would_wait_for_itself(step: Step, needed: set[int]) -> bool:
    needs = needs_by_step(step.plan)
    reached: set[int] = set()
    ahead = set(needed)
    while ahead:
        reached |= ahead
        ahead = {need for each in ahead for need in needs.get(each, ())} - reached
    return step.pk in reached


@transaction.atomic
def give_step(*, step: Step, owner: Any, by: Any) -> None:
    """Name who looks after the step, or nobody."""
    if owner and not step.plan.operation.memberships.filter(user=owner).exists():
        raise Refusal(_("This person is not in the team."))
    Step.objects.filter(pk=step.pk).update(owner=owner, version=F("version") + 1)
    step.owner = owner
    record(actor=by, action="step.given", subject=step, user=owner.pk if owner else None)


@transaction.atomic
def finish_step(*, step: Step, by: Any, anyway: str = "") -> None:
    """The step is done. One that waits for others is finished with a reason only.

    The reason is kept as a comment. Finished twice, the first time stays.
    """
    current = _locked(step)
    if current.state == State.DONE:
        return
    if current.state == State.DROPPED:
        raise Refusal(_("This step was left out. Take it up again first."))
    waits_for = list(current.needs.filter(state=State.OPEN))
    if waits_for and not anyway:
        raise Refusal(why_cannot_finish(waits_for))
    if waits_for:
        comment(step=current, text=anyway, by=by)
    _write(step, state=State.DONE, kept_on=current.due_on, done_at=timezone.now(), done_by=by)
    record(actor=by, action="step.finished", subject=step)


@transaction.atomic
def reopen_step(*, step: Step, by: Any) -> None:
    """Take up again what was done or left out; it follows its operation again."""
    if _locked(step).state == State.OPEN:
        return
    reasons = {f"reason_{language}": "" for language in settings.MODELTRANSLATION_LANGUAGES}
    _write(step, state=State.OPEN, kept_on=None, done_at=None, done_by=None, **reasons)
    record(actor=by, action="step.reopened", subject=step)


@transaction.atomic
def drop_step(*, step: Step, language: str, reason: str, by: Any) -> None:
    """Leave a step out, saying why: nobody waits for it any more."""
    current = _locked(step)
    if current.state != State.OPEN:
        raise Refusal(_("This step is done or left out already."))
    columns = set_texts(step, language, reason=reason)
    texts = {column: getattr(step, column) for column in columns}
    _write(step, state=State.DROPPED, kept_on=current.due_on, **texts)
    record(actor=by, action="step.dropped", subject=step)


def _locked(step: Step) -> Step:
    """The step as it is now: two people who decide at once do so one after the other."""
    current = Step.objects.select_for_update().get(pk=step.pk)
    current.plan = step.plan
    return current


def _write(step: Step, **columns: Any) -> None:
    Step.objects.filter(pk=step.pk).update(**columns)
    for name, value in columns.items():
        setattr(step, name, value)
