"""Rows of different tables in one query: each row as a JSON object beside the number of the question that it answers.

A page asks the database for many kinds of small things; the way there and back costs more than all of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Model, QuerySet, Value
from django.db.models.functions import JSONObject


@dataclass(frozen=True)
class Question:
    """Rows of a queryset with some values: name -> lookup. No value may be JSON itself."""

    rows: QuerySet
    values: Mapping[str, str]


def read_objects(questions: Iterable[Question]) -> list[list[dict[str, Any]]]:
    """The answers as dictionaries of JSON values, in the order of the questions. One query; none for no question."""
    questions = list(questions)
    answers: list[list[dict[str, Any]]] = [[] for _each in questions]
    if questions:
        first, *others = [_numbered(each, position) for position, each in enumerate(questions)]
        # From Django 6.1 on a union falls back to the ordering of its first model, whose columns it has not got.
        for position, found in first.union(*others, all=True).order_by() if others else first:
            answers[position].append(found)
    return answers


def read_rows(querysets: Iterable[tuple[QuerySet, tuple[str, ...]]]) -> list[list[Model]]:
    """Objects of each queryset's model, in no order, with these columns or, for (), with all. One query.

    Columns that were not asked for are deferred.
    """
    wanted = [(rows, _fields(rows, columns)) for rows, columns in querysets]
    questions = [Question(rows, {each.attname: each.attname for each in fields}) for rows, fields in wanted]
    return [
        [_row(rows, fields, found) for found in answer]
        for (rows, fields), answer in zip(wanted, read_objects(questions), strict=True)
    ]


def _numbered(question: Question, position: int) -> QuerySet:
    rows = question.rows.order_by().annotate(question=Value(position), found=JSONObject(**question.values))
    return rows.values_list("question", "found")


def _fields(rows: QuerySet, columns: tuple[str, ...]) -> list[Field]:
    """In the order of the model."""
    return [each for each in rows.model._meta.concrete_fields if not columns or each.attname in columns]


def _row(rows: QuerySet, fields: list[Field], found: dict[str, Any]) -> Model:
    values = [each.to_python(found[each.attname]) for each in fields]
    return rows.model.from_db(rows.db, [each.attname for each in fields], values)
