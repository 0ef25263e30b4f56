"""Addresses of documents."""

from django.urls import include, path

from documents.views import letters, prints

app_name = "documents"

organize = [
    path("prints/", prints.organize_prints, name="organize-prints"),
    path("prints/roster/", prints.organize_print_roster, name="organize-print-roster"),
    path("prints/badges/", prints.organize_print_badges, name="organize-print-badges"),
    path("prints/posters.pdf", prints.organize_print_posters, name="organize-print-posters"),
    path(
        "prints/field-sheet.pdf",
        prints.organize_print_field_sheet,
        name="organize-print-field-sheet",
    ),
    path("documents/", letters.organize_documents, name="organize-documents"),
    path("documents/<slug:document>/", letters.organize_document, name="organize-document"),
    path(
        "documents/<slug:document>/<slug:file_format>/",
        letters.organize_document_file,
        name="organize-document-file",
    ),
]

urlpatterns = [
    path("operations/<slug:slug>/programme.pdf", prints.programme_pdf, name="programme"),
    path("organize/<slug:slug>/", include(organize)),
]
