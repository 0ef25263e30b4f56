"""Settings of django-allauth: how people sign in. Read after settings.py, imported by it.

Mails go through `ACCOUNT_ADAPTER`, which writes each one in the outbox from the templates
`<app>/email/<name>_subject.txt`, `<name>_message.txt` and, where there is one, `_message.html`.
The default cache is shared by all processes: that is where limits are counted.
"""

from typing import Any

import environ

_env = environ.Env()

# Sign-in: an address and a code sent to it. A password, a passkey, an app may be added later.
ACCOUNT_ADAPTER = "notifications.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_FORMS = {
    "add_email": "accounts.forms.AddEmailForm",
    "login": "accounts.forms.LoginForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "signup": "accounts.forms.SignupForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True

# Codes: a village's mail may take minutes. Pages and mails say "15 minutes".
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Changing the address half-way would show whether it has an account.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False

# Nobody learns from us who has an account, and no link that is merely opened does anything.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60

# A school class shares one address on the network (`ip`); one account is guessed at by its
# address (`key`). The second is what stops an attack. docs/decisions/0041-limits.md
ALLAUTH_TRUSTED_PROXY_COUNT = _env.int("TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_RATE_LIMITS = {
    "signup": "120/5m/ip",
    "login": "200/5m/ip",
    "login_failed": "60/5m/ip,5/5m/key,20/h/key",
    "request_login_code": "120/5m/ip,5/10m/key,12/h/key",
    "confirm_email": "1/10s/key,6/h/key",
    "reset_password": "120/5m/ip,3/10m/key,10/h/key",
    "reset_password_from_key": "120/5m/ip",
    "manage_email": "10/m/user,30/h/user",
    "change_password": "10/m/user",
    "reauthenticate": "10/m/user,60/h/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "120/5m/ip"}

# Second factors
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "FREE-MISSION"
MFA_TOTP_TOLERANCE = 1
# Browsers take http://localhost for safe; any other site must be https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _env.str("PUBLIC_BASE_URL", default="").startswith(
    "https://"
)

# Sign-in through others. The key is their numeric id; their word on addresses is never taken,
# so the account may have none (docs/decisions/0040-accounts-without-address.md).
SOCIALACCOUNT_ADAPTER = "accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_FORMS = {"disconnect": "accounts.forms.DisconnectForm"}
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5


def _apps(prefix: str, **more: Any) -> list[dict[str, Any]]:
    """The application registered with a provider; none when its id is not in the environment."""
    client_id = _env.str(f"{prefix}_CLIENT_ID", default="")
    secret = _env.str(f"{prefix}_CLIENT_SECRET", default="")
    return [{"client_id": client_id, "secret": secret, **more}] if client_id and secret else []


_OSM = "https://www.openstreetmap.org"
_ORIGINS = {
    "openid_connect": _OSM,
    "mediawiki": "https://*.wikimedia.org",
    "github": "https://github.com",
}
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    # allauth's own OpenStreetMap provider speaks OAuth 1, which OpenStreetMap gave up in 2024.
    "openid_connect": {
        "APPS": _apps(
            "OSM",
            provider_id="openstreetmap",
            name="OpenStreetMap",
            settings={
                "server_url": f"{_OSM}/.well-known/oauth-authorization-server",
                "scope": ["openid", "read_prefs"],
            },
        ),
        "OAUTH_PKCE_ENABLED": True,
    },
    "mediawiki": {
        "APPS": _apps("WIKIMEDIA", name="Wikimedia"),
        "OAUTH_PKCE_ENABLED": True,
        "USER_AGENT": "FREE-MISSION",
    },
    "github": {
        "APPS": _apps("GITHUB", name="GitHub"),
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": [],
    },
}
# Browsers apply `form-action` to where a form is redirected too: the policy must name them.
SIGN_IN_ORIGINS = [
    _ORIGINS[name] for name, entry in SOCIALACCOUNT_PROVIDERS.items() if entry["APPS"]
]
