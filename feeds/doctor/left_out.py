"""Published sessions and news that are in no feed of some language: what could not be composed is left out, and said here."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from wagtail.models import Page

from events.conf import languages
from events.history import Material
from events.ledger import LedgerEntry
from events.models import NewsPage
from events.states import CALLED_OFF_KEPT
from feeds import entries, sources
from feeds.addresses import EXTENSIONS
from feeds.channels import site_head
from feeds.documents import CALLED_OFF, Entry
from feeds.models import Item, Kind
from feeds.renderers import FORMATS
from feeds.sources import Stage


@dataclass(frozen=True)
class LeftOut:
    """A page whose words readers of `language` should get and do not. `reason` is a technical sentence in English."""

    page: Page
    language: str
    reason: str


def keys_left_out(*, now: datetime.datetime) -> frozenset[UUID]:
    """Translation keys of published sessions and news that some language's feeds lack. Three queries."""
    sessions = [
        entry.translation_key for entry in _incomplete_entries() if not _has_left(entry.material, now=now)
    ]
    return frozenset([*sessions, *_news_without_item()])


def explain(keys: frozenset[UUID]) -> list[LeftOut]:
    """Why these are left out, by trying to compose them. A constant number of queries, none without keys."""
    if not keys:
        return []
    public = sources.load_public(keys)
    composed = set(Item.objects.filter(key__in=keys).values_list("kind", "key", "language"))
    found = []
    for language in languages():
        stage = sources.stage_of(public, language=language)
        for kind, page, make in _attempts(stage):
            if (kind.value, page.translation_key, language) not in composed:
                found.append(LeftOut(page, language, _reason(kind, make)))
    return found


def _incomplete_entries() -> Iterable[LedgerEntry]:
    """Sessions that the ledger calls public and that not every language has."""
    composed = (
        Item.objects.filter(
            kind=Kind.SESSIONS,
            key=OuterRef("translation_key"),
            language__in=languages(),
            is_withdrawn=False,
        )
        .order_by()
        .values("key")
        .annotate(number=Count("pk"))
        .values("number")
    )
    public = LedgerEntry.objects.filter(withdrawn_at=None).annotate(composed=Subquery(composed))
    return public.filter(Q(composed=None) | Q(composed__lt=len(languages())))


def _has_left(material: dict[str, object], *, now: datetime.datetime) -> bool:
    """Whether a session that was called off has left the feeds by itself. One of which nobody can tell has not."""
    try:
        stored = Material.from_json(material)
        ends_at = datetime.datetime.combine(stored.date, stored.end_time, ZoneInfo(stored.timezone))
    except (AttributeError, LookupError, TypeError, ValueError):
        return False
    return stored.status in CALLED_OFF and ends_at + CALLED_OFF_KEPT <= now


def _news_without_item() -> Iterable[UUID]:
    item = Item.objects.filter(
        kind=Kind.NEWS, key=OuterRef("translation_key"), language=OuterRef("locale__language_code")
    )
    return (
        NewsPage.objects.live()
        .exclude(Page.objects.all().private_q())
        .filter(~Exists(item), first_published_at__isnull=False, locale__language_code__in=languages())
        .values_list("translation_key", flat=True)
    )


def _attempts(stage: Stage) -> Iterator[tuple[Kind, Page, Callable[[], Entry]]]:
    """What makes the document of each session and news page of the stage."""
    head, addresses = site_head(stage), sources.addresses_of(stage)
    for session in sources.sessions_of(stage):
        make = partial(entries.event, session, stage=stage, head=head, addresses=addresses)
        yield Kind.SESSIONS, session.page, make
    for page in sources.news_of(stage):
        make = partial(entries.article, page, language=stage.language, head=head, addresses=addresses)
        yield Kind.NEWS, page, make


def _reason(kind: Kind, make: Callable[[], Entry]) -> str:
    """What goes wrong; "" where nothing does any more."""
    try:
        document = make()
        for extension in EXTENSIONS[kind]:
            FORMATS[extension].compose(document)
    except Exception as error:  # noqa: BLE001  (whatever a composer stumbles over is what is asked for)
        return f"{type(error).__name__}: {error}"
    return ""
