"""Addresses of guides and mission sheets."""

from django.urls import URLPattern

app_name = "guides"

urlpatterns: list[URLPattern] = []
