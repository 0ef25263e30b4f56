"""Addresses of the registers of an operation."""

from django.urls import path

from registers import views

app_name = "registers"

urlpatterns = [
    path("organize/<slug:slug>/registers/", views.organize_registers, name="organize-registers"),
    path(
        "organize/<slug:slug>/registers/<slug:register>/add/",
        views.organize_entry,
        name="organize-entry-add",
    ),
    path(
        "organize/<slug:slug>/registers/<slug:register>/<int:pk>/",
        views.organize_entry,
        name="organize-entry",
    ),
    path(
        "organize/<slug:slug>/registers/<slug:register>/<int:pk>/remove/",
        views.organize_entry_remove,
        name="organize-entry-remove",
    ),
]
