"""Addresses of operation pages, sign-up, commitments and planning."""

from django.urls import path

from missions.views import me, signup

app_name = "missions"

urlpatterns = [
    path("operations/<slug:slug>/signup/", signup.signup, name="signup"),
    path("operations/<slug:slug>/signup/done/", signup.signup_done, name="signup-done"),
    path("me/", me.me, name="me"),
    path("me/links/", me.send_links, name="send-links"),
    path("me/<str:token>/", me.me_link, name="me-link"),
]

machine_urlpatterns = [
    path("me/<str:token>/calendar.ics", me.calendar, name="my-calendar"),
]
