"""Addresses of announcements, of the choice to get none, and of mails that failed."""

from django.urls import path

from announcements import views

app_name = "announcements"

WORKSPACE = "organize/<slug:slug>/"

urlpatterns = [
    path(f"{WORKSPACE}announcements/", views.organize_announcements, name="organize-announcements"),
    path(
        f"{WORKSPACE}announcements/new/",
        views.organize_announcement,
        name="organize-announcement-create",
    ),
    path(
        f"{WORKSPACE}announcements/<int:pk>/",
        views.organize_announcement,
        name="organize-announcement",
    ),
    path(
        f"{WORKSPACE}announcements/<int:pk>/send/",
        views.organize_announcement_send,
        name="organize-announcement-send",
    ),
    path(
        f"{WORKSPACE}announcements/<int:pk>/withdraw/",
        views.organize_announcement_withdraw,
        name="organize-announcement-withdraw",
    ),
    path(f"{WORKSPACE}failed-mails/", views.organize_failed_mails, name="organize-failed-mails"),
    path(
        f"{WORKSPACE}failed-mails/<int:pk>/again/",
        views.organize_mail_again,
        name="organize-mail-again",
    ),
    path("me/<str:token>/announcements/", views.me_announcements, name="me-announcements"),
    path("me/<str:token>/unsubscribe/", views.unsubscribe, name="unsubscribe"),
]
