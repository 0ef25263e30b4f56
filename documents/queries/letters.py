"""What letters and forms are made of: the models of a country, the facts, and who asks for them."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from core.dates import days_in_words
from documents.models import DocumentModel
from guides.models import Guide
from missions.models import Mission
from operations.models import Operation, Role
from operations.queries import people_with_role
from planning.models import Step
from translations.texts import Localised, text_of

LISTED = re.compile(r"^[-*] +")  # how Markdown begins a line of a list
FALLBACK = "FR"  # whose models an operation gets when its own country has none here

Fact = tuple[str, str]  # a text, and its language where it has one of its own


def models_for(operation: Operation, code: str = "") -> list[DocumentModel]:
    """The models for an operation, or the one for a document, in one query.

    Each is that of its own country, or that of France where the country has none.
    """
    rows = DocumentModel.objects.filter(country__in={operation.commune.country, FALLBACK})
    if code:
        rows = rows.filter(code=code)
    else:
        # Texts of letters are long, and lists do not show them.
        rows = rows.defer("body", *(f"body_{one}" for one in settings.MODELTRANSLATION_LANGUAGES))
    chosen: dict[str, DocumentModel] = {}
    for row in rows:
        if row.code not in chosen or row.country == operation.commune.country:
            chosen[row.code] = row
    return [row for row in chosen.values() if row.is_used]


@dataclass
class Asking:
    """The missions and the steps of the plan that ask for one document."""

    missions: list[Mission] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def who_asks(operation: Operation) -> dict[str, Asking]:
    """By the code of the document, in three queries."""
    asking: dict[str, Asking] = defaultdict(Asking)
    missions = list(Mission.objects.live().filter(operation=operation).exclude(sheet=""))
    sheets = Guide.objects.filter(slug__in={mission.sheet for mission in missions})
    documents = dict(sheets.values_list("slug", "documents"))
    for mission in missions:
        for code in documents.get(mission.sheet, []):
            asking[code].missions.append(mission)
    steps = Step.objects.filter(plan__operation=operation).exclude(document="")
    for step in steps.exclude(state=Step.State.DROPPED).select_related("plan__operation"):
        asking[step.document].steps.append(step)
    return asking


def facts_of(operation: Operation, language: str) -> dict[str, Fact]:
    """By their names in `markup.FACTS`, in words of the active language. What is unknown is ""."""
    commune = operation.commune
    title = text_of(operation, "title", language)
    referent = operation.committee.filter(is_referent=True).first()
    coordinators = people_with_role(operation, [Role.COORDINATOR])
    postcodes = commune.postcodes.replace(",", " ").split()
    today = timezone.localdate(timezone=operation.zone)
    words = {
        "operation.days": days_in_words(operation.starts_on, operation.ends_on),
        "operation.first_day": days_in_words(operation.starts_on, operation.starts_on),
        "operation.last_day": days_in_words(operation.ends_on, operation.ends_on),
        "operation.address": address_of(operation),
        "operation.organizing_body": operation.organizing_body,
        "operation.contact": operation.contact_email,
        "operation.licence": operation.get_default_licence_display(),
        "commune.name": commune.name,
        "commune.code": commune.code,
        "commune.postcode": postcodes[0] if len(postcodes) == 1 else "",
        "commune.department": commune.department_name,
        "coordinator.name": ", ".join(filter(None, (one.display_name for one in coordinators))),
        "referent.name": referent.name if referent else "",
        "referent.organisation": referent.organisation if referent else "",
        "today": days_in_words(today, today),
    }
    facts = {name: (str(text).strip(), "") for name, text in words.items()}
    foreign = "" if title.language == language else title.language
    return {**facts, "operation.title": (title.text, foreign)}


def address_of(operation: Operation) -> str:
    """The whole address of the operation's page, in the active language."""
    page = reverse("missions:operation-detail", args=[operation.slug])
    return f"{settings.PUBLIC_BASE_URL}{page}"


class Told(NamedTuple):
    """A mission in the words of one language, and what its sheet says that it takes."""

    mission: Mission
    title: Localised
    summary: Localised
    equipment: list[str]  # lines
    equipment_language: str


def missions_told(operation: Operation, language: str) -> list[Told]:
    """The missions that are held, in two queries."""
    missions = list(Mission.objects.live().filter(operation=operation))
    sheets = {
        sheet.slug: sheet
        for sheet in Guide.objects.filter(slug__in={mission.sheet for mission in missions})
    }
    told = []
    for mission in missions:
        sheet = sheets.get(mission.sheet)
        equipment = text_of(sheet, "equipment", language) if sheet else None
        lines = equipment.text.splitlines() if equipment else []
        told.append(
            Told(
                mission,
                text_of(mission, "title", language),
                text_of(mission, "summary", language),
                [LISTED.sub("", line).strip() for line in lines if line.strip()],
                equipment.language if equipment else language,
            )
        )
    return told
