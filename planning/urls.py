"""Addresses of the back-planning of an operation."""

from django.urls import URLPattern

app_name = "planning"

urlpatterns: list[URLPattern] = []
