"""Stores the sessions of cms/bench/programme.py many at a time, as publications of them would have left them."""

import datetime
from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction
from django.db.models import F

from wagtail.models import Locale, Page

from cms.bench.programme import ANNOUNCED, CALLED_OFF, REASON, Sample, cycle_code, key_of, samples
from cms.preparing import make_root, set_address, untouched_welcome_pages
from events.abstract.session import Status
from events.board.models import WordsRecord
from events.board.records import record_missing
from events.clock import span
from events.codes import Kind, ReservedCode
from events.conf import meeting_hosts, uid_domain
from events.history import Change, Entry, Published, advance
from events.ledger import LedgerChange, LedgerEntry, shown_digests
from events.models import CyclePage, HomePage, Organisation, SessionPage, SessionQuestion
from events.publication import material_of, shown_last, shown_values
from feeds.marks import held_back, mark_everything

# How many sessions are in memory at a time.
BATCH = 200
TITLE = "Parvis {language}"

Pages = Mapping[str, SessionPage]


class OtherContentError(Exception):
    """The database holds what these arguments never make. The message says what, in one phrase."""


def seed_bench(*, sizes: Sequence[int], languages: Sequence[str], seed: int) -> int:
    """Make the cycles that are missing; returns how many sessions were made. Raises OtherContentError."""
    refuse_other_content(languages=languages, seed=seed)
    there = set(CyclePage.objects.values_list("code", flat=True))
    missing = [size for size in sizes if cycle_code(size) not in there]
    if not missing:
        return 0
    with held_back(), transaction.atomic():
        homes = _homes(languages, seed=seed)
        for size in missing:
            _fill(_cycles(homes, size=size, seed=seed), size=size, seed=seed)
        record_missing(now=ANNOUNCED)
        # What was called off has said no other words since.
        WordsRecord.objects.filter(changed_at=CALLED_OFF).update(changed_at=ANNOUNCED)
        mark_everything()
    return sum(missing)


def refuse_other_content(*, languages: Sequence[str], seed: int) -> None:
    """Raise OtherContentError unless there is nothing, or what earlier runs with this seed and these languages made."""
    for page in Page.objects.filter(depth=2).exclude(pk__in=untouched_welcome_pages()):
        if page.translation_key != key_of("home", seed=seed):
            raise OtherContentError(f"the page “{page.title}”")
    homes = HomePage.objects.values_list("locale__language_code", flat=True)
    if homes and set(homes) != set(languages):
        raise OtherContentError(f"sessions in {len(homes)} languages")
    codes = {cycle.translation_key: cycle.code for cycle in CyclePage.objects.all()}
    for page in Page.objects.filter(depth=3):
        code = codes.get(page.translation_key, "")
        if page.translation_key != key_of(code, seed=seed):
            raise OtherContentError(f"the page “{page.title}”")
    if Organisation.objects.exists():
        raise OtherContentError("organisations")


def insert_pages(pages: Sequence[Page]) -> None:
    """Store new pages of one model, table by table as save() does: bulk_create refuses a model that has two."""
    key, model = Page._meta.pk, type(pages[0])
    columns = [field for field in Page._meta.local_concrete_fields if field is not key]
    for some in _batches(pages):
        rows = Page._base_manager._insert(some, fields=columns, returning_fields=[key])
        for page, (number,) in zip(some, rows, strict=True):
            page.id = page.page_ptr_id = number
        model._base_manager._insert(some, fields=model._meta.local_concrete_fields)


def _homes(languages: Sequence[str], *, seed: int) -> dict[str, HomePage]:
    for language in languages:
        locale, _made = Locale.objects.get_or_create(language_code=language)
        if not HomePage.objects.filter(locale=locale).exists():
            Page.get_first_root_node().add_child(instance=_published(HomePage, "home", locale, seed=seed))
    homes = {
        home.locale.language_code: home for home in HomePage.objects.select_related("locale").order_by("pk")
    }
    make_root(homes[languages[0]], site_name="Parvis")
    set_address()
    return homes


def _cycles(homes: Mapping[str, HomePage], *, size: int, seed: int) -> dict[str, CyclePage]:
    code = cycle_code(size)
    for home in homes.values():
        home.add_child(instance=_published(CyclePage, code, home.locale, seed=seed, code=code))
    cycles = CyclePage.objects.filter(code=code).select_related("locale").order_by("pk")
    return {cycle.locale.language_code: cycle for cycle in cycles}


def _published(model, name: str, locale: Locale, *, seed: int, **fields) -> Page:
    """A page that is public. The homes of several languages stand side by side, so their slugs differ."""
    slug = f"{name}-{locale.language_code}" if model is HomePage else name
    return model(
        title=f"{TITLE.format(language=locale.language_code)} {fields.get('code', '')}".strip(), slug=slug, locale=locale,
        translation_key=key_of(name, seed=seed), first_published_at=ANNOUNCED, last_published_at=ANNOUNCED, **fields,
    )  # fmt: skip


def _fill(cycles: Mapping[str, CyclePage], *, size: int, seed: int) -> None:
    for some in _batches(list(samples(size=size, languages=[*cycles], seed=seed))):
        _store(some, cycles)
    for cycle in cycles.values():
        Page.objects.filter(pk=cycle.pk).update(numchild=F("numchild") + size)


def _store(some: Sequence[Sample], cycles: Mapping[str, CyclePage]) -> None:
    """Pages, questions, codes and the ledger of some sessions."""
    groups = [_pages(sample, cycles) for sample in some]
    histories = [_history(sample, pages) for sample, pages in zip(some, groups, strict=True)]
    ReservedCode.objects.bulk_create(
        ReservedCode(kind=Kind.SESSION, code=sample.code, translation_key=sample.key) for sample in some
    )
    pages = [page for group in groups for page in group.values()]
    questions = [(page, [*page.question_rows.all()]) for page in pages]
    insert_pages(pages)
    for page, rows in questions:
        for row in rows:
            row.page_id = page.pk
    SessionQuestion.objects.bulk_create(row for _page, rows in questions for row in rows)
    LedgerEntry.objects.bulk_create(entry for entry, _changes in histories)
    LedgerChange.objects.bulk_create(change for _entry, changes in histories for change in changes)


def _pages(sample: Sample, cycles: Mapping[str, CyclePage]) -> dict[str, SessionPage]:
    starts_at, ends_at = span(
        date=sample.date, start=sample.start_time, end=sample.end_time, zone=sample.timezone
    )
    facts = {
        "code": sample.code, "number": sample.number, "date": sample.date, "start_time": sample.start_time,
        "end_time": sample.end_time, "timezone": sample.timezone, "starts_at": starts_at, "ends_at": ends_at,
        "link": f"https://{meeting_hosts()[0]}/j/{81_000_000_000 + sample.place}", "spoken": [*cycles],
    }  # fmt: skip
    return {language: _page(sample, cycle, language, facts) for language, cycle in cycles.items()}


def _page(sample: Sample, cycle: CyclePage, language: str, facts: Mapping) -> SessionPage:
    words, slug = sample.words[language], f"s-{sample.place}"
    page = SessionPage(
        title=words.title, draft_title=words.title, slug=slug, url_path=f"{cycle.url_path}{slug}/",
        introduction=words.introduction, locale=cycle.locale, translation_key=sample.key, is_origin=cycle.is_origin,
        depth=cycle.depth + 1, path=Page._get_path(cycle.path, cycle.depth + 1, sample.place),
        first_published_at=ANNOUNCED, last_published_at=ANNOUNCED, **facts,
    )  # fmt: skip
    page.question_rows = [
        SessionQuestion(text=text, locale=cycle.locale, translation_key=key, sort_order=place)
        for place, (key, text) in enumerate(zip(sample.question_keys, words.questions, strict=True))
    ]
    page._cached_parent_obj = cycle
    return page


def _history(sample: Sample, pages: Pages) -> tuple[LedgerEntry, list[LedgerChange]]:
    """What the ledger knows: the announcement, and the end of one that was called off."""
    entry, change = _advanced(None, pages, now=ANNOUNCED)
    told = [(change, {})]
    if sample.is_called_off:
        for page in pages.values():
            page.status = Status.CANCELLED
        source, origin = next(each for each in pages.items() if each[1].is_origin)
        origin.change_reason, origin.last_published_at = REASON, CALLED_OFF
        entry, change = _advanced(entry, pages, now=CALLED_OFF)
        told.append((change, {source: REASON}))
    row = LedgerEntry(
        translation_key=sample.key, code=sample.code, uid=f"{sample.key}@{uid_domain()}",
        last_shown=shown_last([*pages.values()]),
    )  # fmt: skip
    row.take(entry)
    return row, [LedgerChange.of(row, change, reasons) for change, reasons in told]


def _advanced(entry: Entry | None, pages: Pages, *, now: datetime.datetime) -> tuple[Entry, Change]:
    source, origin = next(each for each in pages.items() if each[1].is_origin)
    digests = shown_digests({each: shown_values(page) for each, page in pages.items()}, origin=source)
    published = Published(material=material_of(origin, title=origin.title), digests=digests)
    return advance(entry, published=published, now=now)


def _batches(rows: Sequence) -> Iterator[Sequence]:
    for begin in range(0, len(rows), BATCH):
        yield rows[begin : begin + BATCH]
