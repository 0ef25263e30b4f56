"""One step: looking at it, writing it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from operations.services.versions import EditConflict
from operations.views.workspace import FORM_REFUSED, content_language, edit_conflict
from planning.forms.steps import StepForm, stored_values
from planning.forms.working import CommentForm, DropForm, FinishForm, GiveForm, ProofForm
from planning.models import Step
from planning.queries.legal import deadlines_of
from planning.queries.steps import step_of, steps_of
from planning.services.steps import add_step, edit_step
from planning.views.plan import plan_or_404
from translations.languages import content_languages


def step_or_404(
    request: SiteRequest, slug: str, pk: int, permission: str = "planning.view_plan"
) -> Step:
    """A step of this very operation's plan, for those who may do this to the plan."""
    step = step_of(plan_or_404(request, slug, permission), pk)
    if step is None:
        raise Http404
    return step


def step_to_work_on(request: SiteRequest, slug: str, pk: int) -> Step:
    """A step that is the reader's own, or any of them for the organizers."""
    step = step_or_404(request, slug, pk)
    if not request.user.has_perm("planning.work_on_step", step):
        raise PermissionDenied
    return step


def step_page(request: SiteRequest, step: Step, **refused: Any) -> HttpResponse:
    """The page of a step; `refused` are forms that were not taken, with what was typed."""
    operation = step.plan.operation
    deadlines = deadlines_of(operation, step.plan.today) if step.legal_delay else []
    proofs = list(step.proofs.select_related("added_by"))
    for proof in proofs:
        proof.step = step
    context: dict[str, Any] = {
        "operation": operation,
        "step": step,
        "may_change": request.user.has_perm("planning.change_plan", operation),
        "may_work": request.user.has_perm("planning.work_on_step", step),
        "needs": step.needs.all(),
        "needed_by": step.needed_by.all(),
        "deadline": next((one for one in deadlines if one.delay.code == step.legal_delay), None),
        "comments": step.comments.select_related("author"),
        "proofs": [
            (proof, request.user.has_perm("planning.remove_proof", proof)) for proof in proofs
        ],
        "give_form": GiveForm(operation=operation, owner=step.owner),
        "finish_form": FinishForm(),
        "drop_form": DropForm(),
        "comment_form": CommentForm(),
        "proof_form": ProofForm(),
        **refused,
    }
    return render(
        request,
        "planning/organize_step.html",
        context,
        status=FORM_REFUSED if refused else 200,
    )


@signed_in
@require_safe
def organize_step(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    return step_page(request, step_or_404(request, slug, pk))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_step_create(request: SiteRequest, slug: str) -> HttpResponse:
    plan = plan_or_404(request, slug, "planning.change_plan")
    language = content_language(request, plan.operation)
    form = StepForm(request.POST or None, plan=plan, steps=steps_of(plan), language=language)
    if form.is_valid():
        try:
            step = add_step(
                plan=plan,
                language=language,
                texts=form.texts(),
                facts=form.facts(),
                needs=form.waits_for(),
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The step is in the plan."))
            return redirect(step)
    return _form_page(request, form, language)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_step_edit(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    step = step_or_404(request, slug, pk, "planning.change_plan")
    plan, language = step.plan, content_language(request, step)
    form = StepForm(
        request.POST or None, plan=plan, steps=steps_of(plan), language=language, step=step
    )
    if form.is_valid():
        try:
            edit_step(
                step=step,
                version=form.cleaned_data["version"],
                language=language,
                texts=form.texts(),
                facts=form.facts(),
                needs=form.waits_for(),
                by=request.user,
            )
        except EditConflict:
            fresh = step_or_404(request, slug, pk)
            stored = stored_values(fresh, language)
            return edit_conflict(request, plan.operation, form, stored, fresh.version)
        except Refusal as refusal:
            form.add_error("needs", refusal.message)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect(step)
    return _form_page(request, form, language, step)


def _form_page(
    request: SiteRequest, form: StepForm, language: str, step: Step | None = None
) -> HttpResponse:
    context = {
        "operation": form.plan.operation,
        "step": step,
        "form": form,
        "language": language,
        "languages": content_languages(),
    }
    return render(
        request,
        "planning/organize_step_edit.html",
        context,
        status=FORM_REFUSED if form.errors else 200,
    )
