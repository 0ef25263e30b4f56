"""An operation once more, on another day or in another commune."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from missions.forms.cloning import CloneForm
from missions.queries.cloning import contents_of
from missions.services.cloning import MovedHour, clone_operation
from operations.views.workspace import FORM_REFUSED, workspace
from translations.texts import text_of

MOST_SENTENCES = 5


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_clone(request: SiteRequest, slug: str) -> HttpResponse:
    source = workspace(request, slug, "operations.change_operation")
    form = CloneForm(request.POST or None, source=source)
    if form.is_valid():
        try:
            clone = clone_operation(source=source, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The copy is ready, as a draft that only you can see."))
            for sentence in _sentences(clone.moved):
                messages.warning(request, sentence)
            return redirect("missions:organize-operation", clone.operation.slug)
    return render(
        request,
        "missions/organize/clone.html",
        {"operation": source, "form": form, "contents": contents_of(source)},
        status=FORM_REFUSED if form.errors else 200,
    )


def _sentences(moved: list[MovedHour]) -> list[str]:
    """Which hours could not stay; the first of them, and how many others."""
    sentences = [
        _("%(mission)s, %(day)s: %(wanted)s cannot be kept on these clocks; it is %(shown)s now.")
        % {
            "mission": text_of(each.mission, "title").text,
            "day": date_format(each.wanted, "DATE_FORMAT"),
            "wanted": f"{each.wanted:%H:%M}",
            "shown": f"{each.shown:%H:%M}",
        }
        for each in moved[:MOST_SENTENCES]
    ]
    if others := len(moved) - len(sentences):
        sentences.append(
            ngettext(
                "%(count)s more hour was moved in the same way.",
                "%(count)s more hours were moved in the same way.",
                others,
            )
            % {"count": others}
        )
    return sentences
