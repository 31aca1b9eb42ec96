"""A page in memory as the API would say it, were it published at this moment. Nothing is stored."""

import datetime
import json
from dataclasses import replace
from typing import Any

from django.utils.translation import override

from wagtail.models import Page

from events.addresses import absolute, page_path
from events.markup import linked_pages
from feeds import sources
from feeds.api import answers
from feeds.api.composed import Around, Composed
from feeds.api.news import compose_news
from feeds.api.records import Resource, ResourceKind
from feeds.api.sessions import compose_sessions
from feeds.previews import UnpublishableError, as_published, entry_of, require_fields
from feeds.sources import Public, Version

KINDS = {"session": ResourceKind.SESSIONS, "news": ResourceKind.NEWS}


def draft_of(page: Page, *, now: datetime.datetime) -> dict[str, Any]:
    """What the front end is given of a page: its kind, its language, and the item. Raises UnpublishableError."""
    require_fields(page)
    kind, language = KINDS[page.preview_kind], page.locale.language_code
    published = as_published(page, at=now)
    stage = sources.stage_of(_public(published, at=now), language=language)
    around = Around(
        addresses=sources.addresses_of(stage),
        versions={page.translation_key: _versions(published)},
        files={},
        organisations=frozenset(row.organisation.code for row in page.organisation_rows.all()),
        now=now,
    )
    compose = compose_sessions if kind == ResourceKind.SESSIONS else compose_news
    with override(language):
        found = [each for each in compose(stage, around=around) if isinstance(each, Composed)]
    if not found:
        raise UnpublishableError(reason="The API could not say it; the log says why.")
    item = answers.one(_resource(found[0], language=language), now=now).said
    return {"kind": kind.value, "language": language, "item": item}


def _resource(each: Composed, *, language: str) -> Resource:
    """What would be stored, as far as it is said."""
    moments = {name: getattr(each, name) for name in ("at", "ends_at", "opens_at", "closes_at", "has_replay")}
    return Resource(kind=each.kind, key=each.key, language=language, body=json.dumps(each.said), **moments)


def _public(page: Page, *, at: datetime.datetime) -> Public:
    """What is public, and of sessions and news this page alone."""
    public = sources.load_public(frozenset())
    names = ("introduction", "body", "minutes", "transcript")
    texts = [getattr(page, name, "") for name in names]
    linked = sources.load_linked(linked_pages(texts), private=Page.objects.all().private_q())
    if page.preview_kind != "session":
        return replace(public, linked=linked, news=[page])
    cycle, key = page.get_parent().specific, page.translation_key
    version = Version(page.pk or 0, cycle.path + page.path[-page.steplen :], page.slug, is_origin=True)
    return replace(
        public,
        linked=linked,
        cycles=public.cycles | {cycle.translation_key: [cycle]},
        ledger={key: entry_of(page, at=at)},
        versions={key: {page.locale.language_code: version}},
        pages={version.pk: page},
    )


def _versions(page: Page) -> dict[str, str]:
    """Addresses of the pages that are published, and that of this one."""
    others = type(page).objects.live().filter(translation_key=page.translation_key).exclude(pk=page.pk)
    found = {each.locale.language_code: absolute(page_path(each)) for each in others.select_related("locale")}
    return found | {page.locale.language_code: absolute(page_path(page))}
