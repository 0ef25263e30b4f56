"""What a page is drawn from, as texts that the database itself writes: one query for all of it.

A page that is kept has to know whether anything in it changed since. Dates and counters would have
to be kept up by every writer, and the one that forgets shows an old page; so the content itself is
compared. Reading it as objects costs more than most pages take, hence texts.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cache, wraps
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

Stamp = tuple[str | None, ...]

LARGEST_KEY = 2**63 - 1
STAND_INS: dict[type, Any] = {
    int: -987654321,
    str: "stand-in",
    date: date(1, 2, 3),
    datetime: datetime(1, 2, 3, 4, 5, 6, tzinfo=UTC),
}


def stamp(sources: Callable[..., list[QuerySet]]) -> Callable[..., Stamp]:
    """Asks for the rows of all sources at once: one text each, None where there are no rows.

    `sources` makes querysets of `values_list` from named values, of which no two may be of the
    same type. It is asked only once, since to write SQL costs more than to run it: whatever
    changes with time (now, today, a person) has to be among its values.
    """

    @cache
    def written(kinds: frozenset[tuple[str, type]]) -> tuple[str, list[Any]]:
        stand_ins = {name: STAND_INS[kind] for name, kind in kinds}
        names = {_adapted(stand_in): name for name, stand_in in stand_ins.items()}
        texts = [_as_text(rows) for rows in sources(**stand_ins)]
        values = [names.get(value, value) for _sql, values in texts for value in values]
        return f"SELECT {', '.join(f'({sql})' for sql, _values in texts)}", values

    @wraps(sources)
    def ask(**values: Any) -> Stamp:
        sql, names = written(frozenset((name, type(value)) for name, value in values.items()))
        named = {name: _adapted(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [named.get(name, name) for name in names])
            return tuple(cursor.fetchone())

    return ask


def columns(model: type[Model], *, of: str = "", without: Iterable[str] = ()) -> list[str]:
    """The names of all columns of a model, `of` the relation that leads to it."""
    prefix = f"{of}__" if of else ""
    left = {field.attname for field in model._meta.concrete_fields} - set(without)
    return [prefix + name for name in sorted(left)]


def _as_text(rows: QuerySet) -> tuple[str, tuple[Any, ...]]:
    compiler = rows.query.get_compiler(connection.alias)
    sql, values = compiler.as_sql()
    if connection.vendor == "postgresql":
        return f"SELECT string_agg(t::text, '') FROM ({sql}) AS t", values
    names = ", ".join(f"c{number}" for number in range(len(compiler.select)))
    return (
        f"WITH t({names}) AS ({sql}) "
        f"SELECT nullif(json_group_array(json_array({names})), '[]') FROM t"
    ), values


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, int):
        return min(value, LARGEST_KEY)  # an address may hold any number
    return value
