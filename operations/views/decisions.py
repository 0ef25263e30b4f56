"""What the steering committee is asked and decides: in the workspace, by link, for everybody."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from core.decorators import secret_address
from core.refusal import Refusal
from core.requests import SiteRequest
from operations.forms.decisions import MotionForm, MotionWordsForm, VoteForm, values_of_motion
from operations.models import Motion, Operation
from operations.queries import ballots_of, link_by_token, voters_of
from operations.rules import why_cannot_open, why_cannot_vote
from operations.services.decisions import (
    close_motion,
    edit_motion,
    mail_link,
    open_motion,
    vote_by_link,
    vote_in_workspace,
    withdraw_motion,
)
from operations.services.versions import EditConflict
from operations.views.workspace import FORM_REFUSED, content_language, edit_conflict, workspace
from translations.languages import content_languages

SEE = "operations.view_workspace"
DECIDE = "operations.change_charter"


@signed_in
@require_safe
def organize_decisions(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, SEE)
    voters = voters_of(operation)
    open_ones = Motion.objects.open().filter(operation=operation).select_related("operation")
    asked = [
        (motion, ballots_of(motion, voters))
        for motion in open_ones.prefetch_related("votes", "links")
    ]
    context = {
        "operation": operation,
        "asked": [
            (motion, sum(bool(each.vote) for each in ballots), len(ballots))
            for motion, ballots in asked
        ],
        "waits_for_me": {
            motion.pk
            for motion, ballots in asked
            if any(each.voter.is_user(request.user) and not each.vote for each in ballots)
        },
        "over": Motion.objects.over().filter(operation=operation),
        "refused": why_cannot_open(operation, voters),
    }
    return render(request, "operations/organize_decisions.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_motion_create(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, DECIDE)
    language = content_language(request, operation)
    form = MotionForm(request.POST or None, operation=operation, language=language)
    if form.is_valid():
        try:
            motion = open_motion(
                operation=operation,
                language=language,
                texts=form.texts(),
                last_day=form.cleaned_data["last_day"],
                is_public=form.cleaned_data["is_public"],
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The vote is open, and the committee is told by mail."))
            return redirect("operations:organize-motion", slug, motion.pk)
    return _form_page(request, operation, form, language)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_motion_edit(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """Translate a question, or change who may read the decision."""
    operation = workspace(request, slug, DECIDE)
    motion = get_object_or_404(operation.motions, pk=pk)
    language = content_language(request, motion)
    form = MotionWordsForm(request.POST or None, motion=motion, language=language)
    if form.is_valid():
        try:
            edit_motion(
                motion=motion,
                version=form.version_read,
                language=language,
                texts=form.texts(),
                is_public=form.cleaned_data["is_public"],
                by=request.user,
            )
        except EditConflict:
            fresh = get_object_or_404(operation.motions, pk=pk)
            stored = values_of_motion(fresh, language)
            return edit_conflict(request, operation, form, stored, fresh.version)
        messages.success(request, _("Your changes are saved."))
        return redirect("operations:organize-motion", slug, pk)
    return _form_page(request, operation, form, language, motion)


def _form_page(
    request: SiteRequest,
    operation: Operation,
    form: MotionForm | MotionWordsForm,
    language: str,
    motion: Motion | None = None,
) -> HttpResponse:
    context = {
        "operation": operation,
        "motion": motion,
        "form": form,
        "language": language,
        "languages": content_languages(),
    }
    return render(
        request,
        "operations/organize_motion_form.html",
        context,
        status=FORM_REFUSED if form.errors else 200,
    )


@signed_in
@require_safe
def organize_motion(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    operation = workspace(request, slug, SEE)
    return _motion_page(request, operation, get_object_or_404(operation.motions, pk=pk))


@signed_in
@require_POST
def organize_motion_vote(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    operation = workspace(request, slug, SEE)
    motion = get_object_or_404(operation.motions, pk=pk)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _motion_page(request, operation, motion, form)
    try:
        vote_in_workspace(motion=motion, user=request.user, choice=form.cleaned_data["choice"])
        messages.success(request, _("Your vote is noted. You can change it until the vote ends."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("operations:organize-motion", slug, pk)


def _motion_page(
    request: SiteRequest, operation: Operation, motion: Motion, form: VoteForm | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"operation": operation, "motion": motion}
    if motion.is_open:
        ballots = ballots_of(motion, voters_of(operation))
        mine = next((each for each in ballots if each.voter.is_user(request.user)), None)
        context |= {
            "ballots": ballots,
            "cast": sum(bool(each.vote) for each in ballots),
            "mine": mine,
            "form": form or VoteForm(vote=mine.vote if mine else None),
            "refused": why_cannot_vote(motion),
        }
    else:
        context["votes"] = motion.votes.select_related("member").order_by("choice", "pk")
    return render(
        request,
        "operations/organize_motion.html",
        context,
        status=FORM_REFUSED if form and form.errors else 200,
    )


@signed_in
@require_POST
def organize_motion_end(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """Count the votes now, or withdraw the question."""
    operation = workspace(request, slug, DECIDE)
    motion = get_object_or_404(operation.motions, pk=pk)
    try:
        if request.POST.get("action") == "withdraw":
            withdraw_motion(motion=motion, by=request.user)
            messages.success(request, _("The question is withdrawn. Nothing is decided."))
        else:
            close_motion(motion=motion, by=request.user)
            messages.success(
                request, _("The votes are counted, and the committee is told by mail.")
            )
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("operations:organize-motion", slug, pk)


@signed_in
@require_POST
def organize_motion_link(request: SiteRequest, slug: str, pk: int, member_pk: int) -> HttpResponse:
    """Mail a member a new link to vote with."""
    operation = workspace(request, slug, DECIDE)
    motion = get_object_or_404(operation.motions, pk=pk)
    member = get_object_or_404(operation.committee, pk=member_pk)
    try:
        mail_link(motion=motion, member=member, by=request.user)
        messages.success(request, _("A new link is on its way. The old one is dead."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("operations:organize-motion", slug, pk)


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: SiteRequest, token: str) -> HttpResponse:
    """The page of a personal link: looking changes nothing; its button votes."""
    link = link_by_token(token)
    if link is None:
        return render(request, "operations/vote.html", {"motion": None}, status=404)
    motion = link.motion
    if refused := why_cannot_vote(motion):
        return render(
            request, "operations/vote.html", {"motion": motion, "refused": refused}, status=410
        )
    ballots = ballots_of(motion, voters_of(motion.operation))
    mine = next((each for each in ballots if link.member in each.voter.members), None)
    form = VoteForm(request.POST or None, vote=mine.vote if mine else None)
    if form.is_valid():
        try:
            vote_by_link(link=link, choice=form.cleaned_data["choice"])
            messages.success(
                request, _("Your vote is noted. You can change it until the vote ends.")
            )
        except Refusal as refusal:
            messages.error(request, refusal.message)
        return redirect("operations:vote", token)
    context = {
        "motion": motion,
        "operation": motion.operation,
        "ballots": ballots,
        "mine": mine,
        "form": form,
    }
    return render(
        request, "operations/vote.html", context, status=FORM_REFUSED if form.errors else 200
    )


@require_safe
def decision_list(request: SiteRequest, slug: str) -> HttpResponse:
    """What a committee has decided, for everybody: words and counts, no names."""
    operation = get_object_or_404(
        Operation.objects.visible_to(request.user)
        .select_related("commune")
        .defer("commune__outline"),
        slug=slug,
    )
    published = Motion.objects.published().filter(operation=operation)
    context = {"operation": operation, "motions": published.order_by("-closed_at", "-pk")}
    return render(request, "operations/decision_list.html", context)
