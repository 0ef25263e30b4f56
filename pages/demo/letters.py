"""The mission sheets behind the missions of the demo: by them, papers are asked for."""

from missions.models import Mission
from pages.demo.accounts import CHAUMES_TEAM

Kind = Mission.Kind
SHEETS = {
    Kind.REMOTE_MAPPING: "carto-remote",
    Kind.FIELD_MAPPING: "carto-field",
    Kind.PHOTO_WALK: "photo-walk",
    Kind.FLORA: "flora",
    Kind.SCANNING: "scan",
    Kind.EDITATHON: "wiki-edit",
    Kind.OPEN_DATA: "open-data",
    Kind.SCHOOL: "school",
    Kind.TALK: "conf",
    Kind.TRAINING: "licences",
    Kind.WELCOME: "logistics",
    Kind.RESULTS: "report",
}


def name_what_asks() -> None:
    """Give the missions that have none the sheet of their kind."""
    missions = Mission.objects.filter(operation__slug=CHAUMES_TEAM, sheet="")
    for kind, sheet in SHEETS.items():
        missions.filter(kind=kind).update(sheet=sheet)
