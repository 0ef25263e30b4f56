"""What is needed, what is promised, and what is missing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Prefetch

from guides.models import Guide
from logistics.models import EquipmentNeed, Piece
from operations.models import Operation
from volunteers.models import Equipment, Volunteer

_GPS, _LAPTOP, _CAMERA = Equipment.GPS, Equipment.LAPTOP, Equipment.CAMERA
_SCANNER, _RECORDER, _PHONE = Equipment.SCANNER, Equipment.RECORDER, Equipment.PHONE

# What the team has to find for one mission of a kind, beside what people bring for themselves:
# read from the lists of the mission sheets, which are prose.
OF_KIND: dict[str, dict[str, int]] = {
    Guide.MissionKind.FIELD_MAPPING: {_GPS: 2, _LAPTOP: 2},
    Guide.MissionKind.REMOTE_MAPPING: {_LAPTOP: 3},
    Guide.MissionKind.STREET_PICTURES: {_CAMERA: 1, _PHONE: 1, _LAPTOP: 1},
    Guide.MissionKind.PHOTO_WALK: {_CAMERA: 2, _LAPTOP: 2},
    Guide.MissionKind.SCANNING: {_SCANNER: 3, _LAPTOP: 3},
    Guide.MissionKind.MEMORIES: {_RECORDER: 2},
    Guide.MissionKind.EDITATHON: {_LAPTOP: 3},
    Guide.MissionKind.FLORA: {_CAMERA: 1},
    Guide.MissionKind.OPEN_DATA: {_LAPTOP: 3},
    Guide.MissionKind.TALK: {_CAMERA: 1, _RECORDER: 1},
    Guide.MissionKind.RESULTS: {_LAPTOP: 2},
}


class EquipmentRow(NamedTuple):
    need: EquipmentNeed
    pieces: Sequence[Piece]

    @property
    def counted(self) -> int:
        return sum(piece.state in (Piece.State.PROMISED, Piece.State.HERE) for piece in self.pieces)

    @property
    def missing(self) -> int:
        return max(self.need.needed - self.counted, 0)

    @property
    def not_back(self) -> int:
        return sum(piece.state == Piece.State.HERE for piece in self.pieces)


def equipment_of(operation: Operation) -> list[EquipmentRow]:
    """Two queries for any number of things."""
    pieces = Prefetch("pieces", Piece.objects.select_related("volunteer"))
    return [
        EquipmentRow(need, list(need.pieces.all()))
        for need in operation.equipment.prefetch_related(pieces)
    ]


def pieces_of(volunteer: Volunteer) -> list[Piece]:
    """What somebody promised to lend."""
    mine = Piece.objects.filter(volunteer=volunteer)
    return list(mine.select_related("need__operation").order_by("need", "number"))


def equipment_for(sheets: Iterable[Guide]) -> dict[str, int]:
    """How much of what the missions of these sheets need together, by code."""
    wanted: Counter[str] = Counter()
    for sheet in sheets:
        wanted.update(
            {str(code): count for code, count in OF_KIND.get(sheet.mission_kind, {}).items()}
        )
    return dict(wanted)
