"""{% load workspace %}: the pages of an operation's workspace, in sections.

Apps that know more add their pages here by name: a name says nothing about what is behind it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.requests import SiteRequest
from operations.models import Operation

register = template.Library()

ANYBODY = "operations.view_workspace"
PEOPLE = "operations.view_people"
CHANGE = "operations.change_operation"


class Page(NamedTuple):
    """A page that stands in the menu: the name of its address, its words, and who may open it."""

    name: str
    label: str | Promise
    permission: str


class Section(NamedTuple):
    label: str | Promise
    pages: Sequence[Page]


SECTIONS = (
    Section(_("Overview"), [Page("missions:organize-operation", _("Overview"), ANYBODY)]),
    Section(
        _("Prepare"),
        [
            Page("planning:organize-plan", _("Plan"), ANYBODY),
            Page("missions:organize-charter", _("Charter"), ANYBODY),
            Page("operations:organize-decisions", _("Decisions"), ANYBODY),
            Page("registers:organize-registers", _("Registers"), ANYBODY),
        ],
    ),
    Section(
        _("Programme"),
        [
            Page("missions:organize-missions", _("Missions"), ANYBODY),
            Page("missions:organize-schedule", _("Schedule"), ANYBODY),
            Page("missions:organize-cover", _("Needs"), ANYBODY),
            Page("missions:organize-places", _("Places"), CHANGE),
            Page("zones:organize-zones", _("Zones"), ANYBODY),
            Page("missions:organize-proposals", _("Proposals"), CHANGE),
            Page("missions:organize-plan-b", _("Plan B"), CHANGE),
        ],
    ),
    Section(
        _("People"),
        [
            Page("missions:organize-roster", _("Who is on what"), PEOPLE),
            Page("missions:organize-paper-round", _("Paper round"), PEOPLE),
            Page("announcements:organize-announcements", _("Announcements"), CHANGE),
            Page("operations:organize-team", _("Team"), "operations.view_team"),
        ],
    ),
    Section(
        _("Logistics"),
        [
            Page("logistics:organize-lodging", _("Lodging"), PEOPLE),
            Page("logistics:organize-rides", _("Rides"), PEOPLE),
            Page("logistics:organize-meals", _("Meals"), ANYBODY),
            Page("logistics:organize-equipment", _("Equipment"), PEOPLE),
        ],
    ),
    Section(
        _("Papers"),
        [
            Page("documents:organize-prints", _("Prints"), ANYBODY),
            Page("documents:organize-documents", _("Letters"), ANYBODY),
            Page("missions:organize-exports", _("Exports"), ANYBODY),
        ],
    ),
    Section(
        _("Settings"),
        [
            Page("operations:organize-edit", _("Texts and facts"), CHANGE),
            Page("operations:organize-pictures", _("Pictures"), CHANGE),
            Page("missions:organize-clone", _("Copy"), CHANGE),
            Page("missions:organize-history", _("History"), CHANGE),
        ],
    ),
)


class Link(NamedTuple):
    label: str
    address: str
    is_current: bool


@register.inclusion_tag("operations/_workspace_menu.html", takes_context=True)
def workspace_menu(context: Context, operation: Operation) -> dict[str, object]:
    """The sections that the person may open, and the pages of the one they are in."""
    request: SiteRequest = context["request"]
    allowed: dict[str, bool] = {}

    def may_open(page: Page) -> bool:
        if page.permission not in allowed:
            allowed[page.permission] = request.user.has_perm(page.permission, operation)
        return allowed[page.permission]

    sections = []
    for section in SECTIONS:
        pages = [
            (str(page.label), reverse(page.name, args=[operation.slug]))
            for page in section.pages
            if may_open(page)
        ]
        if pages:
            sections.append((str(section.label), pages))
    here = _nearest(request.path, [address for _label, pages in sections for _l, address in pages])
    links, inner = [], []
    for label, pages in sections:
        is_current = here in [address for _label, address in pages]
        links.append(Link(label, pages[0][1], is_current))
        if is_current and len(pages) > 1:
            inner = [Link(label, address, address == here) for label, address in pages]
    return {"sections": links, "pages": inner, "path": request.path}


def _nearest(path: str, addresses: Sequence[str]) -> str:
    """The address that the path is, or is below of: the longest of them."""
    return max((one for one in addresses if path.startswith(one)), key=len, default="")
