"""Child rows that carry facts: which of their columns do, how the rows of two pages compare, and how they are copied."""

from collections.abc import Collection, Iterable, Mapping

from django.db import models

from wagtail.models import Page, TranslatableMixin

# Columns of every row that hold in all languages, beside those that its model names in `fact_columns`.
IDENTITY = ("sort_order", "translation_key")

RowFacts = dict[str, object]


def related(page_model: type[models.Model], relation: str) -> tuple[type[models.Model], str]:
    """The model of a child relation, and the column of its foreign key to the page."""
    field = page_model._meta.get_field(relation)
    return field.related_model, field.field.attname


def fact_values(row: models.Model, parent: str) -> RowFacts:
    """The columns of a child row that are facts: its model's `fact_columns`, else all but its own identity."""
    names = getattr(row, "fact_columns", None)
    own = {"id", parent, "locale_id"}
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in own and (names is None or field.name in {*names, *IDENTITY})
    }


def stored_rows(page_model: type[models.Model], pages: Collection[int]) -> dict[int, dict[str, object]]:
    """What is stored of the rows of these pages: primary key of the page -> relation -> facts.

    The facts of `fact_rows` are a list; those of `word_rows` a dictionary by translation key, since each such row has a
    counterpart with other words on every page of the group. One query per relation.
    """
    facts: dict[int, dict[str, object]] = {page: {} for page in pages}
    for relation in (*page_model.fact_rows, *page_model.word_rows):
        model, parent = related(page_model, relation)
        rows: dict[int, list[RowFacts]] = {page: [] for page in pages}
        for row in model.objects.filter(**{f"{parent}__in": pages}).order_by("pk"):
            rows[getattr(row, parent)].append(fact_values(row, parent))
        for page, values in rows.items():
            facts[page][relation] = _by_key(values) if relation in page_model.word_rows else values
    return facts


def write_rows(page_model: type[models.Model], relation: str, *, page: int, facts: object) -> None:
    """Store `facts`, as stored_rows() gives them for another page, as the rows of `page`; its words stay."""
    if relation in page_model.word_rows:
        _write_word_rows(page_model, relation, page, facts)
    else:
        _write_fact_rows(page_model, relation, page, facts)


def aligned_rows(page: models.Model, relation: str, *, source: int | None) -> list[TranslatableMixin]:
    """The rows of page `source`, each with the words that `page` holds for it in memory, else with the stored ones."""
    model, parent = related(type(page), relation)
    stored = _rows_by_key(model.objects.filter(**{parent: page.pk})) if page.pk else {}
    held = _rows_by_key(getattr(page, relation).all())
    aligned = []
    for fact_row in model.objects.filter(**{parent: source}).order_by("sort_order", "pk"):
        key = fact_row.translation_key
        row = held.get(key) or stored.get(key) or model(locale_id=page.locale_id)
        row.pk = stored[key].pk if key in stored else None
        for column, value in fact_values(fact_row, parent).items():
            setattr(row, column, value)
        aligned.append(row)
    return aligned


def number_rows(page: models.Model) -> None:
    """Give the staged rows of a list in which one has no place their places: databases disagree on where NULL sorts."""
    for rows in getattr(page, "_cluster_related_objects", {}).values():
        if any(getattr(row, "sort_order", 0) is None for row in rows):
            for place, row in enumerate(rows):
                row.sort_order = place


def _by_key(values: Iterable[RowFacts]) -> dict[object, RowFacts]:
    return {row["translation_key"]: row for row in values}


def _rows_by_key(rows: Iterable[TranslatableMixin]) -> dict[object, TranslatableMixin]:
    return {row.translation_key: row for row in rows}


def _write_fact_rows(page_model, relation: str, page: int, facts: Iterable[RowFacts]) -> None:
    model, parent = related(page_model, relation)
    model.objects.filter(**{parent: page}).delete()
    model.objects.bulk_create(model(**values, **{parent: page}) for values in facts)


def _write_word_rows(page_model, relation: str, page: int, facts: Mapping[object, RowFacts]) -> None:
    model, parent = related(page_model, relation)
    locale = Page.objects.filter(pk=page).values_list("locale_id", flat=True).get()
    model.objects.filter(**{parent: page}).exclude(translation_key__in=facts).delete()
    for key, values in facts.items():
        if not model.objects.filter(**{parent: page, "translation_key": key}).update(**values):
            model.objects.create(**values, locale_id=locale, **{parent: page})
