"""The registers of the demo's operation to come: what was asked, insured and paid."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from operations.models import Operation
from pages.demo.accounts import CHAUMES_TEAM
from registers.models import BudgetLine, Contact, Insurance, Permit, Request

INCOME, EXPENSE = BudgetLine.Direction.INCOME, BudgetLine.Direction.EXPENSE
MONEY, IN_KIND = BudgetLine.Kind.MONEY, BudgetLine.Kind.IN_KIND
PROMISED, SETTLED = BudgetLine.State.PROMISED, BudgetLine.State.SETTLED


def write_registers() -> None:
    """Fill the registers of the operation, unless something is written in them."""
    operation = Operation.objects.filter(slug=CHAUMES_TEAM).first()
    if operation is None or Request.objects.filter(operation=operation).exists():
        return
    today = timezone.localdate(timezone=operation.zone)
    parish = _contacts(operation)
    _requests(operation, parish, today)
    _permits(operation, today)
    Insurance.objects.bulk_create(
        [
            Insurance(
                operation=operation,
                insured="Retz en commun",
                insurer="Mutuelle du Marais (fictive)",
                covers="Responsabilité civile de l’organisateur",
                reference="RC-2017-118",
                starts_on=operation.starts_on - timedelta(days=200),
                ends_on=operation.starts_on + timedelta(days=164),
            ),
            Insurance(
                operation=operation,
                insured="Mairie de Chaumes-en-Retz",
                insurer="Assurances de l’Ouest (fictives)",
                covers="Salle polyvalente et école",
                certified_on=today - timedelta(days=30),
            ),
        ]
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(
            operation=operation,
            direction=direction,
            kind=kind,
            label=label,
            source=source,
            amount=Decimal(amount),
            state=state,
        )
        for direction, kind, label, source, amount, state in (
            (INCOME, MONEY, "Subvention", "Commune", 800, SETTLED),
            (INCOME, MONEY, "Subvention", "Département", 500, PROMISED),
            (INCOME, IN_KIND, "Salle polyvalente, deux jours", "Commune", 360, PROMISED),
            (INCOME, IN_KIND, "Deux scanners A3", "Médiathèque", 150, PROMISED),
            (EXPENSE, MONEY, "Trajets des bénévoles", "Bénévoles", 620, BudgetLine.State.PLANNED),
            (EXPENSE, MONEY, "Repas du samedi", "Comité des fêtes", 340, PROMISED),
            (EXPENSE, MONEY, "Affiches et courrier", "Imprimerie", 145, SETTLED),
            (EXPENSE, IN_KIND, "Salle polyvalente, deux jours", "Commune", 360, PROMISED),
            (EXPENSE, IN_KIND, "Deux scanners A3", "Médiathèque", 150, PROMISED),
        )
    )


def _contacts(operation: Operation) -> Contact:
    """Three people to call; the one who has the keys of the church."""
    parish, *_others = Contact.objects.bulk_create(
        [
            Contact(
                operation=operation,
                name="Odile Guérinet",
                organisation="Paroisse",
                role="Clés de l’église et du clocher",
                phone="+33 2 99 00 14 01",
                notes="Absente le jeudi. La tour est fermée quand il pleut.",
            ),
            Contact(
                operation=operation,
                name="Yvon Lebrault",
                organisation="Club des aînés",
                role="Photos anciennes, salle du jeudi",
                phone="+33 2 99 00 14 02",
            ),
            Contact(
                operation=operation,
                name="Maud Sauvaget",
                organisation="Syndicat du marais (fictif)",
                role="Données des sentiers",
                email="sentiers@marais.example",
            ),
        ]
    )
    return parish


def _requests(operation: Operation, parish: Contact, today: date) -> None:
    def ago(days: int) -> date:
        return today - timedelta(days=days)

    Request.objects.bulk_create(
        [
            Request(
                operation=operation,
                asked_of="Paroisse",
                subject="Photographier l’intérieur de l’église",
                contact=parish,
                asked_on=ago(48),
                answered_on=ago(40),
                answer=Request.Answer.GRANTED,
                reason="Sans pied, hors des offices.",
            ),
            Request(
                operation=operation,
                asked_of="Syndicat du marais (fictif)",
                subject="Les sentiers balisés, sous ODbL",
                asked_on=ago(45),
                reminded_on=ago(24),
            ),
            Request(
                operation=operation,
                asked_of="Archives départementales",
                subject="Dix cartes postales de Chéméré, avant 1914",
                asked_on=ago(52),
                answered_on=ago(20),
                answer=Request.Answer.PARTLY,
                reason="Sept sur dix : les trois autres ne sont pas dans le domaine public.",
            ),
            Request(
                operation=operation,
                asked_of="Studio Lumière d’Ouest (fictif)",
                subject="Les vues aériennes du bourg, sous CC BY-SA",
                asked_on=ago(60),
                answered_on=ago(31),
                answer=Request.Answer.REFUSED,
                reason="Le photographe les vend encore.",
            ),
            Request(
                operation=operation, asked_of="École", subject="Une classe, vendredi après-midi"
            ),
        ]
    )


def _permits(operation: Operation, today: date) -> None:
    Permit.objects.bulk_create(
        [
            Permit(
                operation=operation,
                subject="Stands sur la place de l’église",
                authority="Mairie",
                state=Permit.State.GRANTED,
                asked_on=today - timedelta(days=35),
                answered_on=today - timedelta(days=28),
                reference="AR-2017-064",
            ),
            Permit(
                operation=operation,
                subject="Prises de vue par drone",
                authority="Préfecture",
                state=Permit.State.TO_ASK,
                needed_by=operation.starts_on - timedelta(days=15),
            ),
            Permit(
                operation=operation,
                subject="Buvette du samedi soir",
                authority="Mairie",
                state=Permit.State.ASKED,
                asked_on=today - timedelta(days=10),
                needed_by=operation.starts_on - timedelta(days=10),
            ),
        ]
    )
