"""The registers of an operation as tables that a page shows."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from operations.models import Operation
from registers.models import BudgetLine, Contact, Entry, Insurance, Permit, Request


class Row(NamedTuple):
    """A line: its first cell names it; `alarm` says what is wrong with it, if anything."""

    pk: int
    cells: list[str]
    alarm: str = ""


class Register(NamedTuple):
    """One register: its word in addresses, its words for people, and how its lines are read."""

    code: str
    title: str | Promise
    purpose: str | Promise
    columns: Sequence[str | Promise]
    model: type[Entry]
    row_of: Callable[[Any, date], Row]
    holds_people: bool = False


class Table(NamedTuple):
    """A register with its lines; `sums` are sentences to read below it."""

    register: Register
    rows: list[Row]
    sums: list[str]

    @property
    def lines(self) -> list[tuple[Row, str, list[tuple[str | Promise, str]]]]:
        """Each line with its name and its other cells, each under the head of its column."""
        return [
            (row, row.cells[0], list(zip(self.register.columns[1:], row.cells[1:], strict=True)))
            for row in self.rows
        ]


def tables_of(operation: Operation, *, with_people: bool) -> list[Table]:
    """Every register that the reader may see, one query each."""
    today = timezone.localdate(timezone=operation.zone)
    tables = []
    for register in REGISTERS.values():
        if register.holds_people and not with_people:
            continue
        entries = list(register.model._default_manager.filter(operation=operation))
        for entry in entries:
            entry.operation = operation
        rows = [register.row_of(entry, today) for entry in entries]
        sums = _sums(entries) if register.model is BudgetLine else []
        tables.append(Table(register, rows, sums))
    return tables


def waiting_in_registers(operation: Operation, today: date) -> tuple[int, int]:
    """Requests to remind, and permits that should be there. Two queries."""
    requests = Request.objects.filter(operation=operation, answer="")
    permits = Permit.objects.filter(operation=operation, needed_by__lt=today)
    return (
        sum(1 for each in requests if each.wants_reminder(today)),
        sum(1 for each in permits if each.is_late(today)),
    )


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def _request(request: Request, today: date) -> Row:
    return Row(
        request.pk,
        [
            request.asked_of,
            request.subject,
            _day(request.asked_on) or _("not yet"),
            _day(request.reminded_on),
            f"{request.get_answer_display()}, {_day(request.answered_on)}"
            if request.answer
            else "",
            request.reason,
        ],
        _("No answer for three weeks: remind them.") if request.wants_reminder(today) else "",
    )


def _permit(permit: Permit, today: date) -> Row:
    return Row(
        permit.pk,
        [
            permit.subject,
            permit.authority,
            permit.get_state_display(),
            _day(permit.needed_by),
            _day(permit.asked_on),
            _day(permit.answered_on),
            permit.reference,
        ],
        _("It should be there by now.") if permit.is_late(today) else "",
    )


def _insurance(insurance: Insurance, today: date) -> Row:
    if not insurance.covers_days_of(insurance.operation):
        alarm = _("It does not cover all days of the operation.")
    else:
        alarm = "" if insurance.certified_on else _("The certificate is missing.")
    period = "–".join(filter(None, [_day(insurance.starts_on), _day(insurance.ends_on)]))
    return Row(
        insurance.pk,
        [
            insurance.insured,
            insurance.insurer,
            insurance.covers,
            insurance.reference,
            period,
            _day(insurance.certified_on),
        ],
        alarm,
    )


def money(amount: Decimal, currency: str) -> str:
    """1,250.00 EUR as the reader's language writes it."""
    return f"{number_format(amount, decimal_pos=2, force_grouping=True)} {currency}"


def _budget_line(line: BudgetLine, today: date) -> Row:
    return Row(
        line.pk,
        [
            line.label,
            line.get_direction_display(),
            line.get_kind_display(),
            line.source,
            money(line.amount, line.currency),
            line.get_state_display(),
        ],
    )


def _contact(contact: Contact, today: date) -> Row:
    return Row(
        contact.pk,
        [
            contact.name,
            contact.organisation,
            contact.role,
            contact.phone,
            contact.email,
            contact.notes,
        ],
    )


def _sums(lines: Sequence[Any]) -> list[str]:
    """What comes in, what goes out and what is left, in money and in kind, by currency."""
    totals: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        totals[line.currency, line.kind, line.direction] += line.amount
    sentences = []
    kinds = {BudgetLine.Kind.MONEY: _("In money"), BudgetLine.Kind.IN_KIND: _("In kind")}
    for currency in sorted({line.currency for line in lines}):
        for kind, label in kinds.items():
            income = totals[currency, kind, BudgetLine.Direction.INCOME]
            expense = totals[currency, kind, BudgetLine.Direction.EXPENSE]
            if income or expense:
                sentences.append(
                    _("%(kind)s: %(income)s come in, %(expense)s go out, %(left)s are left.")
                    % {
                        "kind": label,
                        "income": money(income, currency),
                        "expense": money(expense, currency),
                        "left": money(income - expense, currency),
                    }
                )
    return sentences


REGISTERS: dict[str, Register] = {
    register.code: register
    for register in (
        Register(
            "requests",
            gettext_lazy("Requests"),
            gettext_lazy(
                "What you ask of rights holders and administrations. They are slow: ask early,"
                " remind, and write down the reason of a refusal for those who come after you."
            ),
            [
                gettext_lazy("Asked of"),
                gettext_lazy("What is asked"),
                gettext_lazy("Asked on"),
                gettext_lazy("Reminded on"),
                gettext_lazy("Answer"),
                gettext_lazy("Reason, or conditions"),
            ],
            Request,
            _request,
        ),
        Register(
            "permits",
            gettext_lazy("Permits and declarations"),
            gettext_lazy("What an authority must allow, or must be told."),
            [
                gettext_lazy("What for"),
                gettext_lazy("Authority"),
                gettext_lazy("State"),
                gettext_lazy("Needed by"),
                gettext_lazy("Asked on"),
                gettext_lazy("Answered on"),
                gettext_lazy("Reference of the paper"),
            ],
            Permit,
            _permit,
        ),
        Register(
            "insurance",
            gettext_lazy("Insurance"),
            gettext_lazy("Check that the organiser’s contract covers the weekend and the rooms."),
            [
                gettext_lazy("Who is insured"),
                gettext_lazy("Insurer"),
                gettext_lazy("What is covered"),
                gettext_lazy("Contract"),
                gettext_lazy("Period"),
                gettext_lazy("Certificate received on"),
            ],
            Insurance,
            _insurance,
        ),
        Register(
            "budget",
            gettext_lazy("Budget"),
            gettext_lazy("Money and what is lent or given, with where it comes from."),
            [
                gettext_lazy("What"),
                gettext_lazy("Direction"),
                gettext_lazy("Kind"),
                gettext_lazy("Who gives, or is paid"),
                gettext_lazy("Amount"),
                gettext_lazy("State"),
            ],
            BudgetLine,
            _budget_line,
        ),
        Register(
            "contacts",
            gettext_lazy("Contacts"),
            gettext_lazy(
                "Whom to call outside the team. Erased 90 days after the operation; seen by those"
                " who keep the desk."
            ),
            [
                gettext_lazy("Name"),
                gettext_lazy("Organisation"),
                gettext_lazy("What for"),
                gettext_lazy("Telephone"),
                gettext_lazy("E-mail"),
                gettext_lazy("Notes"),
            ],
            Contact,
            _contact,
            holds_people=True,
        ),
    )
}
