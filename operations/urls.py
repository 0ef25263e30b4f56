"""Addresses of operations: public list, commune pages, and the organizers' workspace."""

from django.urls import URLPattern

app_name = "operations"

urlpatterns: list[URLPattern] = []
