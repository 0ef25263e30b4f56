"""Pictures of an operation: its cover, and the logos of those who help."""

from typing import IO, Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from core.audit import record
from core.pictures import reencode
from core.refusal import Refusal
from core.tokens import new_token
from operations.models import Operation, Partner

MOST_PARTNERS = 40


@transaction.atomic
def set_cover(*, operation: Operation, file: IO[bytes], credit: str, by: Any) -> None:
    """Take a new cover. What the camera wrote in the file, place included, is dropped."""
    old = operation.cover.name
    operation.cover.save(_random_name(), ContentFile(reencode(file)), save=False)
    _write(operation, cover=operation.cover.name or "", cover_credit=credit)
    _delete_after_commit(operation, "cover", old)
    record(actor=by, action="operation.cover_set", subject=operation)


def credit_cover(*, operation: Operation, credit: str) -> None:
    _write(operation, cover_credit=credit)


@transaction.atomic
def remove_cover(*, operation: Operation, by: Any) -> None:
    """Back to the drawing of the commune."""
    old = operation.cover.name
    _write(operation, cover="", cover_credit="")
    _delete_after_commit(operation, "cover", old)
    record(actor=by, action="operation.cover_removed", subject=operation)


@transaction.atomic
def add_partner(
    *, operation: Operation, name: str, website: str, logo: IO[bytes] | None, by: Any
) -> Partner:
    if operation.partners.count() >= MOST_PARTNERS:
        raise Refusal(
            _("An operation shows at most %(count)s partners.") % {"count": MOST_PARTNERS}
        )
    partner = Partner(operation=operation, name=name, website=website)
    if logo:
        content = ContentFile(reencode(logo, max_width=480, max_height=240))
        partner.logo.save(_random_name(), content, save=False)
    partner.save()
    record(actor=by, action="operation.partner_added", subject=operation, partner=partner.pk)
    return partner


@transaction.atomic
def remove_partner(*, partner: Partner, by: Any) -> None:
    operation, pk, logo = partner.operation, partner.pk, partner.logo.name
    partner.delete()
    _delete_after_commit(partner, "logo", logo)
    record(actor=by, action="operation.partner_removed", subject=operation, partner=pk)


def _random_name() -> str:
    """Nothing of the sender's file name stays."""
    return f"{new_token()}.webp"


def _write(operation: Operation, **columns: str) -> None:
    Operation.objects.filter(pk=operation.pk).update(**columns)
    for name, value in columns.items():
        setattr(operation, name, value)


def _delete_after_commit(owner: models.Model, field: str, name: str | None) -> None:
    """A page that is being read may still show the old file; it goes once the new one stands."""
    if name:
        storage = getattr(owner, field).storage
        transaction.on_commit(lambda: storage.delete(name), robust=True)
