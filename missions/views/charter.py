"""The charter of an operation: what is met, and what is missing before it may open."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.decorators import signed_in
from core.requests import SiteRequest
from missions.rules import gate_of
from operations.queries import charter_of
from operations.views.workspace import workspace


@signed_in
@require_safe
def organize_charter(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_workspace")
    charter = charter_of(operation)
    lines = gate_of(charter)
    context = {
        "operation": operation,
        "charter": charter,
        "lines": lines,
        "in_the_way": sum(line.stands_in_the_way for line in lines),
        "is_draft": operation.status == operation.Status.DRAFT,
    }
    return render(request, "missions/organize/charter.html", context)
