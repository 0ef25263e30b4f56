"""Queries whose SQL is written out once: for small tables, writing costs more than asking."""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def written_once(query: Callable[[int], models.QuerySet[Row]]) -> Callable[[int], list[Row]]:
    """The same rows as `query` gives for a number, which must be the only value in it."""

    @cache
    def written() -> tuple[type[Row], str]:
        rows = query(0)
        sql, values = rows.query.sql_with_params()
        if values != (0,):
            raise ValueError("the number has to be the only value of the query")
        return rows.model, sql

    def ask(number: int) -> list[Row]:
        model, sql = written()
        return list(model._base_manager.raw(sql, [number]))

    return ask
