"""The registers on one page; one form for each line."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from operations.models import Operation
from operations.services.versions import EditConflict
from operations.views.workspace import FORM_REFUSED, edit_conflict, workspace
from registers.forms import (
    BudgetLineForm,
    ContactForm,
    EntryForm,
    InsuranceForm,
    PermitForm,
    RequestForm,
)
from registers.queries import REGISTERS, Register, tables_of
from registers.services import remove_entry, save_entry

FORMS: dict[str, type[EntryForm]] = {
    "requests": RequestForm,
    "permits": PermitForm,
    "insurance": InsuranceForm,
    "budget": BudgetLineForm,
    "contacts": ContactForm,
}


@signed_in
@require_safe
def organize_registers(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "registers.view_register")
    with_people = request.user.has_perm("operations.view_people", operation)
    context = {
        "operation": operation,
        "tables": tables_of(operation, with_people=with_people),
    }
    return render(request, "registers/organize_registers.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_entry(
    request: SiteRequest, slug: str, register: str, pk: int | None = None
) -> HttpResponse:
    """A new line of a register, or one to change."""
    operation, kind = _register(request, slug, register)
    entries = kind.model._default_manager.filter(operation=operation)
    entry = get_object_or_404(entries, pk=pk) if pk is not None else None
    form_class = FORMS[kind.code]
    form = form_class(request.POST or None, operation=operation, entry=entry)
    if form.is_valid():
        try:
            save_entry(
                model=kind.model,
                operation=operation,
                entry=entry,
                version=form.version_read,
                facts=form.facts(),
                by=request.user,
            )
        except EditConflict:
            fresh = get_object_or_404(entries, pk=pk)
            return edit_conflict(
                request, operation, form, form_class.values_of(fresh), fresh.version
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Your changes are saved."))
            return _back(operation, kind)
    context = {"operation": operation, "form": form, "register": kind, "entry": entry}
    status = FORM_REFUSED if form.errors else 200
    return render(request, "registers/organize_entry.html", context, status=status)


@signed_in
@require_POST
def organize_entry_remove(request: SiteRequest, slug: str, register: str, pk: int) -> HttpResponse:
    operation, kind = _register(request, slug, register)
    entry = get_object_or_404(kind.model._default_manager.filter(operation=operation), pk=pk)
    remove_entry(entry=entry, by=request.user)
    messages.success(request, _("It is removed."))
    return _back(operation, kind)


def _register(request: SiteRequest, slug: str, code: str) -> tuple[Operation, Register]:
    """The operation and its register, for those who may write in it."""
    operation = workspace(request, slug, "registers.change_register")
    register = REGISTERS.get(code)
    if register is None:
        raise Http404
    if register.holds_people and not request.user.has_perm("operations.view_people", operation):
        raise PermissionDenied
    return operation, register


def _back(operation: Operation, register: Register) -> HttpResponse:
    page = reverse("registers:organize-registers", args=[operation.slug])
    return redirect(f"{page}#{register.code}")
