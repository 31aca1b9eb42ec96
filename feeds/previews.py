"""What subscribers would get of a page as it stands in the editor: the documents of feeds, of a page in memory.

Nothing is stored: neither an item, nor a mark, nor an entry of the ledger.
"""

import datetime
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from wagtail.models import Page

from events.abstract.session_facts import derive_when, next_number
from events.clock import ClockError
from events.codes import Kind as CodeKind
from events.codes import free_code
from events.ledger import LedgerEntry, new_uid
from events.markup import linked_pages
from events.now import now
from events.presentation_when import build_when
from events.previews import register_preview
from feeds import entries, sources, wording
from feeds.addresses import EXTENSIONS
from feeds.channels import site_head
from feeds.documents import Article, Entry, Event
from feeds.models import Kind
from feeds.renderers import FORMATS
from feeds.sources import Cycle, Session, Stage

NEEDED = ("date", "start_time", "end_time", "timezone")


class UnpublishableError(Exception):
    """Why no feed could publish a draft. `missing`: names of fields; `reason`: a technical sentence in English, or ""."""

    def __init__(self, *, missing: Iterable[str] = (), reason: str = ""):
        super().__init__(reason)
        self.missing, self.reason = list(missing), reason


def connect() -> None:
    """Offer our previews in the page editor; called once, when all apps are ready."""
    register_preview("calendar", _("Calendar entry"), calendar_entry, kinds=["session"])
    register_preview("feed-item", _("Feed item"), feed_item, kinds=["session", "news"])


def calendar_entry(page: Page, request: HttpRequest) -> HttpResponse:
    """A session as calendar programs show it."""
    return in_its_language(
        page,
        request,
        template="calendar",
        present=lambda page: _calendar_context(document_of(page, at=now()), page),
    )


def feed_item(page: Page, request: HttpRequest) -> HttpResponse:
    """A session or news page as lists and feed readers show it."""
    return in_its_language(
        page, request, template="item", present=lambda page: {"item": document_of(page, at=now())}
    )


def document_of(page: Page, *, at: datetime.datetime) -> Entry:
    """The document of a page in memory, as if it were published at this moment. Raises UnpublishableError."""
    make, kind = (_event, Kind.SESSIONS) if page.preview_kind == "session" else (_article, Kind.NEWS)
    require_fields(page)
    try:
        document = make(as_published(page, at=at), at=at)
        for extension in EXTENSIONS[kind]:
            FORMATS[extension].compose(document)
    except Exception as error:  # whatever a feed would leave the page out for
        raise UnpublishableError(reason=f"{type(error).__name__}: {error}") from error
    return document


def require_fields(page: Page) -> None:
    """Raise UnpublishableError for a session without what every session has."""
    needed = NEEDED if page.preview_kind == "session" else ()
    if missing := [name for name in needed if getattr(page, name) in (None, "")]:
        raise UnpublishableError(missing=[str(page._meta.get_field(name).verbose_name) for name in missing])


def in_its_language(
    page: Page, request: HttpRequest, *, template: str, present: Callable[[Page], dict[str, object]]
) -> HttpResponse:
    """What `present` gives, or why it cannot, in the language of the page, whatever the editor reads."""
    with override(_language(page)):
        try:
            context = present(page)
        except UnpublishableError as error:
            template, context = "unpublishable", {"missing": error.missing, "reason": error.reason}
        return TemplateResponse(request, f"feeds/previews/{template}.html", context).render()


def _language(page: Page) -> str:
    return page.locale.language_code


def _calendar_context(event: Event, page: Page) -> dict[str, object]:
    rows = [*page.organisation_rows.all(), *page.get_parent().specific.organisation_rows.all()]
    zones = [row.organisation.timezone for row in rows]
    try:
        when = build_when(page, language=_language(page), zones=zones)
    except ClockError as error:
        raise UnpublishableError(reason=str(error)) from error
    # What renderers write as LOCATION: the join address, else the platform.
    location = event.join_url or event.platform
    return {"event": event, "when": when, "location": location, "status": wording.status_name(event.status)}


def as_published(page: Page, *, at: datetime.datetime) -> Page:
    """The page with what it gets only when it is stored; the one in the editor stays as it is."""
    published = copy(page)
    published.first_published_at = page.first_published_at or at
    published.last_published_at = at
    if page.preview_kind == "session":
        derive_when(published, stored=None)
    if page.preview_kind == "session" and not page.code:
        cycle = page.get_parent().specific
        published.number = page.number or next_number(page.family, cycle)
        published.code = free_code(kind=CodeKind.SESSION, wish=f"{cycle.code[:30]}-{published.number}")
    return published


def _event(page: Page, *, at: datetime.datetime) -> Event:
    stage = _stage(page, text=page.introduction)
    cycle = page.get_parent().specific
    session = Session(
        page=page,
        lang=stage.language,
        is_fallback=False,
        origin_slug=page.slug,
        cycle=Cycle(key=cycle.translation_key, page=cycle, own=cycle),
        entry=entry_of(page, at=at),
    )
    return entries.event(session, stage=stage, head=site_head(stage), addresses=sources.addresses_of(stage))


def _article(page: Page, *, at: datetime.datetime) -> Article:
    stage = _stage(page, text=page.body)
    return entries.article(
        page, language=stage.language, head=site_head(stage), addresses=sources.addresses_of(stage)
    )


def _stage(page: Page, *, text: str) -> Stage:
    """What is public for readers of the page's language, with what its text links to."""
    public = sources.load_public(frozenset())
    linked = sources.load_linked(linked_pages([text]), private=Page.objects.all().private_q())
    return sources.stage_of(replace(public, linked=linked), language=_language(page))


def entry_of(page: Page, *, at: datetime.datetime) -> LedgerEntry:
    """What the ledger knows of the session; for one that nobody has seen, what it would begin with. Not stored."""
    key = page.translation_key
    stored = LedgerEntry.objects.filter(translation_key=key).first()
    return stored or LedgerEntry(translation_key=key, code=page.code, uid=new_uid(key), first_published=at)
