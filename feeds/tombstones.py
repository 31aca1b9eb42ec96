"""What subscribers still get of a session that has left the public: that it takes place no more, until 90 days past its date.

A subscription forgets an event that vanishes; an imported copy does not, and learns it only by a higher SEQUENCE with
STATUS:CANCELLED (RFC 5546 2.1.4).
"""

import datetime
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext, override

from events.addresses import absolute, page_path
from events.conf import fallbacks, languages
from events.history import Material
from events.ledger import LedgerEntry
from events.states import CALLED_OFF_KEPT
from events.words import choose_words
from feeds import wording
from feeds.channels import Head
from feeds.documents import Event
from feeds.sources import Stage


def leaves_at(event: Event) -> datetime.datetime | None:
    """When an event that is called off leaves the feeds (UTC); None for one that takes place."""
    return event.ends_at + CALLED_OFF_KEPT if event.is_called_off else None


def last_title(entry: LedgerEntry, *, language: str) -> tuple[str, str] | None:
    """The language and the title that readers of `language` saw last; None for what was made private."""
    shown = entry.last_shown
    chosen = choose_words(
        shown.get("titles", {}),
        language=language,
        fallbacks=fallbacks(language),
        origin=shown.get("origin"),
        languages=languages(),
    )
    if chosen is None:
        return None
    lang, title = chosen
    return (lang, title) if title else (language, wording.theme_to_come(language=language))


def keys_shown(entry: LedgerEntry) -> tuple[UUID | None, list[UUID]]:
    """The keys of the cycle and of the organisations that the session was seen with."""
    shown = entry.last_shown
    cycle = shown.get("cycle")
    return UUID(cycle) if cycle else None, [UUID(key) for key in shown.get("organisations", [])]


def tombstone(entry: LedgerEntry, *, stage: Stage, head: Head) -> Event:
    """A withdrawn session for readers of the stage's language. Raises DocumentError for what no format could publish."""
    language = stage.language
    material = replace(Material.from_json(entry.material), status="withdrawn")
    shown = last_title(entry, language=language)
    number = entry.last_shown.get("number") if shown else None
    with override(language):
        lang, title = shown or (language, gettext("Session"))
        notice = gettext("This session has been withdrawn. It does not take place as announced.")
    titled = {"title": title, "number": number, "lang": lang, "language": language}
    lines, url = [wording.when_sentence(material, language=language), notice], _url(entry, stage=stage)
    return Event(
        key=entry.translation_key,
        uid=entry.uid,
        code=entry.code,
        url=url,
        lang=lang,
        is_fallback=lang != language,
        title=title,
        summary=wording.calendar_title(status=material.status, **titled),
        dated_title=wording.dated_title(material, **titled),
        excerpt=notice,
        description=wording.event_description(lines=lines, join_url=None, url=url, language=language),
        content_html=wording.paragraphs_html(lines),
        date=material.date,
        start_time=material.start_time,
        end_time=material.end_time,
        timezone=material.timezone,
        status=material.status,
        sequence=entry.sequence,
        created=entry.first_published,
        published=entry.first_published,
        last_modified=entry.modified_in(language),
        authors=(head.publisher_name,),
        organizer_name=head.publisher_name,
        organizer_email=head.publisher_email,
        organizer_url=head.home_url,
    )


def _url(entry: LedgerEntry, *, stage: Stage) -> str:
    """The programme that the session was part of: its own page is gone."""
    cycle = stage.find_cycle(keys_shown(entry)[0])
    page = (cycle.own or cycle.page) if cycle else stage.home
    return absolute(page_path(page) if page else f"/{stage.language}/")
