"""Letters and forms of an operation: the list, one of them to read, and its files."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.decorators import signed_in
from core.requests import SiteRequest
from documents.letters import FILES, letter_of
from documents.models import DocumentModel
from documents.queries.letters import models_for, who_asks
from operations.models import Operation
from operations.views.workspace import workspace
from translations.languages import endonym_of


@signed_in
@require_safe
def organize_documents(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_workspace")
    models, asking = models_for(operation), who_asks(operation)
    context = {
        "operation": operation,
        "documents": [(model, asking.get(model.code)) for model in models],
        "is_of_another_country": any(
            model.country != operation.commune.country for model in models
        ),
        "formats": list(FILES),
        **_languages(request, operation),
    }
    return render(request, "documents/organize_documents.html", context)


@signed_in
@require_safe
def organize_document(request: SiteRequest, slug: str, document: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_workspace")
    model, languages = _model(operation, document), _languages(request, operation)
    context = {
        "operation": operation,
        "model": model,
        "letter": letter_of(model, operation, languages["language"]),
        "asking": who_asks(operation).get(model.code),
        "formats": list(FILES),
        **languages,
    }
    return render(request, "documents/organize_document.html", context)


@signed_in
@require_safe
@cache_control(private=True, no_store=True)
def organize_document_file(
    request: SiteRequest, slug: str, document: str, file_format: str
) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_workspace")
    if file_format not in FILES:
        raise Http404
    model = _model(operation, document)
    letter = letter_of(model, operation, _languages(request, operation)["language"])
    media_type, write = FILES[file_format]
    name = f"{operation.slug}-{model.code}-{letter.language}.{file_format}"
    return HttpResponse(
        write(letter),
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _model(operation: Operation, code: str) -> DocumentModel:
    models = models_for(operation, code)
    if not models:
        raise Http404
    return models[0]


def _languages(request: SiteRequest, operation: Operation) -> dict[str, Any]:
    """The languages of readers, and the one asked for: that of the operation's texts otherwise."""
    codes = [code for code, _name in settings.LANGUAGES]
    asked = request.GET.get("language", "")
    return {
        "languages": [(code, endonym_of(code)) for code in codes],
        "language": asked if asked in codes else operation.source_language,
    }
