"""The organizers' own pages: their operations, creating one, editing one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import signed_in
from communes.models import Commune
from core.markdown import to_html
from core.refusal import Refusal
from core.requests import SiteRequest
from operations.forms.conflicts import differences, typed
from operations.forms.fields import time_zones
from operations.forms.operation import OperationCreateForm, OperationForm, stored_values
from operations.models import Operation
from operations.queries import my_operations, workspaces_of
from operations.services.editing import create_operation, edit_operation
from operations.services.versions import EditConflict
from translations.languages import content_languages, is_content_language

FORM_REFUSED = 422


def workspace(request: SiteRequest, slug: str, permission: str) -> Operation:
    """The operation, for those who may do this to it.

    Who is not in its team gets the answer of an operation that does not exist.
    """
    operation = get_object_or_404(workspaces_of(request.user), slug=slug)
    if not request.user.has_perm(permission, operation):
        raise PermissionDenied
    return operation


def content_language(request: SiteRequest, written: Any) -> str:
    """The language whose texts are edited: the one asked for, or that the object is written in."""
    asked = request.GET.get("lang", "")
    return asked if is_content_language(asked) else written.source_language


def asks_preview(request: SiteRequest) -> bool:
    return request.POST.get("action") == "preview"


@signed_in
@require_safe
def organize_home(request: SiteRequest) -> HttpResponse:
    return render(
        request, "operations/organize_home.html", {"operations": my_operations(request.user)}
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_create(request: SiteRequest) -> HttpResponse:
    form = OperationCreateForm(request.POST or None, initial=_first_guess(request))
    if form.is_valid():
        facts = dict(form.cleaned_data)
        language, title = facts.pop("source_language"), facts.pop("title")
        try:
            operation = create_operation(
                by=request.user, language=language, title=title, languages=[language], **facts
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(
                request, _("The draft is ready. Only you and the people you invite can see it.")
            )
            return redirect("missions:organize-operation", operation.slug)
    return render(
        request,
        "operations/organize_create.html",
        {"form": form},
        status=FORM_REFUSED if form.errors else 200,
    )


def _first_guess(request: SiteRequest) -> dict[str, Any]:
    guess: dict[str, Any] = {"source_language": get_language()}
    if request.user.time_zone in dict(time_zones()):
        guess["time_zone"] = request.user.time_zone
    country, _dash, code = request.GET.get("commune", "").partition("-")
    if code and (commune := Commune.objects.light().filter(country=country, code=code).first()):
        guess["commune"] = commune
    return guess


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_edit(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.change_operation")
    language = content_language(request, operation)
    form = OperationForm(request.POST or None, operation=operation, language=language)
    context = {
        "operation": operation,
        "form": form,
        "language": language,
        "languages": content_languages(),
    }
    if form.is_valid() and asks_preview(request):
        names = ("presentation", "practical")
        context["previews"] = [
            (form.fields[name].label, to_html(form.cleaned_data[name])) for name in names
        ]
    elif form.is_valid():
        try:
            edit_operation(
                operation=operation,
                version=form.cleaned_data["version"],
                by=request.user,
                language=language,
                texts=form.texts(),
                facts=form.facts(),
            )
        except EditConflict:
            fresh = workspaces_of(request.user).get(pk=operation.pk)
            return edit_conflict(
                request, fresh, form, stored_values(fresh, language), fresh.version
            )
        messages.success(request, _("Your changes are saved."))
        return redirect(request.get_full_path())
    return render(
        request,
        "operations/organize_edit.html",
        context,
        status=FORM_REFUSED if form.errors else 200,
    )


def edit_conflict(
    request: SiteRequest, operation: Operation, form: Any, stored: dict[str, Any], version: int
) -> HttpResponse:
    """Show what is stored and what was typed side by side; nothing was saved."""
    context = {
        "operation": operation,
        "differences": differences(form, stored),
        "typed": typed(request.POST),
        "version": version,
    }
    return render(request, "operations/edit_conflict.html", context, status=409)
