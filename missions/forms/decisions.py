"""Deciding whether a mission takes place."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from missions.models import Mission
from missions.queries.decisions import missions_to_merge_into
from operations.models import Operation
from translations.texts import text_of


class MissionField(forms.ModelChoiceField):
    def label_from_instance(self, mission: Mission) -> str:
        return text_of(mission, "title").text


class MergeForm(forms.Form):
    """Which mission its people go to: one of the same operation with a shift to come."""

    into = MissionField(
        label=_("Merge it with"), queryset=Mission.objects.none(), empty_label=_("Choose a mission")
    )

    def __init__(self, data: Any = None, *, mission: Mission) -> None:
        super().__init__(data)
        self.fields["into"].queryset = missions_to_merge_into(mission)


def refuse_impossible_decision(
    cleaned: dict[str, Any], operation: Operation, mission: Mission | None
) -> None:
    """How many people it takes and until when: both or neither, and at a moment to come."""
    if not {"minimum_people", "decides_at"} <= cleaned.keys():
        return
    decides_at = cleaned["decides_at"]
    if (cleaned["minimum_people"] is None) != (decides_at is None):
        raise ValidationError(
            _("Give both how many people it takes and when that is decided, or neither.")
        )
    is_unchanged = mission is not None and mission.decides_at == decides_at
    if decides_at is None or is_unchanged:
        return
    if decides_at <= timezone.now():
        raise ValidationError(_("The moment of the decision is past. Choose one to come."))
    if decides_at.date() > operation.ends_on:
        raise ValidationError(_("Decide before the operation is over."))
