"""Whether this site is a demonstration."""

from django.conf import settings


def demo_is_on() -> bool:
    """The demo was loaded here, the site is only on this machine, and no mail server is set.

    Only then are its mails shown to whoever looks: they hold sign-in codes.
    """
    return (
        settings.IS_LOOPBACK
        and not settings.EMAIL_URL
        and (settings.DEMO_DIR / "accounts.json").exists()
    )
