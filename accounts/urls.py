"""Signing in, and one's own account. No `app_name` here: allauth's names have no namespace."""

from allauth.socialaccount.providers.github import views as github
from allauth.socialaccount.providers.mediawiki import views as mediawiki
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import include, path

from accounts import views

own_pages = [
    path("settings/", views.account_settings, name="settings"),
    path("reauthenticate/code/", views.ConfirmByCodeView.as_view(), name="confirm-by-code"),
]

urlpatterns = [
    path("", include((own_pages, "accounts"))),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("oidc/<slug:provider_id>/login/", openid_connect.login, name="openid_connect_login"),
    path("mediawiki/login/", mediawiki.oauth2_login, name="mediawiki_login"),
    path("github/login/", github.oauth2_login, name="github_login"),
]

# Where providers send people back to: registered there once, so the same for all languages.
callbacks = [
    path("oidc/<slug:provider_id>/", openid_connect.callback, name="openid_connect_callback"),
    path("mediawiki/", mediawiki.oauth2_callback, name="mediawiki_callback"),
    path("github/", github.oauth2_callback, name="github_callback"),
]
machine_urlpatterns = [path("accounts/callback/", include(callbacks))]
