"""Things that missions need, who lends them, and whether they went home."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from operations.models import Operation
from volunteers.models import Equipment, Volunteer

MOST_BY_ONE = 20  # of one kind, lent by one volunteer


class EquipmentNeed(models.Model):
    """How many of one thing an operation needs: a thing the site has a word for, or another."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="equipment")
    code = models.CharField(_("what"), max_length=12, choices=Equipment.choices, blank=True)
    name = models.CharField(_("another thing"), max_length=80, blank=True)
    needed = models.PositiveSmallIntegerField(_("how many are needed"), default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["operation", "code"],
                condition=~Q(code=""),
                name="equipment_is_listed_once_per_code",
            ),
            models.UniqueConstraint(
                fields=["operation", "name"],
                condition=~Q(name=""),
                name="equipment_is_listed_once_per_name",
            ),
            models.CheckConstraint(
                condition=Q(code="") ^ Q(name=""), name="equipment_has_a_code_or_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_code_display())


class PieceQuerySet(models.QuerySet["Piece"]):
    def counted(self) -> "PieceQuerySet":
        """Those that the operation can count on."""
        return self.filter(state__in=(Piece.State.PROMISED, Piece.State.HERE))


class Piece(models.Model):
    """One thing that somebody lends, with the number on its label."""

    class State(models.TextChoices):
        PROMISED = "promised", _("Promised")
        HERE = "here", _("Handed over")
        BACK = "back", _("Given back")
        LOST = "lost", _("Lost")

    need = models.ForeignKey(EquipmentNeed, models.CASCADE, related_name="pieces")
    number = models.PositiveSmallIntegerField()
    volunteer = models.ForeignKey(
        Volunteer, models.SET_NULL, null=True, blank=True, related_name="pieces"
    )
    owner = models.CharField(_("whose"), max_length=120, blank=True)  # who told the team
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROMISED)
    state_at = models.DateTimeField(default=timezone.now)

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["need", "number"], name="piece_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"{self.need} {self.number}"
