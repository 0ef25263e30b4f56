"""Fields of the organizers' forms."""

import re
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from core.dates import at_place, moment_at
from core.forms import LineField
from core.text import has_hidden_characters
from translations.languages import endonym_of

# Languages that may be spoken at an operation: those of Europe and of its regions, and some others.
SPOKEN = (
    "fr", "en", "de", "es", "it", "pt", "nl", "br", "ca", "eu", "lb", "da", "sv", "nb", "fi", "pl",
    "cs", "sk", "sl", "hr", "hu", "ro", "bg", "el", "et", "lv", "lt", "ga", "cy", "uk", "ru", "tr",
    "ar", "fa", "eo", "vi", "zh-hans", "ja",
)  # fmt: skip
_REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
            "Pacific/")  # fmt: skip
_HASHTAG = re.compile(r"#?([^\W_]\w{0,38})\Z")


@lru_cache
def time_zones() -> list[tuple[str, str]]:
    names = sorted(name for name in available_timezones() if name.startswith(_REGIONS))
    return [(name, name.replace("_", " ")) for name in names]


class DayField(forms.DateField):
    """A day of a calendar, such as browsers send it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **options)


class MomentField(forms.DateTimeField):
    """A day and an hour on the clocks of `zone`, such as browsers send them.

    The form sets the zone, an IANA name, once it knows the operation.
    """

    zone = "UTC"

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return at_place(value, self.zone).replace(tzinfo=None)
        return value

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(UTC):
            typed = super().to_python(value)
        if typed is None:
            return None
        try:
            moment = moment_at(typed.date(), time(typed.hour, typed.minute), self.zone)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if moment is None:
            raise ValidationError(
                _("The clocks jump over this hour on that day. Choose another one."),
                code="skipped_hour",
            )
        return at_place(moment, self.zone)


class TimeZoneField(forms.ChoiceField):
    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Time zone"))
        super().__init__(choices=time_zones, **options)


class WebAddressField(forms.URLField):
    """The address of a web page, with nothing hidden in it."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=200, assume_scheme="https", **options)

    def to_python(self, value: Any) -> str | None:
        if value and has_hidden_characters(str(value)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class HashtagField(LineField):
    """A hashtag, kept without its sign."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        if not (found := _HASHTAG.match(text)):
            raise ValidationError(
                _("A hashtag is one word of letters and digits."), code="not_a_hashtag"
            )
        return found[1]


class SpokenLanguagesField(forms.MultipleChoiceField):
    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Languages spoken there"))
        super().__init__(
            choices=lazy(spoken_languages, list)(),
            widget=forms.CheckboxSelectMultiple,
            **options,
        )


def spoken_languages() -> list[tuple[str, str]]:
    return [(code, endonym_of(code)) for code in SPOKEN]
