"""Addresses of operation pages, sign-up, commitments and planning."""

from django.urls import path

from missions.views import feeds, me, public, signup

app_name = "missions"

urlpatterns = [
    path("operations/<slug:slug>/", public.operation_detail, name="operation-detail"),
    path(
        "operations/<slug:slug>/missions/<int:pk>/", public.mission_detail, name="mission-detail"
    ),
    path("operations/<slug:slug>/signup/", signup.signup, name="signup"),
    path("operations/<slug:slug>/signup/done/", signup.signup_done, name="signup-done"),
    path("me/", me.me, name="me"),
    path("me/links/", me.send_links, name="send-links"),
    path("me/<str:token>/", me.me_link, name="me-link"),
]

machine_urlpatterns = [
    path("api/v1/operations.geojson", feeds.operations_geojson, name="operations-geojson"),
    path("feeds/operations.ics", feeds.operations_calendar, name="operations-calendar"),
    path("feeds/operations.atom", feeds.operations_news, name="operations-news"),
    path("feeds/operations/<slug:slug>.ics", feeds.operation_calendar, name="operation-calendar"),
    path("me/<str:token>/calendar.ics", me.calendar, name="my-calendar"),
]
