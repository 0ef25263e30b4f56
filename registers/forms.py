"""One form for each register."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import LineField, MailField, ProseField
from operations.forms.charter import RowForm
from operations.forms.fields import DayField
from operations.models import Operation
from registers.models import BudgetLine, Contact, Entry, Permit, Request

YEARS_AROUND = timedelta(days=5 * 366)
NO_CHOICE = ("", "—")


class NearDayField(DayField):
    """A day that belongs to this century's operations: five years around today."""

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and abs(day - timezone.localdate()) > YEARS_AROUND:
            raise ValidationError(_("This day is more than five years away."), "far")
        return day


class PastDayField(NearDayField):
    """A day on which something was done."""

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and day > timezone.localdate() + timedelta(days=1):  # it may be tomorrow elsewhere
            raise ValidationError(_("This day has not come yet: record it afterwards."), "future")
        return day


class EntryForm(RowForm):
    """What all registers share; `operation` is whose contacts may be named."""

    def __init__(
        self, data: Any = None, *, operation: Operation, entry: Entry | None = None
    ) -> None:
        super().__init__(data, initial=self.values_of(entry) if entry else {})
        self.operation = operation

    @classmethod
    def values_of(cls, entry: Entry) -> dict[str, Any]:
        """What the form shows of the line as it is stored."""
        return {name: getattr(entry, name) for name in cls.base_fields}

    def facts(self) -> Mapping[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields if name != "version"}

    def refuse_backwards(self, first: str, second: str, message: str) -> None:
        """An error on the second of two days when it comes before the first."""
        begin, end = self.cleaned_data.get(first), self.cleaned_data.get(second)
        if begin and end and end < begin:
            self.add_error(second, ValidationError(message, "backwards"))


class RequestForm(EntryForm):
    asked_of = LineField(
        label=gettext_lazy("Asked of"),
        max_length=120,
        help_text=gettext_lazy("The administration, the museum, the photographer’s family…"),
    )
    subject = LineField(
        label=gettext_lazy("What is asked"),
        max_length=240,
        help_text=gettext_lazy("Such as “the trails of the park, under ODbL”."),
    )
    contact = forms.ModelChoiceField(
        label=gettext_lazy("Contact"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("Names and numbers of people stand among the contacts only."),
    )
    asked_on = PastDayField(label=gettext_lazy("Asked on"), required=False)
    reminded_on = PastDayField(label=gettext_lazy("Last reminded on"), required=False)
    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=[("", gettext_lazy("None yet")), *Request.Answer.choices],
        required=False,
    )
    answered_on = PastDayField(label=gettext_lazy("Answered on"), required=False)
    reason = ProseField(
        label=gettext_lazy("Reason, or conditions"), max_length=2000, rows=3, required=False
    )

    def __init__(
        self, data: Any = None, *, operation: Operation, entry: Entry | None = None
    ) -> None:
        super().__init__(data, operation=operation, entry=entry)
        contacts = self.fields["contact"]
        contacts.queryset = Contact.objects.filter(operation=operation)
        contacts.label_from_instance = lambda contact: contact.name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") and "answered_on" in cleaned and not cleaned["answered_on"]:
            self.add_error("answered_on", _("On which day did they answer?"))
        if cleaned.get("answered_on") and not cleaned.get("answer"):
            self.add_error("answer", _("What did they answer?"))
        before = _("This is before the day on which it was asked.")
        self.refuse_backwards("asked_on", "reminded_on", before)
        self.refuse_backwards("asked_on", "answered_on", before)
        return cleaned


class PermitForm(EntryForm):
    subject = LineField(
        label=gettext_lazy("What for"),
        max_length=240,
        help_text=gettext_lazy("Such as a stall on the square, or a flight over the village."),
    )
    authority = LineField(label=gettext_lazy("Authority"), max_length=120)
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=Permit.State.choices)
    needed_by = NearDayField(label=gettext_lazy("Needed by"), required=False)
    asked_on = PastDayField(label=gettext_lazy("Asked on"), required=False)
    answered_on = PastDayField(label=gettext_lazy("Answered on"), required=False)
    reference = LineField(
        label=gettext_lazy("Reference of the paper"), max_length=120, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        before = _("This is before the day on which it was asked.")
        self.refuse_backwards("asked_on", "answered_on", before)
        return cleaned


class InsuranceForm(EntryForm):
    insured = LineField(label=gettext_lazy("Who is insured"), max_length=120)
    insurer = LineField(label=gettext_lazy("Insurer"), max_length=120)
    covers = LineField(
        label=gettext_lazy("What is covered"),
        max_length=240,
        help_text=gettext_lazy("Such as civil liability of the organiser, or the hall."),
    )
    reference = LineField(label=gettext_lazy("Contract"), max_length=120, required=False)
    starts_on = NearDayField(label=gettext_lazy("From"), required=False)
    ends_on = NearDayField(label=gettext_lazy("Until"), required=False)
    certified_on = PastDayField(label=gettext_lazy("Certificate received on"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        before = _("The contract would end before it begins.")
        self.refuse_backwards("starts_on", "ends_on", before)
        return cleaned


class BudgetLineForm(EntryForm):
    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"), choices=BudgetLine.Direction.choices
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=BudgetLine.Kind.choices,
        help_text=gettext_lazy("A hall that is lent is worth something: in kind."),
    )
    label = LineField(label=gettext_lazy("What"), max_length=120)
    source = LineField(label=gettext_lazy("Who gives, or is paid"), max_length=120, required=False)
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"),
        min_value=Decimal(0),
        max_digits=10,
        decimal_places=2,
        help_text=gettext_lazy("What it is worth when it is in kind. Zero when nobody knows."),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        choices=BudgetLine.Currency.choices,
        initial=BudgetLine.Currency.EUR,
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=BudgetLine.State.choices)


class ContactForm(EntryForm):
    name = LineField(label=gettext_lazy("Name"), max_length=80)
    organisation = LineField(label=gettext_lazy("Organisation"), max_length=120, required=False)
    role = LineField(
        label=gettext_lazy("What for"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Such as the key of the church, or the first-aid post."),
    )
    phone = LineField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    email = MailField(label=gettext_lazy("E-mail"), required=False)
    notes = ProseField(label=gettext_lazy("Notes"), max_length=2000, rows=3, required=False)
