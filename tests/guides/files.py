"""A file of a mission sheet, to be loaded or spoilt."""

from pathlib import Path

FACTS = """
code = "{code}"
number = {number}
theme = "geography"
kind = "field_mapping"
mode = "on_site"
phase = "during"
level = "beginner"
difficulty = 1
effort = 2
place = "outdoors"
is_outdoors = true
minutes = 150
shifts = 2
part_of_day = "any"
is_essential = false
assets = ["trails"]
platform = "OpenStreetMap"
licence = "ODbL-1.0"
outputs = ["osm_edits"]
documents = ["field-sheet"]
prerequisites = []
is_figure_ours = ["minutes"]

[[roles]]
role = "contributor"
minimum = 6
wished = 15
maximum = 30

[[roles]]
role = "lead"
minimum = 1
wished = 1
maximum = 2

[[steps]]
days_before = 56
owner = "mission_lead"
is_blocking = true
fr = "Tracer les routes"
en = "Trace the roads"
"""
TEXTS = """
[{language}]
title = "Lanes {language}"
summary = "Walk {language}"
why = "So that the map has *all* lanes."
audience = "Everybody."
before = ["Choose sectors.", "Print sheets.", "Charge phones."]
during = ["Meet.", "Walk.", "Note.", "Come back."]
after = ["Enter.", "Thank."]
equipment = ["Ten phones", "Ten pencils"]
skills = "None."
prerequisites = "A map of sectors."
results = "New lanes."
safety = ""
rights = "Take no faces."
follow_up = "A walk each spring."
"""


def content(code: str = "lanes", number: int = 1, languages: tuple[str, ...] = ("fr", "en")) -> str:
    texts = [TEXTS.format(language=language) for language in languages]
    return FACTS.format(code=code, number=number) + "".join(texts)


def write(folder: Path, code: str = "lanes", number: int = 1, *changes: tuple[str, str]) -> Path:
    """A sheet in which the first text of each change is the second one."""
    text = content(code, number)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / f"{code}.toml"
    path.write_text(text)
    return path
