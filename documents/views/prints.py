"""What is printed for an operation: rosters, badges, programme, posters, field sheets."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from documents.pdf import MEDIA_TYPE
from documents.queries.roster import days_with_shifts
from documents.services.prints import (
    Paper,
    print_badges,
    print_field_sheet,
    print_posters,
    print_programme,
    print_roster,
)
from missions.models import Mission
from missions.views.roster import missions_with_people_for
from operations.models import Operation
from operations.views.workspace import workspace
from translations.languages import endonym_of

BLANK_BADGES = 8


@signed_in
@require_safe
def organize_prints(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_workspace")
    may_see_people = request.user.has_perm("operations.view_people", operation)
    context = {
        "operation": operation,
        "languages": [(code, endonym_of(code)) for code, _name in settings.LANGUAGES],
        "language": get_language(),
        "missions": _missions(operation),
        "may_see_people": may_see_people,
        "rosters": missions_with_people_for(request, operation) if may_see_people else [],
        "days": days_with_shifts(operation),
        "blank_badges": BLANK_BADGES,
    }
    return render(request, "documents/prints.html", context)


@signed_in
@require_POST
def organize_print_roster(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_people")
    missions = missions_with_people_for(request, operation)
    chosen = [one for one in missions if str(one.pk) == request.POST.get("mission")]
    days = [one for one in days_with_shifts(operation) if str(one) == request.POST.get("day")]
    return _answer(
        request,
        operation,
        lambda: print_roster(
            operation=operation,
            missions=chosen or missions,
            day=days[0] if days else None,
            language=_language(request.POST.get("lang")),
            by=request.user,
        ),
    )


@signed_in
@require_POST
def organize_print_badges(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_people")
    missions = missions_with_people_for(request, operation)
    blanks = request.POST.get("blanks", "")
    return _answer(
        request,
        operation,
        lambda: print_badges(
            operation=operation,
            missions=missions,
            blanks=int(blanks) if blanks.isdecimal() and len(blanks) < 4 else BLANK_BADGES,
            language=_language(request.POST.get("lang")),
            by=request.user,
        ),
    )


@signed_in
@require_safe
def organize_print_posters(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_workspace")
    missions = _missions(operation)
    chosen = [one for one in missions if str(one.pk) == request.GET.get("mission")]
    language = _language(request.GET.get("lang"))
    return _answer(
        request,
        operation,
        lambda: print_posters(operation=operation, missions=chosen or missions, language=language),
    )


@signed_in
@require_safe
def organize_print_field_sheet(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_workspace")
    asked = request.GET.get("mission")
    mission = next((one for one in _missions(operation) if str(one.pk) == asked), None)
    if mission is None:
        messages.error(request, _("Choose a mission for its field sheet."))
        return redirect("documents:organize-prints", slug)
    language = _language(request.GET.get("lang"))
    return _answer(
        request, operation, lambda: print_field_sheet(mission=mission, language=language)
    )


@require_safe
def programme_pdf(request: SiteRequest, slug: str) -> HttpResponse:
    """The programme for everybody who may see the operation; `?lang=` is for who prints it."""
    visible = Operation.objects.visible_to(request.user).select_related("commune")
    operation = get_object_or_404(visible.defer("commune__outline"), slug=slug)
    language = _language(request.GET.get("lang"))
    return _file(print_programme(operation=operation, language=language))


def _missions(operation: Operation) -> list[Mission]:
    missions = Mission.objects.live().announced().filter(operation=operation)
    return list(missions.select_related("place", "operation__commune"))


def _language(asked: str | None) -> str:
    """The language asked for, if the site has it; that of the page otherwise."""
    return asked if asked in dict(settings.LANGUAGES) else get_language()


def _answer(request: SiteRequest, operation: Operation, make: Callable[[], Paper]) -> HttpResponse:
    try:
        return _file(make())
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("documents:organize-prints", operation.slug)


def _file(paper: Paper) -> HttpResponse:
    return HttpResponse(
        paper.content,
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{paper.name}"'},
    )
