"""A step as its organizers write it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import LineField, ProseField
from operations.forms.fields import DayField
from operations.models import Role
from operations.queries import people_with_role
from planning.models import Document, Plan, Step
from planning.models.plan import FURTHEST
from translations.texts import text_of, texts_in

TEXTS = ("title", "notes")
NOT_FACTS = (*TEXTS, "version", "days", "side", "needs")


class Side(models.TextChoices):
    BEFORE = "before", _("before the first day")
    AFTER = "after", _("after the first day")


class StepForm(forms.Form):
    """A step, with its texts in one language. Without a step: a new one."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    title = LineField(
        label=_("What is to be done"),
        max_length=120,
        help_text=_("Begin with a verb: “Book the hall”."),
    )
    notes = ProseField(label=_("Notes"), max_length=2000, rows=4, required=False)
    days = forms.IntegerField(
        label=_("Days"), min_value=0, max_value=FURTHEST, help_text=_("0 is the first day itself.")
    )
    side = forms.ChoiceField(label=_("Counted"), choices=Side.choices)
    fixed_on = DayField(
        label=_("Or a fixed day"),
        required=False,
        help_text=_("It then stays where it is when the operation moves."),
    )
    lead_days = forms.IntegerField(
        label=_("Days of work"),
        min_value=0,
        max_value=365,
        help_text=_("How long before that day somebody has to begin."),
    )
    owner_role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, help_text=_("Who usually does it.")
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    document = forms.ChoiceField(label=_("Document"), required=False)
    is_blocking = forms.BooleanField(
        label=_("Blocking: others cannot go on without it"), required=False
    )
    needs = forms.TypedMultipleChoiceField(
        label=_("It waits for"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Any = None,
        *,
        plan: Plan,
        steps: Sequence[Step],
        language: str,
        step: Step | None = None,
    ) -> None:
        initial = stored_values(step, language) if step else {"lead_days": 7, "is_blocking": False}
        super().__init__(data, initial=initial)
        self.plan, self.steps = plan, [one for one in steps if one != step]
        self.fields["owner"].queryset = people_with_role(plan.operation, Role.values)
        self.fields["document"].choices = [("", _("None")), *Document.choices]
        self.fields["needs"].choices = [(one.pk, text_of(one, "title").text) for one in self.steps]
        for name in TEXTS:
            self.fields[name].widget.attrs["lang"] = language
        if step is None:
            del self.fields["version"]
        elif language != step.source_language:
            self.fields["title"].required = False

    def clean_fixed_on(self) -> date | None:
        day = self.cleaned_data["fixed_on"]
        if day and abs(day - self.plan.operation.starts_on) > timedelta(days=FURTHEST):
            raise ValidationError(_("This day is too far from the operation."), code="far")
        return day

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXTS}

    def facts(self) -> dict[str, Any]:
        sign = -1 if self.cleaned_data["side"] == Side.AFTER else 1
        facts = {name: value for name, value in self.cleaned_data.items() if name not in NOT_FACTS}
        return facts | {"days_before": sign * self.cleaned_data["days"]}

    def waits_for(self) -> list[Step]:
        return [step for step in self.steps if step.pk in self.cleaned_data["needs"]]


def stored_values(step: Step, language: str) -> dict[str, Any]:
    """What the form shows of the step as it is stored."""
    names = ("version", "fixed_on", "lead_days", "owner_role", "owner", "document", "is_blocking")
    facts = {name: getattr(step, name) for name in names}
    return {
        **facts,
        **{name: texts_in(step, language)[name] for name in TEXTS},
        "days": abs(step.days_before),
        "side": Side.AFTER if step.days_before < 0 else Side.BEFORE,
        "needs": sorted(step.needs.order_by().values_list("pk", flat=True)),
    }
