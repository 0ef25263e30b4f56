"""Lines of the charter that the site's staff lets one operation open without."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from operations.forms.charter import WaiverForm
from operations.queries import charter_of
from operations.rules import charter_lines, why_cannot_waive
from operations.services.waivers import waive_line, withdraw_waiver
from operations.views.workspace import FORM_REFUSED, content_language, workspace
from translations.languages import content_languages


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_waive(request: SiteRequest, slug: str, line: str) -> HttpResponse:
    """Give the reason for which a line is waived, in one language after the other."""
    operation = workspace(request, slug, "operations.waive_line")
    lines = {each.code.value: each for each in charter_lines(charter_of(operation))}
    if line not in lines or lines[line].is_warning:
        raise Http404
    waiver = lines[line].waiver
    language = content_language(request, waiver or operation)
    form = WaiverForm(request.POST or None, language=language, waiver=waiver)
    if form.is_valid():
        try:
            waive_line(
                operation=operation,
                line=line,
                language=language,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The line is waived, and its reason is shown."))
            return redirect("missions:organize-charter", slug)
    context = {
        "operation": operation,
        "line": lines[line],
        "refused": why_cannot_waive(operation, lines[line]),
        "form": form,
        "language": language,
        "languages": content_languages(),
    }
    return render(
        request,
        "operations/organize_waive.html",
        context,
        status=FORM_REFUSED if form.errors else 200,
    )


@signed_in
@require_POST
def organize_waiver_withdraw(request: SiteRequest, slug: str, line: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.waive_line")
    withdraw_waiver(waiver=get_object_or_404(operation.waivers, line=line), by=request.user)
    messages.success(request, _("The waiver is withdrawn: the line counts again."))
    return redirect("missions:organize-charter", slug)
