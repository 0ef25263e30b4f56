"""Addresses of operation pages, sign-up, commitments and planning."""

from django.urls import URLPattern

app_name = "missions"

urlpatterns: list[URLPattern] = []
