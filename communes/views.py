"""The directory of communes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from accounts.decorators import signed_in
from communes.forms import CommuneAddForm, CommuneSearchForm
from communes.models import Commune
from communes.queries import communes_matching, communes_of, directory_sizes, search_communes
from communes.services import add_commune
from core.refusal import Refusal
from core.requests import SiteRequest

COMMUNES_ON_A_PAGE = 25
MOST_SUGGESTIONS = 10
SHORTEST_SUGGESTION = 2


@require_GET
def commune_list(request: HttpRequest) -> HttpResponse:
    form = CommuneSearchForm(request.GET if request.GET.get("q") else None)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "country": ""}
    found = communes_matching(asked["q"], asked["country"])
    page = Paginator(found, COMMUNES_ON_A_PAGE).get_page(request.GET.get("page"))
    start = max(page.start_index() - 1, 0)
    context = {
        "form": form,
        "page": page,
        "communes": communes_of(found, start, COMMUNES_ON_A_PAGE),
        "sizes": directory_sizes(),
    }
    return render(request, "communes/commune_list.html", context)


@require_GET
@cache_control(public=True, max_age=3600)
def commune_suggest(request: HttpRequest) -> HttpResponse:
    """Communes for a text still being typed, for the picker's script."""
    text = request.GET.get("q", "").strip()
    found = []
    if len(text) >= SHORTEST_SUGGESTION:
        found = search_communes(text, limit=MOST_SUGGESTIONS)
    status = ngettext("%(count)s commune found", "%(count)s communes found", len(found))
    return JsonResponse(
        {
            "status": status % {"count": len(found)},
            "communes": [
                {
                    "label": commune.display_name,
                    "postcodes": commune.postcodes,
                    "note": _note(commune),
                    "url": commune.get_absolute_url(),
                }
                for commune in found
            ],
        }
    )


def _note(commune: Commune) -> str:
    if commune.successor:
        return _("part of %(commune)s today") % {"commune": commune.successor.name}
    if commune.former_names:
        return _("with the former %(commune)s") % {"commune": commune.former_names}
    return "" if commune.is_current else commune.get_kind_display()


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def commune_add(request: SiteRequest) -> HttpResponse:
    form = CommuneAddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commune = add_commune(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The commune is in the directory now."))
            return redirect(commune)
    status = 422 if form.errors else 200
    return render(request, "communes/commune_add.html", {"form": form}, status=status)
