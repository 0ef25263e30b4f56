"""What people do with a step: give it, finish it, talk about it, show what proves it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from planning.forms.working import CommentForm, DropForm, FinishForm, GiveForm, ProofForm
from planning.models import StepFile, StepProof
from planning.services.proofs import add_proof, comment, remove_proof
from planning.services.steps import drop_step, finish_step, give_step, reopen_step
from planning.views.steps import step_or_404, step_page, step_to_work_on
from translations.languages import is_content_language


@signed_in
@require_POST
def organize_step_give(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    step = step_or_404(request, slug, pk, "planning.change_plan")
    form = GiveForm(request.POST, operation=step.plan.operation)
    if not form.is_valid():
        return step_page(request, step, give_form=form)
    try:
        give_step(step=step, owner=form.cleaned_data["owner"], by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The owner of the step is noted."))
    return redirect(step)


@signed_in
@require_POST
def organize_step_finish(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    step = step_to_work_on(request, slug, pk)
    form = FinishForm(request.POST)
    if not form.is_valid():
        return step_page(request, step, finish_form=form)
    try:
        finish_step(step=step, by=request.user, anyway=form.cleaned_data["anyway"])
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return step_page(request, step, finish_form=form)
    messages.success(request, _("The step is done. Thank you."))
    return redirect(step)


@signed_in
@require_POST
def organize_step_reopen(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    step = step_to_work_on(request, slug, pk)
    reopen_step(step=step, by=request.user)
    messages.success(request, _("The step is to be done again."))
    return redirect(step)


@signed_in
@require_POST
def organize_step_drop(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    step = step_or_404(request, slug, pk, "planning.change_plan")
    form = DropForm(request.POST)
    if not form.is_valid():
        return step_page(request, step, drop_form=form)
    page_language = get_language() or ""
    language = page_language if is_content_language(page_language) else step.source_language
    try:
        reason = form.cleaned_data["reason"]
        drop_step(step=step, language=language, reason=reason, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The step is left out; its reason stays in the plan."))
    return redirect(step)


@signed_in
@require_POST
def organize_step_comment(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    step = step_to_work_on(request, slug, pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            comment(step=step, text=form.cleaned_data["text"], by=request.user)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect(f"{step.get_absolute_url()}#comments")
    return step_page(request, step, comment_form=form)


@signed_in
@require_POST
def organize_proof_add(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    step = step_to_work_on(request, slug, pk)
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            add_proof(step=step, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("file" if form.cleaned_data["file"] else None, refusal.message)
        else:
            messages.success(request, _("The proof is with the step."))
            return redirect(step)
    return step_page(request, step, proof_form=form)


@signed_in
@require_POST
def organize_proof_remove(request: SiteRequest, slug: str, pk: int, proof_pk: int) -> HttpResponse:
    step = step_or_404(request, slug, pk)
    proof = get_object_or_404(step.proofs, pk=proof_pk)
    proof.step = step
    if not request.user.has_perm("planning.remove_proof", proof):
        raise PermissionDenied
    remove_proof(proof=proof, by=request.user)
    messages.success(request, _("The proof is removed."))
    return redirect(step)


@signed_in
@require_safe
def organize_proof(request: SiteRequest, slug: str, pk: int, proof_pk: int) -> HttpResponse:
    """The file of a proof, for the team alone; it is saved, never shown inside the site."""
    step = step_or_404(request, slug, pk)
    file = get_object_or_404(
        StepFile.objects.select_related("proof"), proof=proof_pk, proof__step=step
    )
    media = file.proof.media
    ending = "pdf" if media == StepProof.Media.PDF else "webp"
    answer = HttpResponse(bytes(file.content), content_type=media)
    name = slugify(file.proof.label)[:60] or "proof"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
