"""Records of published words, written in the transaction of every save that leaves a page public.

Words are read from what is stored, never from a page in memory, so whatever path a publication took they are those that
readers get. What counts as words stands in events/publication.py; a reason of a change goes with the change, not with the text.
"""

import datetime
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from events.board.models import WordsRecord
from events.fact_rows import IDENTITY, related
from events.ledger import digest
from events.models import SessionPage
from events.publication import WORD_ROWS, WORDS

_as_read: ContextVar[bool] = ContextVar("as_read", default=True)


@contextmanager
def words_unread() -> Iterator[None]:
    """Publications inside are made by a program, for the sake of a fact or a reason: a stale translation stays stale."""
    token = _as_read.set(False)
    try:
        yield
    finally:
        _as_read.reset(token)


def record_words(page: SessionPage, *, now: datetime.datetime) -> None:
    """Note what is public of a page now; nothing for a page that is not. Call it inside the transaction. Eight queries."""
    if not page.live:
        return
    origin = page.group().filter(is_origin=True).values_list("pk", flat=True).first()
    digests = words_digests({page.pk, origin} - {None})
    own, read = digests[page.pk], digests.get(origin, "")
    record = WordsRecord.objects.filter(page=page.pk).first()
    if record is None:
        WordsRecord.objects.create(page_id=page.pk, digest=own, changed_at=now, published_at=now, read=read)
        return
    if record.digest != own:
        record.digest, record.changed_at = own, now
    if _as_read.get():
        record.read = read
    record.published_at = now
    record.save()


def record_missing(*, now: datetime.datetime) -> int:
    """Records for public pages that have none, taken to be up to date; returns how many were made. Repeatable."""
    pages = SessionPage.objects.filter(live=True, words_record=None)
    origins = dict(
        SessionPage.objects.filter(
            is_origin=True, translation_key__in=pages.values("translation_key")
        ).values_list("translation_key", "pk")
    )
    rows = list(pages.values_list("pk", "translation_key", "last_published_at"))
    digests = words_digests({pk for pk, _key, _at in rows} | set(origins.values()))
    made = [
        WordsRecord(
            page_id=pk,
            digest=digests[pk],
            changed_at=at or now,
            published_at=at or now,
            read=digests.get(origins.get(key), ""),
        )
        for pk, key, at in rows
    ]
    WordsRecord.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def hand_over_words(origin: SessionPage) -> None:
    """Before an origin is deleted: whoever was up to date beside it is up to date beside the page that leads next."""
    members = [member.pk for member in origin.lock_group() if member.pk != origin.pk]
    words = WordsRecord.objects.filter(page=origin.pk).values_list("digest", flat=True).first()
    if members and words:
        heir = words_digests({members[0]})[members[0]]
        WordsRecord.objects.filter(page__in=members, read=words).update(read=heir)


def words_digests(pages: Collection[int]) -> dict[int, str]:
    """A name for the stored words of each of these session pages: equal words, equal name. One query, and one for each list."""
    words: dict[int, dict[str, object]] = {
        row.pop("pk"): row for row in SessionPage.objects.filter(pk__in=pages).values("pk", *WORDS)
    }
    for relation in WORD_ROWS:
        for page, rows in _words_in(relation, pages).items():
            words[page][relation] = rows
    return {page: digest(values) for page, values in words.items()}


def _words_in(relation: str, pages: Collection[int]) -> dict[int, list[object]]:
    """The words of a list, in its order. Of photos, whose identity and order are facts, only those with words, by their key."""
    model, parent = related(SessionPage, relation)
    is_word_row = relation in SessionPage.word_rows
    skipped = {"id", parent, "locale_id", *IDENTITY, *(model.fact_columns if is_word_row else ())}
    names = [each.attname for each in model._meta.concrete_fields if not {each.attname, each.name} & skipped]
    order = ("translation_key",) if is_word_row else ("sort_order", "pk")
    found: dict[int, list[object]] = {}
    rows = model.objects.filter(**{f"{parent}__in": pages}).order_by(parent, *order)
    for row in rows.values(parent, "translation_key", *names):
        values = [row[name] for name in names]
        if not is_word_row:
            found.setdefault(row[parent], []).append(values)
        elif any(values):
            found.setdefault(row[parent], []).append([row["translation_key"], *values])
    return found
