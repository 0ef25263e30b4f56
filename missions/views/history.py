"""Who did what in an operation."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import signed_in
from core.requests import SiteRequest
from core.spreadsheets import FORMATS
from missions.forms.history import HistoryFilter
from missions.queries.history import entries_of
from missions.queries.history_rows import rows_of
from missions.queries.tables import history_table
from missions.views.exports import as_file
from operations.views.workspace import workspace

PER_PAGE = 50


@signed_in
@require_safe
def organize_history(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.change_operation")
    form = HistoryFilter(request.GET, operation=operation)
    asked = form.asked()
    entries = entries_of(operation, **asked)
    try:
        page = Paginator(entries, PER_PAGE).page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404 from error
    context = {
        "operation": operation,
        "form": form,
        "page": page,
        "rows": rows_of(operation, page.object_list),
        "formats": list(FORMATS),
    }
    return render(request, "missions/organize/history.html", context)


@signed_in
@require_POST
def organize_export_history(request: SiteRequest, slug: str) -> HttpResponse:
    """The entries that the page shows by the same address, all pages of them."""
    operation = workspace(request, slug, "operations.change_operation")
    asked = HistoryFilter(request.GET, operation=operation).asked()
    return as_file(request, operation, history_table(operation, entries_of(operation, **asked)))
