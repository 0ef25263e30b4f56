"""Announcements of a team, the choice to get none, and mails that did not arrive."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from announcements.forms import AnnouncementForm, values_of
from announcements.models import Announcement
from announcements.queries import announcements_of, audience_of, failed_mails
from announcements.rules import needs_second_look, why_cannot_send
from announcements.services import (
    choose_announcements,
    save_announcement,
    send_announcement,
    withdraw_announcement,
)
from core.decorators import secret_address
from core.refusal import Refusal
from core.requests import SiteRequest
from notifications.services import send_again
from operations.models import Operation
from operations.services.versions import EditConflict
from operations.views.workspace import FORM_REFUSED, content_language, edit_conflict, workspace
from translations.languages import content_languages
from volunteers.models import Volunteer
from volunteers.queries import living_link

CHANGE = "announcements.change_announcement"
MOST_SHOWN = 100


@signed_in
@require_safe
def organize_announcements(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, CHANGE)
    announcements = announcements_of(operation)[:MOST_SHOWN]
    return render(
        request,
        "announcements/organize_announcements.html",
        {"operation": operation, "announcements": announcements},
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_announcement(request: SiteRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """A new announcement, or one to change, in one language."""
    operation = workspace(request, slug, CHANGE)
    announcement = get_object_or_404(announcements_of(operation), pk=pk) if pk is not None else None
    language = content_language(request, announcement or operation)
    form = AnnouncementForm(
        request.POST or None, operation=operation, language=language, announcement=announcement
    )
    if form.is_valid():
        try:
            saved = save_announcement(
                operation=operation,
                announcement=announcement,
                version=form.version_read,
                language=language,
                texts=form.texts(),
                audience=form.audience(),
                by=request.user,
            )
        except EditConflict:
            fresh = get_object_or_404(announcements_of(operation), pk=pk)
            stored = values_of(fresh, language)
            return edit_conflict(request, operation, form, stored, fresh.version)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The announcement is saved. Nobody has got it yet."))
            return redirect("announcements:organize-announcement-send", slug, saved.pk)
    context = {
        "operation": operation,
        "announcement": announcement,
        "form": form,
        "language": language,
        "languages": content_languages() if announcement else [],
    }
    status = FORM_REFUSED if form.errors else 200
    return render(request, "announcements/organize_announcement.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_announcement_send(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """The announcement as each language reads it and how many get it; then it leaves."""
    operation = workspace(request, slug, CHANGE)
    announcement = _announcement(operation, pk)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            sent = send_announcement(
                announcement=announcement,
                version=int(version) if version.isdecimal() and len(version) < 10 else 0,
                by=request.user,
            )
        except Refusal as refusal:
            messages.error(request, refusal.message)
        except EditConflict:
            messages.error(request, _("Its words changed since you read them: read it again."))
        else:
            messages.success(request, _told(sent))
        return redirect("announcements:organize-announcement-send", slug, pk)
    audience = audience_of(announcement) if announcement.can_change else None
    context = {
        "operation": operation,
        "announcement": announcement,
        "audience": audience,
        "obstacle": why_cannot_send(announcement, audience) if audience else "",
        "needs_second_look": audience and needs_second_look(announcement, audience, request.user),
    }
    return render(request, "announcements/organize_announcement_send.html", context)


def _told(announcement: Announcement) -> str:
    if announcement.state == Announcement.State.WAITING:
        return _("The other organizers are asked to look at it. One of them sends it.")
    return ngettext(
        "It is on its way to %(count)s person.",
        "It is on its way to %(count)s people.",
        announcement.recipients,
    ) % {"count": announcement.recipients}


@signed_in
@require_POST
def organize_announcement_withdraw(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    operation = workspace(request, slug, CHANGE)
    try:
        withdraw_announcement(announcement=_announcement(operation, pk), by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The announcement is withdrawn. Nobody gets it."))
    return redirect("announcements:organize-announcements", slug)


def _announcement(operation: Operation, pk: int) -> Announcement:
    announcements = announcements_of(operation)
    announcement = get_object_or_404(announcements, pk=pk)
    announcement.operation = operation
    return announcement


@signed_in
@require_safe
def organize_failed_mails(request: SiteRequest, slug: str) -> HttpResponse:
    """Mails of this operation that the mail server did not take."""
    operation = workspace(request, slug, "announcements.view_failed_mails")
    mails = failed_mails(operation)
    context = {"operation": operation, "mails": mails[:MOST_SHOWN], "count": mails.count()}
    return render(request, "announcements/organize_failed_mails.html", context)


@signed_in
@require_POST
def organize_mail_again(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    operation = workspace(request, slug, "announcements.view_failed_mails")
    try:
        send_again(get_object_or_404(failed_mails(operation), pk=pk))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("We try again."))
    return redirect("announcements:organize-failed-mails", slug)


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def me_announcements(request: SiteRequest, token: str) -> HttpResponse:
    """Whether somebody gets announcements. Looking changes nothing."""
    volunteer = _holder(token)
    if request.method == "POST":
        wants = request.POST.get("wants") == "yes"
        choose_announcements(volunteer, wants=wants)
        said = _("You get announcements again.") if wants else _("You get no more announcements.")
        messages.success(request, said)
        return redirect("announcements:me-announcements", token)
    context = {"volunteer": volunteer, "token": token}
    return render(request, "announcements/me_announcements.html", context)


# A mail program presses this without a page of ours, as RFC 8058 says; the secret is the right.
@csrf_exempt
@secret_address
@require_POST
def unsubscribe(request: SiteRequest, token: str) -> HttpResponse:
    choose_announcements(_holder(token), wants=False)
    return HttpResponse(status=204)


def _holder(token: str) -> Volunteer:
    link = living_link(token)
    if link is None:
        raise Http404
    return link.volunteer
