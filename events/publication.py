"""From a session's pages to the ledger: what subscribers see of it, per language, as plain values without secrets."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from events import ledger
from events.fields import SecretMixin
from events.history import Change, Material
from events.own_types import as_own_type

# Facts that no subscriber is shown: who may see the join details, and what is derived from other facts.
NOT_SHOWN = frozenset({"disclosure", "starts_at", "ends_at"})
WORDS = ("title", "introduction", "body", "poster_alt", "minutes", "transcript")
WORD_ROWS = ("question_rows", "channel_rows", "photo_rows", "resource_rows")


def shown_values(page) -> dict[str, object]:
    """The facts and words of one session page that subscribers see, as values that JSON can hold."""
    facts = {
        name: page._meta.get_field(name).value_from_object(page)
        for name in page.fact_fields
        if name not in NOT_SHOWN and not isinstance(page._meta.get_field(name), SecretMixin)
    }
    words = {name: getattr(page, name) for name in WORDS}
    if said := page.feed_sentences():
        words["feed_sentences"] = said
    rows = {
        relation: [_row_values(row) for row in getattr(page, relation).all()]
        for relation in (*page.fact_rows, *WORD_ROWS)
    }
    return {"facts": facts, "words": words, "rows": rows, "url_path": page.url_path}


def _row_values(row) -> dict[str, object]:
    skipped = {"id", "page", "locale"}
    return {
        field.attname: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.name not in skipped
    }


def material_of(page, *, title: str) -> Material:
    """What moves SEQUENCE (design.md 2), from a page's facts and the origin's title."""
    return Material(
        date=page.date, start_time=page.start_time, end_time=page.end_time, timezone=page.timezone,
        status=page.status, title=title,
    )  # fmt: skip


def record_session(model, key: UUID, *, now: datetime | None = None) -> Change | None:
    """Bring the ledger up to what is public of the session `key`; call it inside the transaction of the change."""
    visible = (
        model.objects.visible()
        .filter(translation_key=key)
        .select_related("locale")
        .prefetch_related(*model.fact_rows, *WORD_ROWS, "organisation_rows__organisation")
    )
    pages = [as_own_type(page) for page in visible]
    entry = ledger.LedgerEntry.objects.filter(translation_key=key).first()
    if not pages and entry is None:
        return None
    origin = next((page for page in pages if page.is_origin), None)
    return ledger.record(
        key=key,
        code=pages[0].code if pages else entry.code,
        versions={page.language: shown_values(page) for page in pages},
        material=_material(pages, origin, entry),
        origin=_origin_language(model, key),
        reasons={page.language: page.change_reason for page in pages},
        last_shown=_last_shown(model, key, pages, entry),
        now=now or timezone.now(),
    )


def _last_shown(model, key: UUID, pages, entry) -> dict[str, object]:
    """What the public sees now, or saw last. Of what was made private nothing is left but that it was there."""
    if pages:
        return shown_last(pages)
    group = model.objects.filter(translation_key=key)
    is_private = group.exists() and not group.public().exists()
    return entry.last_shown | {"titles": {}} if is_private else entry.last_shown


def shown_last(pages) -> dict[str, object]:
    """What a tombstone may say of a session, from its public pages: plain values, no secret, no text but titles.

    `titles`: language of a page -> title, "" while the theme was still to come. `organisations`: keys, in order.
    """
    first = pages[0]
    organisations = [row.organisation for row in first.organisation_rows.all()]
    return {
        "number": first.number,
        "cycle": str(first.get_parent().translation_key),
        "organisations": list(dict.fromkeys(str(each.key) for each in organisations)),
        "titles": {page.language: "" if page.theme_pending else page.title for page in pages},
        "origin": next((page.language for page in pages if page.is_origin), first.language),
    }


def _material(pages, origin, entry) -> Material | None:
    """While the origin is not public, the title that it had in public last goes on counting."""
    if not pages:
        return None
    title = origin.title if origin else (entry.material["title"] if entry else pages[0].title)
    return material_of(pages[0], title=title)


def _origin_language(model, key: UUID) -> str | None:
    return (
        model.objects.filter(translation_key=key, is_origin=True)
        .values_list("locale__language_code", flat=True)
        .first()
    )
