"""Addresses of the home page, the statements and machines."""

from django.urls import URLPattern

app_name = "pages"

urlpatterns: list[URLPattern] = []
