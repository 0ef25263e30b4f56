"""Tables to take along: who is on what, and how many people are needed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import signed_in
from core.requests import SiteRequest
from core.spreadsheets import FORMATS, Table
from missions.queries.tables import needs_table, roster_table
from missions.services.exports import export_table
from missions.views.roster import missions_with_people_for
from operations.models import Operation
from operations.views.workspace import workspace


@signed_in
@require_safe
def organize_exports(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_workspace")
    context = {"operation": operation, "formats": list(FORMATS)}
    return render(request, "missions/organize/exports.html", context)


@signed_in
@require_POST
def organize_export_roster(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_people")
    missions = missions_with_people_for(request, operation)
    return as_file(request, operation, roster_table(operation, missions))


@signed_in
@require_POST
def organize_export_needs(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_workspace")
    return as_file(request, operation, needs_table(operation))


def as_file(request: SiteRequest, operation: Operation, table: Table) -> HttpResponse:
    """The table in the format that was asked for. Each file is noted, hence no GET."""
    asked = request.POST.get("format", "")
    if asked not in FORMATS:
        messages.error(request, _("Choose one of the formats: CSV, XLSX or ODS."))
        return redirect("missions:organize-exports", operation.slug)
    file = export_table(operation=operation, table=table, file_format=asked, by=request.user)
    return HttpResponse(
        file.content,
        content_type=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )
