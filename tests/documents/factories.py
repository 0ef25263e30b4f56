from datetime import date

from factory.django import DjangoModelFactory

from documents.models import DocumentModel

BODY = """\
## For {{ commune.name }}

Come to **{{ operation.title }}**, {{ operation.days }}. Sign here: ____________

- [ ] yes

[signatures: The mayor | The association]
"""


class DocumentModelFactory(DjangoModelFactory):
    """A poster, for France, written in English only."""

    class Meta:
        model = DocumentModel
        django_get_or_create = ("country", "code")

    country = "FR"
    code = "poster"
    source_language = "en"
    title_en = "Our poster"
    purpose_en = "To be seen."
    checked_by_en = "the town hall"
    body_en = BODY
    noted_on = date(2026, 11, 23)
