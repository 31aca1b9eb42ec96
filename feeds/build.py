"""From pages to documents: with feeds/channels.py the only place that knows both sides. Equal content gives equal
documents; there is no clock and no request here.
"""

import datetime
import logging
from collections.abc import Iterator

from django.utils.translation import gettext, override

from events.addresses import absolute, join_path, page_path, session_path
from events.text import excerpt, plain_from_html
from feeds import sources, wording
from feeds.channels import build_channel, find_organiser
from feeds.documents import CALLED_OFF, Article, Calendar, Channel, DocumentError, Event, Feed, Picture
from feeds.markup import feed_html
from feeds.scopes import ALL, Scope

logger = logging.getLogger(__name__)

MAX_ENTRIES = 50
EXCERPT = 300
MIME_TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif"}


def build_calendar(*, scope: Scope, language: str) -> Calendar:
    """sessions.ics: every visible session of the scope."""
    sessions = sources.load_sessions(scope=scope, language=language)
    channel = _session_channel(sessions, scope=scope, language=language, file="sessions.ics")
    return Calendar(channel=channel, events=tuple(_events(sessions, channel=channel)))


def build_session_feed(*, scope: Scope, language: str, file: str) -> Feed:
    """sessions.rss, .atom or .json: the newest sessions by first publication."""
    sessions = sources.load_sessions(scope=scope, language=language)
    channel = _session_channel(sessions, scope=scope, language=language, file=file)
    newest = sorted(sessions, key=lambda each: (each.entry.first_published, each.page.code), reverse=True)
    return Feed(channel=channel, entries=tuple(_events(newest[:MAX_ENTRIES], channel=channel)))


def build_news_feed(*, scope: Scope, language: str, file: str) -> Feed:
    """news.rss, .atom or .json: the newest articles of one language."""
    pages = sources.load_news(scope=scope, language=language, limit=MAX_ENTRIES)
    moments = [page.last_published_at for page in pages]
    channel = build_channel(scope=scope, language=language, file=file, moments=moments)
    return Feed(channel=channel, entries=tuple(_article(page, channel=channel) for page in pages))


def build_session_download(*, code: str, language: str, path: str) -> Calendar | None:
    """One session as a calendar file to open, or None when no visible session has that code."""
    sessions = sources.load_sessions(scope=ALL, language=language, code=code)
    if not sessions:
        return None
    channel = _session_channel(sessions, scope=ALL, language=language, file="session.ics", self_path=path)
    return Calendar(channel=channel, events=tuple(_events(sessions, channel=channel)), is_download=True)


def _session_channel(sessions: list[sources.Session], **address) -> Channel:
    moments = [max(session.entry.last_modified_moments()) for session in sessions]
    return build_channel(moments=moments, **address)


def _events(sessions: list[sources.Session], *, channel: Channel) -> Iterator[Event]:
    """The sessions as events; one that no format could publish is left out, logged, and never costs the feed."""
    for session in sessions:
        try:
            yield _event(session, channel=channel)
        except DocumentError:
            logger.exception("Session %s is left out of the feeds", session.page.code)


def _event(session: sources.Session, *, channel: Channel) -> Event:
    page, entry, language = session.page, session.entry, channel.lang
    lang, title = _title(session, language=language)
    url = _session_url(session)
    join_url = None if page.status in CALLED_OFF else absolute(join_path(page.code, language=language))
    titled = {"title": title, "lang": lang, "language": language}
    return Event(
        key=page.translation_key,
        uid=entry.uid,
        code=page.code,
        url=url,
        join_url=join_url,
        lang=lang,
        is_fallback=session.is_fallback,
        title=title,
        summary=wording.calendar_title(number=page.number, status=page.status, **titled),
        dated_title=wording.dated_title(page, **titled),
        **_texts(session, title=title, url=url, join_url=join_url, language=language),
        date=page.date,
        start_time=page.start_time,
        end_time=page.end_time,
        timezone=page.timezone,
        status=page.status,
        sequence=entry.sequence,
        created=entry.first_published,
        published=entry.first_published,
        last_modified=_last_modified(session, language=language),
        categories=(session.cycle.page.title,),
        **_organizer(session, channel=channel),
        picture=_picture(page.poster, alt=page.poster_alt, credit=page.poster_credit),
        platform=page.platform,
        languages=tuple(page.spoken),
    )


def _title(session: sources.Session, *, language: str) -> tuple[str, str]:
    """The language and the text of the title; a theme to come is said in the reader's language."""
    if not session.page.theme_pending:
        return session.lang, session.page.title
    with override(language):
        return language, gettext("Theme to come")


def _session_url(session: sources.Session) -> str:
    own_cycle = session.cycle.own
    path = session_path(
        session.page,
        origin_slug=session.origin_slug,
        cycle_path=page_path(own_cycle) if own_cycle else None,
        is_fallback=session.is_fallback,
    )
    return absolute(path)


def _texts(session: sources.Session, *, title: str, url: str, join_url: str | None, language: str) -> dict[str, str]:
    """Excerpt, plain description and HTML content of one event."""
    page = session.page
    introduction = plain_from_html(page.introduction)
    questions = [row.text for row in page.question_rows.all()]
    numbered = "\n".join(f"{number}. {text}" for number, text in enumerate(questions, start=1))
    when = wording.when_sentence(page, language=language)
    facts = _sentences(session, language=language)
    return {
        "excerpt": excerpt(introduction or title, limit=EXCERPT),
        "description": wording.event_description(
            lines=[when, introduction, numbered, *facts], join_url=join_url, url=url, language=language
        ),
        "content_html": wording.paragraphs_html([when])
        + feed_html(page.introduction)
        + wording.questions_html(questions)
        + wording.paragraphs_html(facts),
    }


def _sentences(session: sources.Session, *, language: str) -> list[str]:
    """Why another language, who takes part, who moderates, in which languages: "" for what there is nothing to say of."""
    page = session.page
    rows = [(row.role, row.organisation.name_in(language)[0]) for row in page.organisation_rows.all()]
    people = [(row.role, row.person.name_in(language)[0]) for row in page.person_rows.all()]
    with override(language):
        more = [gettext("and others")] if page.more_to_come else []
        participants = [name for role, name in rows if role == "participant"]
        speakers = [name for role, name in people if role == "speaker"]
        moderators = [name for role, name in (*rows, *people) if role == "moderator"]
        taking_part = wording.labelled(gettext("With:"), [*participants, *speakers, *more])
        moderated = wording.labelled(gettext("Moderated by:"), moderators)
    return [
        wording.fallback_notice(session.lang, language=language) if session.is_fallback else "",
        taking_part,
        moderated,
        wording.languages_sentence(page.spoken or page.interpreted, language=language),
    ]


def _organizer(session: sources.Session, *, channel: Channel) -> dict[str, object]:
    """The session's organiser, else its cycle's, else the publisher of the feed."""
    rows, cycle_rows = session.page.organisation_rows.all(), session.cycle.page.organisation_rows.all()
    organiser = find_organiser(rows) or find_organiser(cycle_rows)
    name = organiser.name_in(channel.lang)[0] if organiser else channel.publisher_name
    return {
        "authors": (name,),
        "organizer_name": name,
        "organizer_email": (organiser.contact_email or None) if organiser else channel.publisher_email,
        "organizer_url": (organiser.website if organiser else "") or channel.home_url,
    }


def _last_modified(session: sources.Session, *, language: str) -> datetime.datetime:
    """The newest of what this language's rendering uses (RFC 5545 3.8.7.3)."""
    page = session.page
    used = [row.organisation.modified_at for row in page.organisation_rows.all()]
    used += [row.person.modified_at for row in page.person_rows.all()]
    used += [session.cycle.page.last_published_at or session.entry.first_published]
    return max([session.entry.modified_in(language), *used])


def _picture(image, *, alt: str, credit: str) -> Picture | None:
    mime_type = MIME_TYPES.get(image.file.name.rpartition(".")[2].lower()) if image else None
    if not mime_type:
        return None
    return Picture(
        url=absolute(image.file.url),
        mime_type=mime_type,
        length=image.file_size or 0,
        width=image.width,
        height=image.height,
        alt=alt,
        credit=credit,
    )


def _article(page, *, channel: Channel) -> Article:
    organisations = [row.organisation.name_in(channel.lang)[0] for row in page.organisation_rows.all()]
    return Article(
        key=page.translation_key,
        url=absolute(page_path(page)),
        lang=channel.lang,
        title=page.title,
        excerpt=excerpt(page.summary or plain_from_html(page.body), limit=EXCERPT),
        content_html=wording.paragraphs_html([page.summary]) + feed_html(page.body),
        published=page.first_published_at,
        last_modified=page.last_published_at or page.first_published_at,
        authors=tuple(organisations) or (channel.publisher_name,),
        picture=_picture(page.image, alt=page.image_alt, credit=page.image_credit),
    )
