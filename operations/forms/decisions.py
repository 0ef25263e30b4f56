"""Questions to the steering committee, and the answers."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import LineField, ProseField
from operations.forms.charter import RowForm
from operations.forms.fields import DayField
from operations.models import Motion, Operation, Vote
from translations.texts import texts_in

LONGEST = timedelta(days=366)
TEXTS = ("title", "text")


class WordsForm(RowForm):
    """What is asked, in one language, and who may read the answer."""

    title = LineField(
        label=_("Question"),
        max_length=120,
        help_text=_("One question that can be answered with yes or no."),
    )
    text = ProseField(
        label=_("Explanation"),
        max_length=5000,
        help_text=_("What will be done if it is carried, by whom, and what it costs."),
    )
    is_public = forms.BooleanField(
        label=_("Everybody can read the decision and its counts, without names"), required=False
    )

    def __init__(self, data: Any = None, *, language: str, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        for name in TEXTS:
            self.fields[name].widget.attrs["lang"] = language

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXTS if name in self.fields}


class MotionForm(WordsForm):
    """A new question."""

    last_day = DayField(
        label=_("Last day to vote"),
        required=False,
        help_text=_("The votes are counted by themselves after it. Without one, you end the vote."),
    )
    field_order = ("title", "text", "last_day", "is_public")

    def __init__(self, data: Any = None, *, operation: Operation, language: str) -> None:
        super().__init__(data, language=language, initial={})
        self.today = timezone.localdate(timezone=operation.zone)

    def clean_last_day(self) -> date | None:
        day = self.cleaned_data["last_day"]
        if day and day < self.today:
            raise ValidationError(_("This day is over."), "past")
        if day and day > self.today + LONGEST:
            raise ValidationError(_("This day is more than a year ahead."), "far")
        return day


class MotionWordsForm(WordsForm):
    """A translation. In the language that is voted on, only whether it is shown can change."""

    def __init__(self, data: Any = None, *, motion: Motion, language: str) -> None:
        super().__init__(data, language=language, initial=values_of_motion(motion, language))
        for name in TEXTS:
            self.fields[name].required = False
            if language == motion.source_language:
                del self.fields[name]


def values_of_motion(motion: Motion, language: str) -> dict[str, Any]:
    """What the form shows of the motion as it is stored."""
    facts = {"version": motion.version, "is_public": motion.is_public}
    return facts | texts_in(motion, language)


class VoteForm(forms.Form):
    choice = forms.ChoiceField(
        label=_("Your vote"), choices=Vote.Choice.choices, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, vote: Vote | None = None) -> None:
        super().__init__(data, initial={"choice": vote.choice if vote else None})
