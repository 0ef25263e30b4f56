"""Addresses of guides and mission sheets."""

from django.urls import path

from guides import views

app_name = "guides"

urlpatterns = [
    path("", views.guide_list, name="guide-list"),
    path("<slug:sheet>/", views.guide_detail, name="guide-detail"),
]
