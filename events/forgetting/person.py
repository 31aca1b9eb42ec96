"""Forgets a person: takes their entry from every page and draft, and their name from every text that the site keeps.

What is stored is changed, not published anew: no revision, no entry of a history, no higher SEQUENCE tells that somebody asked. Addresses
stay as they are; those that seem to hold the name are named, for an editor to change.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models, transaction

from wagtail.models import Page, Revision

from events.folding import fold
from events.forgetting.names import pattern_of, without_in_column
from events.models import Person, SessionPerson

# Written by machines: names of models, of permissions, of migrations; and logins, which hold no text of ours.
NO_TEXTS = {"contenttypes", "sessions", "axes"}
# Public contracts, or keys: changed by editors only.
KEPT = {"slug", "url_path", "path", "code", "uid", "content_hash", "content_digest", "fingerprint"}


@dataclass
class Forgotten:
    """What was done: changed rows by table; and the addresses of pages that seem to hold the name still."""

    rows: dict[str, int] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)


@transaction.atomic
def forget_person(person: Person, *, also: list[str]) -> Forgotten:
    """Forget somebody. `also`: other ways in which texts write the name. Raises ValueError for names that are too short."""
    names = [person.name_original, person.name_latin, *(row.name for row in person.names.all()), *also]
    pattern = pattern_of(filter(None, names))
    _take_from_drafts(person)
    SessionPerson.objects.filter(person=person).delete()
    person.delete()
    done = Forgotten(addresses=_addresses_with(names))
    for model in _models():
        if count := _clean(model, pattern):
            done.rows[model._meta.db_table] = count
    return done


def _take_from_drafts(person: Person) -> None:
    for revision in Revision.objects.iterator():
        rows = revision.content.get("person_rows", [])
        kept = [row for row in rows if row.get("person") != person.pk]
        if len(kept) < len(rows):
            Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"person_rows": kept})


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        options = model._meta
        if options.managed and not options.proxy and options.app_label not in NO_TEXTS:
            yield model


def _clean(model: type[models.Model], pattern: re.Pattern[str]) -> int:
    """Rows of a table that held a name, and do not any more."""
    names = [each.attname for each in model._meta.local_concrete_fields if _is_text(each)]
    changed = 0
    for row in model._base_manager.values("pk", *names).iterator() if names else ():
        told = {name: without_in_column(row[name], pattern) for name in names}
        fresh = {name: value for name, value in told.items() if value is not row[name]}
        if fresh:
            model._base_manager.filter(pk=row["pk"]).update(**fresh)
            changed += 1
    return changed


def _is_text(column: models.Field) -> bool:
    if column.name in KEPT or column.primary_key or column.choices or column.unique:
        return False
    return isinstance(column, models.CharField | models.TextField | models.JSONField) and not isinstance(
        column, models.URLField | models.EmailField | models.FileField
    )


def _addresses_with(names: list[str]) -> list[str]:
    """Addresses of pages in which the last word of a name stands."""
    last = {fold(name.split()[-1]) for name in names if name.split()}
    return [
        url_path
        for url_path in Page.objects.order_by("path").values_list("url_path", flat=True)
        if any(word in url_path for word in last)
    ]
