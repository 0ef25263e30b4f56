"""Reads of what operations gave: their figures, and the parcels that these open on a cover."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from missions.models import Mission
from operations.models import Figure, Operation


class Subject(NamedTuple):
    """What was counted, with every count of it: when two differ, both are shown."""

    name: str
    figures: list[Figure]

    @property
    def is_contested(self) -> bool:
        return len({figure.value for figure in self.figures}) > 1

    @property
    def first(self) -> Figure:
        return self.figures[0]


def by_subject(figures: Iterable[Figure]) -> list[Subject]:
    """The figures in their order, those of one subject together; those that differ come last."""
    subjects: dict[str, list[Figure]] = {}
    for figure in figures:
        subjects.setdefault(figure.subject, []).append(figure)
    found = [Subject(name, counted) for name, counted in subjects.items()]
    return sorted(found, key=lambda subject: subject.is_contested)


def opened_parcels(subjects: Iterable[Subject]) -> dict[str, int]:
    """How many parcels of each theme a cover shows open: two for each digit of a result.

    Four articles open two parcels and 354 pictures six: the drawing tells scale, words tell counts.
    """
    opened: Counter[str] = Counter()
    for subject in subjects:
        if subject.first.theme and subject.first.value > 0:
            opened[subject.first.theme] += 2 * len(str(int(subject.first.value)))
    return dict(opened)


def sown_parcels(themes: Iterable[str]) -> dict[str, int]:
    """The parcels that missions to come will open: two for each of them, drawn paler."""
    return {theme: 2 * count for theme, count in Counter(themes).items()}


def themes_of(operations: Iterable[Operation]) -> dict[int, list[str]]:
    """The themes of the missions of several operations at once, by operation."""
    themes: dict[int, list[str]] = {}
    missions = Mission.objects.live().announced()
    missions = missions.filter(operation__in=[one.pk for one in operations])
    for pk, theme in missions.order_by().values_list("operation_id", "theme"):
        themes.setdefault(pk, []).append(theme)
    return themes


def subjects_of(operations: Iterable[Operation]) -> dict[int, list[Subject]]:
    """The figures of several operations at once, by operation."""
    figures: dict[int, list[Figure]] = {}
    for figure in Figure.objects.filter(operation__in=[one.pk for one in operations]):
        figures.setdefault(figure.operation_id, []).append(figure)
    return {pk: by_subject(counted) for pk, counted in figures.items()}
