"""What is asked, allowed, insured, paid and lent before an operation, and whom to call."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from operations.models import Operation

# After this time without an answer, a request is worth a reminder.
AN_ANSWER_TAKES = timedelta(days=21)


class Entry(models.Model):
    """A line of a register of one operation, which two people may be editing."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"


class Contact(Entry):
    """Somebody outside the team whom the team may need to call. Erased after the operation."""

    name = models.CharField(_("name"), max_length=80)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    role = models.CharField(_("what for"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]


class Request(Entry):
    """Something asked of who holds the rights, the data or the keys, and what they answered."""

    class Answer(models.TextChoices):
        GRANTED = "granted", _("Granted")
        PARTLY = "partly", _("Granted in part")
        REFUSED = "refused", _("Refused")

    asked_of = models.CharField(_("asked of"), max_length=120)
    subject = models.CharField(_("what is asked"), max_length=240)
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="requests"
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices, blank=True)
    reason = models.TextField(_("reason, or conditions"), blank=True)

    class Meta:
        ordering: ClassVar = ["asked_of", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_on=None, answer="")
                | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="request_is_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None)
                | Q(asked_on=None)
                | Q(answered_on__gte=F("asked_on")),
                name="request_is_answered_after_it_is_asked",
            ),
        ]

    def wants_reminder(self, today: date) -> bool:
        """Nobody answered for three weeks, since the request or its last reminder."""
        last = self.reminded_on or self.asked_on
        return not self.answer and last is not None and today - last > AN_ANSWER_TAKES


class Permit(Entry):
    """A permission of an authority, or a declaration to one."""

    class State(models.TextChoices):
        TO_ASK = "to_ask", _("To ask")
        ASKED = "asked", _("Asked")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        NOT_NEEDED = "not_needed", _("Not needed")

    subject = models.CharField(_("what for"), max_length=240)
    authority = models.CharField(_("authority"), max_length=120)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.TO_ASK)
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["needed_by", "subject", "pk"]

    def is_late(self, today: date) -> bool:
        waits = self.state in {self.State.TO_ASK, self.State.ASKED}
        return waits and self.needed_by is not None and self.needed_by < today


class Insurance(Entry):
    """Who insures what, and whether the certificate is there."""

    insurer = models.CharField(_("insurer"), max_length=120)
    insured = models.CharField(_("who is insured"), max_length=120)
    covers = models.CharField(_("what is covered"), max_length=240)
    reference = models.CharField(_("contract"), max_length=120, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    certified_on = models.DateField(_("certificate received on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["insured", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="insurance_ends_after_it_starts",
            ),
        ]

    def covers_days_of(self, operation: Operation) -> bool:
        """Whether no day of the operation is known to be outside the contract."""
        begins = self.starts_on is None or self.starts_on <= operation.starts_on
        return begins and (self.ends_on is None or self.ends_on >= operation.ends_on)


class BudgetLine(Entry):
    """Money, or something worth money, that comes in or goes out."""

    class Direction(models.TextChoices):
        INCOME = "income", _("Comes in")
        EXPENSE = "expense", _("Goes out")

    class Kind(models.TextChoices):
        MONEY = "money", _("Money")
        IN_KIND = "in_kind", _("In kind")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        PROMISED = "promised", _("Promised")
        SETTLED = "settled", _("Settled")

    class Currency(models.TextChoices):
        EUR = "EUR", "€ (EUR)"
        CHF = "CHF", "CHF"
        GBP = "GBP", "£ (GBP)"
        CAD = "CAD", "$ (CAD)"
        USD = "USD", "$ (USD)"
        XOF = "XOF", "F CFA (XOF)"
        MAD = "MAD", "DH (MAD)"
        TND = "TND", "DT (TND)"

    direction = models.CharField(_("direction"), max_length=8, choices=Direction.choices)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    label = models.CharField(_("what"), max_length=120)
    source = models.CharField(_("who gives, or is paid"), max_length=120, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.EUR
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PLANNED)

    class Meta:
        ordering: ClassVar = ["-direction", "kind", "label", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_line_is_not_negative"),
        ]
