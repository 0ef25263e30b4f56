"""Letters and forms that an operation needs, as models to fill and to have checked."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.models import Document


class DocumentModel(models.Model):
    """A letter or a form in the words of the site, for the operations of one country.

    It comes with the site as a file (`documents/data/`). `loaded_checksum` is that of the file the
    row was last written from; `edited_at` says that staff changed the row since. The body is
    written in the signs that `documents/markup.py` reads.
    """

    country = models.CharField(
        _("country"), max_length=2, validators=[RegexValidator(r"^[A-Z]{2}\Z")]
    )
    code = models.SlugField(_("document"), max_length=24, choices=Document.choices)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    is_used = models.BooleanField(_("used"), default=True)
    source_language = models.CharField(_("written in"), max_length=12)
    title = models.CharField(_("title"), max_length=120, default="")
    purpose = models.CharField(_("what it is for"), max_length=240, default="")
    checked_by = models.CharField(_("to be checked by"), max_length=160, default="")
    body = models.TextField(_("text"), max_length=20_000, default="")
    source = models.CharField(_("source"), max_length=240, blank=True)
    noted_on = models.DateField(_("noted on"))

    version = models.PositiveIntegerField(default=1)
    loaded_checksum = models.CharField(max_length=64, blank=True)
    edited_at = models.DateTimeField(_("changed by staff"), null=True, blank=True)

    class Meta:
        verbose_name = _("model of a document")
        verbose_name_plural = _("models of documents")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["country", "code"],
                name="document_has_one_model_per_country",
                violation_error_message=_("This country has a model of this document already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.code}"
