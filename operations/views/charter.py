"""What the charter asks: the committee, the meetings, the indicators. One page per form."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from operations.forms.charter import (
    CommitteeMemberForm,
    IndicatorForm,
    MeetingForm,
    RowForm,
    values_of_indicator,
    values_of_meeting,
    values_of_member,
)
from operations.models import Meeting, Operation
from operations.services.charter import (
    remove_from_charter,
    save_indicator,
    save_meeting,
    save_member,
)
from operations.services.versions import EditConflict
from operations.views.workspace import FORM_REFUSED, content_language, edit_conflict, workspace
from translations.languages import content_languages


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_committee(request: SiteRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """A new member of the committee, or one to change."""
    operation = workspace(request, slug, "operations.change_charter")
    member = _row(operation.committee, pk)
    form = CommitteeMemberForm(request.POST or None, operation=operation, member=member)
    if form.is_valid():
        try:
            save_member(
                operation=operation,
                member=member,
                version=form.version_read,
                facts=form.facts(),
                by=request.user,
            )
        except EditConflict:
            fresh = get_object_or_404(operation.committee, pk=pk)
            stored = values_of_member(fresh)
            return edit_conflict(request, operation, form, stored, fresh.version)
        except Refusal as refusal:
            form.add_error("referent", refusal.message)
        else:
            return _saved(request, operation, "committee")
    title = _("Change a member of the committee") if member else _("Add a member of the committee")
    return _page(request, operation, form, title)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_meeting(request: SiteRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """A meeting to record, or one to change."""
    operation = workspace(request, slug, "operations.change_charter")
    meeting, asked = _row(operation.meetings, pk), request.GET.get("kind", "")
    kind = asked if asked in Meeting.Kind.values else ""
    form = MeetingForm(request.POST or None, operation=operation, meeting=meeting, kind=kind)
    if form.is_valid():
        try:
            save_meeting(
                operation=operation,
                meeting=meeting,
                version=form.version_read,
                facts=form.facts(),
                by=request.user,
            )
        except EditConflict:
            fresh = get_object_or_404(operation.meetings, pk=pk)
            stored = values_of_meeting(fresh)
            return edit_conflict(request, operation, form, stored, fresh.version)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return _saved(request, operation, "meetings")
    return _page(
        request, operation, form, _("Change a meeting") if meeting else _("Record a meeting")
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_indicator(request: SiteRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Something to count, or one to change."""
    operation = workspace(request, slug, "operations.change_charter")
    indicator = _row(operation.indicators, pk)
    language = content_language(request, indicator or operation)
    form = IndicatorForm(request.POST or None, language=language, indicator=indicator)
    if form.is_valid():
        try:
            save_indicator(
                operation=operation,
                indicator=indicator,
                version=form.version_read,
                code=form.cleaned_data["code"],
                language=language,
                texts=form.texts(),
                by=request.user,
            )
        except EditConflict:
            fresh = get_object_or_404(operation.indicators, pk=pk)
            stored = values_of_indicator(fresh, language)
            return edit_conflict(request, operation, form, stored, fresh.version)
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            return _saved(request, operation, "indicators")
    title = _("Change an indicator") if indicator else _("Choose an indicator")
    return _page(request, operation, form, title, language=language)


@signed_in
@require_POST
def organize_charter_remove(request: SiteRequest, slug: str, pk: int, part: str) -> HttpResponse:
    """Take a row away from a part of the charter: committee, meetings or indicators."""
    operation = workspace(request, slug, "operations.change_charter")
    remove_from_charter(row=get_object_or_404(getattr(operation, part), pk=pk), by=request.user)
    messages.success(request, _("It is removed."))
    return redirect("missions:organize-charter", slug)


def _row(rows: Any, pk: int | None) -> Any:
    return get_object_or_404(rows, pk=pk) if pk is not None else None


def _saved(request: SiteRequest, operation: Operation, part: str) -> HttpResponse:
    messages.success(request, _("Your changes are saved."))
    return redirect(f"{reverse('missions:organize-charter', args=[operation.slug])}#{part}")


def _page(
    request: SiteRequest, operation: Operation, form: RowForm, title: str, *, language: str = ""
) -> HttpResponse:
    context = {
        "operation": operation,
        "form": form,
        "title": title,
        "language": language,
        "languages": content_languages() if language else [],
    }
    return render(
        request,
        "operations/organize_charter_form.html",
        context,
        status=FORM_REFUSED if form.errors else 200,
    )
