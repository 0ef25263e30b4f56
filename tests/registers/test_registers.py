"""The registers of an operation: lines are written, changed once, read by whom they concern."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.models import AuditEntry
from operations.models import Role
from registers.models import BudgetLine, Contact, Request
from registers.queries import waiting_in_registers
from registers.services import MOST_ENTRIES, erase_past_contacts
from tests.operations.factories import OperationFactory, member_client
from tests.registers.factories import (
    FACTORIES,
    BudgetLineFactory,
    ContactFactory,
    InsuranceFactory,
    PermitFactory,
    RequestFactory,
)

pytestmark = pytest.mark.django_db

TYPED = {
    "requests": {"asked_of": "Regional park", "subject": "The trails, under ODbL"},
    "permits": {"subject": "A flight", "authority": "Prefecture", "state": "to_ask"},
    "insurance": {"insured": "Town hall", "insurer": "Mutual", "covers": "The hall"},
    "budget": {
        "direction": "income",
        "kind": "in_kind",
        "label": "The hall, lent",
        "amount": "300",
        "currency": "EUR",
        "state": "promised",
    },
    "contacts": {"name": "Zoé Martin", "phone": "+33 6 00 00 00 00"},
}


def page(operation, rest=""):
    return f"/en/organize/{operation.slug}/registers/{rest}"


def days_ago(count):
    return timezone.localdate() - timedelta(days=count)


@pytest.mark.parametrize("register", TYPED)
def test_a_line_is_added_shown_changed_and_removed(register):
    operation = OperationFactory()
    client = member_client(operation)
    first = next(iter(TYPED[register].values()))

    added = client.post(page(operation, f"{register}/add/"), TYPED[register], follow=True)
    model = FACTORIES[register]._meta.model
    line = model.objects.get(operation=operation)
    changed_values = {**TYPED[register], "version": line.version}
    name = "label" if register == "budget" else next(iter(TYPED[register]))
    changed_values[name] = "Changed words"
    changed = client.post(page(operation, f"{register}/{line.pk}/"), changed_values, follow=True)
    removed = client.post(page(operation, f"{register}/{line.pk}/remove/"), follow=True)

    assert register == "budget" or first in added.text
    assert "Changed words" in changed.text
    assert "Changed words" not in removed.text
    assert not model.objects.exists()
    actions = AuditEntry.objects.filter(operation_id=operation.pk).order_by("pk")
    assert [entry.action for entry in actions] == [
        "register.saved",
        "register.saved",
        "register.removed",
    ]


def test_the_history_tells_the_registers_in_words_and_names_nobody():
    operation = OperationFactory()
    client = member_client(operation)
    client.post(page(operation, "contacts/add/"), TYPED["contacts"])

    history = client.get(f"/en/organize/{operation.slug}/history/").text

    assert "Wrote in a register" in history
    assert "Zoé Martin" not in history


def test_two_people_who_change_one_line_hear_of_each_other():
    line = PermitFactory()
    client = member_client(line.operation)
    values = TYPED["permits"] | {"version": line.version}
    address = page(line.operation, f"permits/{line.pk}/")

    client.post(address, values | {"authority": "Prefecture of the west"})
    second = client.post(address, values | {"authority": "Town hall of Brocas"})

    line.refresh_from_db()
    assert second.status_code == 409
    assert "Town hall of Brocas" in second.text
    assert line.authority == "Prefecture of the west"


@pytest.mark.parametrize(
    ("register", "values", "words"),
    [
        ("requests", {"answer": "granted"}, "On which day did they answer?"),
        ("requests", {"answered_on": f"{days_ago(3)}"}, "What did they answer?"),
        (
            "requests",
            {"asked_on": f"{days_ago(3)}", "reminded_on": f"{days_ago(9)}"},
            "This is before the day on which it was asked.",
        ),
        (
            "requests",
            {"asked_on": f"{days_ago(3)}", "answered_on": f"{days_ago(9)}", "answer": "granted"},
            "This is before the day on which it was asked.",
        ),
        ("permits", {"needed_by": "2090-01-01"}, "more than five years away"),
        ("permits", {"asked_on": f"{days_ago(-9)}"}, "This day has not come yet"),
        (
            "insurance",
            {"starts_on": f"{days_ago(3)}", "ends_on": f"{days_ago(9)}"},
            "The contract would end before it begins.",
        ),
        ("budget", {"amount": "-3"}, "greater than or equal to 0"),
        ("budget", {"amount": "12345678901"}, "no more than"),
        ("contacts", {"email": "nobody"}, "Enter a valid email address"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_kept_as_typed(register, values, words):
    operation = OperationFactory()

    answer = member_client(operation).post(
        page(operation, f"{register}/add/"), TYPED[register] | values
    )

    assert answer.status_code == 422
    assert words in answer.text
    assert TYPED[register].get("subject", "") in answer.text
    assert not FACTORIES[register]._meta.model.objects.exists()


def test_the_contact_of_another_operation_cannot_be_named():
    operation, elsewhere = OperationFactory(), ContactFactory()

    answer = member_client(operation).post(
        page(operation, "requests/add/"), TYPED["requests"] | {"contact": elsewhere.pk}
    )

    assert answer.status_code == 422
    assert not Request.objects.exists()


def test_contacts_are_seen_by_the_desk_and_by_no_reviewer():
    contact = ContactFactory(name="Zoé Martin", phone="+33 6 11 22 33 44")
    RequestFactory(operation=contact.operation, contact=contact)

    desk, reviewer = (
        member_client(contact.operation, role).get(page(contact.operation)).text
        for role in (Role.DESK, Role.REVIEWER)
    )

    assert "+33 6 11 22 33 44" in desk
    assert "Zoé Martin" not in reviewer
    assert "+33 6 11 22 33 44" not in reviewer
    assert "Requests" in reviewer


def test_a_request_without_an_answer_is_to_be_reminded_after_three_weeks_and_once_more():
    operation, today = OperationFactory(), timezone.localdate()
    old = RequestFactory(operation=operation, asked_on=days_ago(22))
    RequestFactory(operation=operation, asked_on=days_ago(20))
    RequestFactory(operation=operation)
    RequestFactory(operation=operation, asked_on=days_ago(50), reminded_on=days_ago(5))
    RequestFactory(
        operation=operation, asked_on=days_ago(50), answered_on=days_ago(1), answer="refused"
    )

    answer = member_client(operation).get(page(operation))

    assert answer.text.count("No answer for three weeks") == 1
    assert old.wants_reminder(today)
    assert waiting_in_registers(operation, today) == (1, 0)


def test_a_permit_that_should_be_there_is_late_until_it_is_granted():
    operation, today = OperationFactory(), timezone.localdate()
    late = PermitFactory(operation=operation, needed_by=days_ago(1), state="asked")
    PermitFactory(operation=operation, needed_by=days_ago(-1), state="to_ask")
    PermitFactory(operation=operation, needed_by=days_ago(1), state="granted")

    assert waiting_in_registers(operation, today) == (0, 1)
    assert member_client(operation).get(page(operation)).text.count("should be there by now") == 1
    assert late.is_late(today)


def test_an_insurance_says_what_it_lacks():
    operation = OperationFactory()
    InsuranceFactory(operation=operation, ends_on=operation.starts_on - timedelta(days=1))
    InsuranceFactory(operation=operation)
    InsuranceFactory(
        operation=operation,
        starts_on=operation.starts_on,
        ends_on=operation.ends_on,
        certified_on=days_ago(2),
    )

    text = member_client(operation).get(page(operation)).text

    assert text.count("It does not cover all days of the operation.") == 1
    assert text.count("The certificate is missing.") == 1


def test_the_budget_adds_up_money_and_what_is_lent_apart_and_by_currency():
    operation = OperationFactory()
    income = {"operation": operation, "direction": "income"}
    BudgetLineFactory(**income, amount=Decimal("1250"))
    BudgetLineFactory(operation=operation, amount=Decimal("250.50"))
    BudgetLineFactory(**income, kind="in_kind", amount=Decimal("300"))
    BudgetLineFactory(operation=operation, amount=Decimal("10"), currency="CHF")

    text = member_client(operation).get(page(operation)).text

    assert "In money: 1,250.00 EUR come in, 250.50 EUR go out, 999.50 EUR are left." in text
    assert "In kind: 300.00 EUR come in, 0.00 EUR go out, 300.00 EUR are left." in text
    assert "In money: 0.00 CHF come in, 10.00 CHF go out, -10.00 CHF are left." in text


def test_a_register_has_a_last_line():
    operation = OperationFactory()
    BudgetLine.objects.bulk_create(
        BudgetLine(operation=operation, direction="income", kind="money", label="x", amount=1)
        for _ in range(MOST_ENTRIES)
    )

    answer = member_client(operation).post(page(operation, "budget/add/"), TYPED["budget"])

    assert answer.status_code == 422
    assert "Remove one first" in answer.text
    assert BudgetLine.objects.count() == MOST_ENTRIES


def test_contacts_are_erased_ninety_days_after_the_operation():
    long_ago = OperationFactory(starts_on=days_ago(93), ends_on=days_ago(92))
    lately = OperationFactory(starts_on=days_ago(80), ends_on=days_ago(79))
    gone, kept = ContactFactory(operation=long_ago), ContactFactory(operation=lately)
    request = RequestFactory(operation=long_ago, contact=gone)

    erased = erase_past_contacts()

    request.refresh_from_db()
    assert erased == 1
    assert list(Contact.objects.all()) == [kept]
    assert request.contact is None


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_the_same_queries_for_any_number_of_lines(count, django_assert_num_queries):
    operation = OperationFactory()
    for factory in FACTORIES.values():
        factory.create_batch(count, operation=operation)
    client = member_client(operation)
    client.get(page(operation))

    with django_assert_num_queries(9):
        answer = client.get(page(operation))

    assert answer.text.count("<tr>") == 5 * (count + 1)


def test_a_register_that_does_not_exist_is_not_there():
    operation = OperationFactory()

    assert member_client(operation).get(page(operation, "secrets/add/")).status_code == 404
