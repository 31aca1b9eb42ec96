"""Who changed which fact of a published page, from what to what: one entry in Wagtail's history for each change.

Secrets are named, never shown; of rows (organisations, people, photos) it is said that they changed.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping

from django.utils import formats
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext

from wagtail.log_actions import log

from events.fact_groups import Member, stored_facts
from events.fields import SecretMixin

ACTION = "parvis_events.facts"
# They follow from other facts.
DERIVED = frozenset({"starts_at", "ends_at", "previous_starts"})


def facts_before(page, members: Iterable[Member]) -> dict[str, object] | None:
    """The facts that are public of an origin about to be saved; None where the public sees nothing of it yet.

    `members`: the stored pages of its group.
    """
    if not page.is_origin or not any(member.pk == page.pk and member.live for member in members):
        return None
    return stored_facts(page.facts_model, [page.pk])[page.pk]


def log_changes(page, before: Mapping[str, object] | None) -> None:
    """Write what differs now into the history, with whoever is at work. Nothing for a page that left the public, or came."""
    if before is None or not page.live:
        return
    after = stored_facts(page.facts_model, [page.pk])[page.pk]
    changes = list(changed_facts(page.facts_model, before, after))
    if changes:
        log(instance=page, action=ACTION, data={"facts": changes})


def changed_facts(
    model, before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[dict[str, object]]:
    """Each fact that differs, as JSON can hold it: its name, and for a column that is no secret `from` and `to`."""
    rows = {*model.fact_rows, *model.word_rows}
    for name in before:
        if before[name] == after[name] or name in DERIVED:
            continue
        if name in rows or isinstance(_field(model, name), SecretMixin):
            yield {"name": name}
        else:
            yield {"name": name, "from": _plain(before[name]), "to": _plain(after[name])}


def sentence_of(model, change: Mapping[str, object]) -> str:
    """One change in the active language: "date: 18 May 2021 → 19 May 2021"."""
    label = str(_label(model, str(change["name"])))
    if "to" not in change:
        # Translators: %(field)s is the name of a fact whose value is not shown.
        return gettext("%(field)s (changed)") % {"field": label}
    values = [_shown(model, str(change["name"]), change[side]) for side in ("from", "to")]
    return f"{label}: {values[0]} → {values[1]}"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


def _field(model, name: str):
    # By column: `logo_id` is the column of `logo`.
    return next((field for field in model._meta.concrete_fields if field.attname == name), None)


def _label(model, name: str) -> object:
    field = _field(model, name)
    if field is not None:
        return field.verbose_name
    return model._meta.get_field(name).related_model._meta.verbose_name_plural


def _shown(model, name: str, value: object) -> str:
    field = _field(model, name)
    if value is None or value in ("", []):
        return gettext("empty")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = str(value)
    kind = field.get_internal_type() if field is not None else ""
    if kind == "DateField" and (day := parse_date(text)):
        return formats.date_format(day)
    if kind == "TimeField" and (time := parse_time(text)):
        return f"{time:%H:%M}"
    return text
