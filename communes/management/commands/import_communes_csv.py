import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.countries import country_choices
from communes.directory import EDITIONS
from communes.forms import CommuneFactsForm
from communes.models import Commune
from communes.services import save_listed_communes

COLUMNS = CommuneFactsForm.Meta.fields
REQUIRED = {"code", "name"}
MOST_REPORTED = 50


class Command(BaseCommand):
    help = (
        "Add or update the communes of a country from a CSV file (UTF-8, comma or semicolon). "
        f"Columns: {', '.join(COLUMNS)}; code and name are needed. Postcodes are separated by "
        "commas or semicolons inside their cell. An empty cell changes nothing; a row that is "
        "wrong stops everything."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("country", help="two letters, such as DE")
        parser.add_argument("file", type=Path)
        parser.add_argument("--scheme", required=True, help="name of the code list, such as ags")

    def handle(self, country: str, file: Path, scheme: str, **options: Any) -> None:
        scheme = scheme.lower()
        self.refuse_wrong_target(country, scheme)
        facts, mistakes = understood(read(file), country, scheme)
        if mistakes:
            for mistake in mistakes[:MOST_REPORTED]:
                self.stderr.write(mistake)
            raise CommandError(f"{len(mistakes)} mistakes; nothing was imported.")
        outcome = save_listed_communes(country=country, rows=facts)
        self.stdout.write(f"{country}: {outcome}")

    def refuse_wrong_target(self, country: str, scheme: str) -> None:
        if country in EDITIONS:
            raise CommandError(f"{country} has an official list here: use import_communes.")
        if country not in dict(country_choices()):
            raise CommandError(f"{country} is not the two-letter code of a country.")
        present = Commune.objects.filter(country=country)
        known = present.values_list("code_scheme", flat=True).first()
        if known and known != scheme:
            raise CommandError(f"The communes of {country} are listed by their {known} code here.")


def read(file: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of the file, each with the number of its last line."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except OSError as error:
        raise CommandError(f"The file cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CommandError("The file is not UTF-8 text.") from None
    head = lines[0] if lines else ""
    reader = csv.DictReader(lines, delimiter=";" if head.count(";") > head.count(",") else ",")
    columns = set(reader.fieldnames or [])
    if unknown := columns.difference(COLUMNS):
        raise CommandError(f"Unknown columns: {', '.join(sorted(unknown))}. See --help.")
    if missing := REQUIRED.difference(columns):
        raise CommandError(f"Missing columns: {', '.join(sorted(missing))}.")
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise CommandError(f"Line {reader.line_num}: {error}.") from None


def understood(
    rows: list[tuple[int, dict[str, str]]], country: str, scheme: str
) -> tuple[list[dict[str, Any]], list[str]]:
    """The facts of each row, and what is wrong with the rows, by line."""
    facts, mistakes = [], []
    line_of: dict[str, int] = {}
    for line, row in rows:
        form = CommuneFactsForm(row)
        if None in row or None in row.values():
            mistakes.append(f"Line {line}: not as many cells as the first line.")
        elif not form.is_valid():
            for name, errors in form.errors.items():
                mistakes.append(f"Line {line}, {name}: {' '.join(map(str, errors))}")
        elif (code := form.cleaned_data["code"]) in line_of:
            mistakes.append(f"Line {line}: code {code} again, as on line {line_of[code]}.")
        else:
            line_of[code] = line
            facts.append({**form.cleaned_data, "country": country, "code_scheme": scheme})
    return facts, mistakes
