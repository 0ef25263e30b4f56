"""The assistant: from the chosen mission sheets to missions, shifts, needs and steps."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from guides.models import Guide
from guides.models import SheetStep as GuideStep
from logistics.queries.equipment import equipment_for
from logistics.services.equipment import need_equipment
from missions.models import Kit, Mission, Need, Shift
from missions.proposal import PlannedMission, Proposal, propose
from missions.queries.kit import chosen_sheets, days_of, kit_of, main_place_of
from missions.services.planning import MOST_MISSIONS, save_place
from operations.models import Operation
from planning.models import Plan
from planning.services.plans import SheetStep, add_steps, make_plan
from translations.texts import set_texts, text_of

LONGEST_LINE = 240


@transaction.atomic
def keep_assets(
    *, operation: Operation, assets: Iterable[str], place: Mapping[str, Any] | None, by: Any
) -> Kit:
    """What the commune has, and its main room when that was said."""
    if place and not operation.places.exists():
        save_place(operation=operation, place=None, facts=place, by=by)
    kit, _is_new = Kit.objects.update_or_create(
        operation=operation, defaults={"assets": sorted(assets)}
    )
    return kit


def keep_sheets(*, operation: Operation, sheets: Iterable[str]) -> None:
    """Which missions to propose a programme for."""
    Kit.objects.update_or_create(operation=operation, defaults={"sheets": sorted(sheets)})


def proposal_for(operation: Operation) -> Proposal:
    """The programme of what was chosen, on the days of the operation."""
    return propose(
        chosen_sheets(operation, kit_of(operation)),
        days=days_of(operation),
        zone=operation.time_zone,
        main_place=main_place_of(operation),
    )


@transaction.atomic
def accept_proposal(*, operation: Operation, by: Any) -> list[Mission]:
    """Create all of it at once. Raises Refusal; two clicks make one programme."""
    # Two people at once: the second finds the missions that the first has made.
    Kit.objects.select_for_update().filter(operation=operation).first()
    proposal = proposal_for(operation)
    if reason := why_cannot_accept(operation, proposal):
        raise Refusal(reason)
    missions = [_create(operation, planned, by) for planned in proposal.missions]
    _create_shifts(missions, proposal)
    _add_steps(operation, proposal, by)
    sheets = [planned.sheet for planned in proposal.missions]
    need_equipment(operation=operation, wanted=equipment_for(sheets), by=by)
    record(
        actor=by,
        action="kit.accepted",
        subject=operation,
        sheets=[planned.sheet.slug for planned in proposal.missions],
    )
    return missions


def why_cannot_accept(operation: Operation, proposal: Proposal) -> str:
    if not proposal.missions:
        return _("Everything you chose is among the missions already.")
    if operation.ends_on < timezone.localdate():
        return _("The days of this operation are over. Give it new ones first.")
    if operation.missions.count() + len(proposal.missions) > MOST_MISSIONS:
        return _("An operation has at most %(count)s missions.") % {"count": MOST_MISSIONS}
    return ""


def _create(operation: Operation, planned: PlannedMission, by: Any) -> Mission:
    sheet = planned.sheet
    languages = _languages(sheet)
    is_written = operation.source_language in languages
    mission = Mission(
        operation=operation,
        source_language=operation.source_language if is_written else sheet.source_language,
        sheet=sheet.slug,
        kind=sheet.mission_kind,
        theme=sheet.theme,
        mode=sheet.mode,
        phase=sheet.phase,
        level=sheet.level,
        place=planned.place,
        target_platform=sheet.platform,
        licence=sheet.licence or operation.default_licence,
    )
    for language in languages:
        set_texts(mission, language, **_texts(sheet, language))
    mission.save()
    record(actor=by, action="mission.created", subject=mission, sheet=sheet.slug)
    return mission


def _add_steps(operation: Operation, proposal: Proposal, by: Any) -> None:
    """The back-planning, made now where there is none, with what these missions add to it."""
    plan = Plan.objects.filter(operation=operation).select_related("operation").first()
    add_steps(
        plan=plan or make_plan(operation=operation, by=by),
        steps=[
            SheetStep(
                code=f"{planned.sheet.slug[:50]}-{step.position}",
                titles={code: text_of(step, "title", code).text for code in _languages(step)},
                days_before=step.days_before,
                owner_role=step.owner_role,
                is_blocking=step.is_blocking,
            )
            for planned in proposal.missions
            for step in planned.sheet.steps.all()
        ],
        by=by,
    )


def _languages(written: Guide | GuideStep) -> list[str]:
    """The languages that it really is written in."""
    return [
        code
        for code in settings.MODELTRANSLATION_LANGUAGES
        if text_of(written, "title", code).state == "translated"
    ]


def _texts(sheet: Guide, language: str) -> dict[str, str]:
    """The mission's own words, from its sheet: to be changed by those who know the place."""
    with translation.override(language):
        how = _("How it goes")
        return {
            "title": text_of(sheet, "title", language).text,
            "summary": text_of(sheet, "summary", language).text,
            "description": "\n\n".join(
                [
                    text_of(sheet, "why", language).text,
                    f"## {how}",
                    text_of(sheet, "during", language).text,
                ]
            ),
            "equipment": _in_one_line(text_of(sheet, "equipment", language).text),
            "outputs": _in_one_line(text_of(sheet, "results", language).text),
        }


def _in_one_line(text: str) -> str:
    parts = [line.strip().lstrip("-*").strip().rstrip(".;") for line in text.splitlines()]
    return Truncator("; ".join(filter(None, parts))).chars(LONGEST_LINE)


def _create_shifts(missions: list[Mission], proposal: Proposal) -> None:
    now = timezone.now()
    pairs = [
        (planned.sheet, Shift(mission=mission, starts_at=each.starts_at, ends_at=each.ends_at))
        for mission, planned in zip(missions, proposal.missions, strict=True)
        for each in planned.shifts
        if each.starts_at > now
    ]
    Shift.objects.bulk_create([shift for _sheet, shift in pairs])
    Need.objects.bulk_create(
        Need(
            shift=shift,
            role=role.role,
            minimum=role.minimum,
            wished=role.wished,
            maximum=role.maximum,
            places=role.maximum,
        )
        for sheet, shift in pairs
        for role in sheet.roles.all()
    )
