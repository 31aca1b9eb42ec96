"""A session as the API says it."""

import datetime
from collections.abc import Iterator, Mapping
from functools import partial
from zoneinfo import ZoneInfo

from events import states
from events.addresses import absolute, calendar_path, join_path, page_path
from events.pictures import PHOTO, POSTER
from feeds import entries
from feeds.api.composed import (
    Composed,
    made,
    names_of,
    organisation_tags,
    organisations,
    person_key,
    picture,
    text,
    utc,
    versions,
)
from feeds.api.records import ResourceKind
from feeds.documents import CALLED_OFF
from feeds.sources import Session, Stage, sessions_of


def compose_sessions(stage: Stage, *, addresses: Mapping[int, str]) -> Iterator[Composed]:
    """Every public session. `addresses`: absolute ones of the pages that texts link to, by primary key."""
    for session in sessions_of(stage):
        yield from made(session, partial(_composed, session, stage=stage, addresses=addresses))


def _composed(session: Session, *, stage: Stage, addresses: Mapping[int, str]) -> Composed:
    page, cycle = session.page, session.cycle.page
    window = states.window(
        starts_at=page.starts_at,
        ends_at=page.ends_at,
        opens_before=cycle.opens_before,
        closes_after=cycle.closes_after,
    )
    said = {
        **_words(session, stage=stage),
        **_when(page, window),
        **_ways_in(session, language=stage.language),
        **_texts(page, addresses=addresses),
        **_taking_part(page, language=stage.language),
        **_pictures(page),
    }
    return Composed(
        kind=ResourceKind.SESSIONS,
        key=page.translation_key,
        code=page.code,
        said=said,
        words=_searched(page, said),
        tags=frozenset(_tags(session)),
        at=page.starts_at,
        ends_at=page.ends_at,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        has_replay=bool(page.replay),
    )


def _words(session: Session, *, stage: Stage) -> dict[str, object]:
    page, cycle = session.page, session.cycle
    lang, title = entries.title_of(session, language=stage.language)
    group = stage.public.versions[page.translation_key].values()
    return {
        "key": str(page.translation_key),
        "code": page.code,
        "uid": session.entry.uid,
        "number": page.number,
        "language": lang,
        "is_fallback": lang != stage.language,
        "title": title,
        "theme_pending": page.theme_pending,
        "url": entries.url_of(session),
        "available_languages": versions(stage.public.pages[version.pk] for version in group),
        "published": utc(session.entry.first_published),
        "modified": utc(entries.last_modified(session, stage=stage)),
        "cycle": {
            "code": cycle.page.code,
            "title": cycle.page.title,
            "url": absolute(page_path(cycle.own or cycle.page)),
        },
    }


def _when(page, window: states.Window) -> dict[str, object]:
    return {
        "status": page.status,
        "date": page.date.isoformat(),
        "starts_at": _local(page.starts_at, page.timezone),
        "ends_at": _local(page.ends_at, page.timezone),
        "timezone": page.timezone,
        "opens_at": utc(window.opens_at),
        "closes_at": utc(window.closes_at),
        "previous_starts": [utc(datetime.datetime.fromisoformat(start)) for start in page.previous_starts],
        "change_reason": page.change_reason,
    }


def _ways_in(session: Session, *, language: str) -> dict[str, object]:
    page = session.page
    takes_place = page.status not in CALLED_OFF
    return {
        "sequence": session.entry.sequence,
        "join_url": absolute(join_path(page.code, language=language)) if takes_place else None,
        "calendar_url": absolute(calendar_path(page.code, language=language)),
        "platform": page.platform,
        "spoken": page.spoken,
        "interpreted": page.interpreted,
        "captioned": page.captioned,
        "slides": page.slides,
        "channels": [{"language": row.language, "name": row.name} for row in page.channel_rows.all()],
        "replay": page.replay or None,
    }


def _texts(page, *, addresses: Mapping[int, str]) -> dict[str, object]:
    return {
        "introduction": text(page.introduction, addresses=addresses),
        "questions": [row.text for row in page.question_rows.all()],
        "body": text(page.body, addresses=addresses),
        "minutes": text(page.minutes, addresses=addresses),
        "transcript": text(page.transcript, addresses=addresses),
        "captions": absolute(page.captions.url) if page.captions else None,
        "documents": [{"title": row.title, "url": row.url} for row in page.resource_rows.all()],
    }


def _taking_part(page, *, language: str) -> dict[str, object]:
    return {
        "organisations": organisations(page.organisation_rows.all(), language=language),
        "people": [_person(row, language=language) for row in page.person_rows.all()],
        "more_to_come": page.more_to_come,
    }


def _person(row, *, language: str) -> dict[str, object]:
    name, spoken = row.person.name_in(language)
    words, employer = row.person.words_in(language), row.person.organisation
    return {
        "key": str(person_key(row.person)),
        "name": name,
        "language": spoken,
        "role": row.role,
        "title": words.role_title if words else "",
        "organisation": employer.code if employer else None,
    }


def _pictures(page) -> dict[str, object]:
    return {
        "poster": picture(page.poster_id, POSTER, alt=page.poster_alt, credit=page.poster_credit),
        "photos": [
            picture(row.image_id, PHOTO, alt=row.alt, credit=row.credit, caption=row.caption)
            for row in page.photo_rows.all()
        ],
    }


def _tags(session: Session) -> set[str]:
    page, cycle = session.page, session.cycle.page
    rows = [*page.organisation_rows.all(), *cycle.organisation_rows.all()]
    return {
        f"cycle:{cycle.code}",
        f"status:{page.status}",
        *(f"spoken:{code}" for code in {*page.spoken, *page.interpreted}),
        *organisation_tags(rows),
        *(f"person:{person_key(row.person)}" for row in page.person_rows.all()),
    }


def _searched(page, said: dict) -> list[str]:
    """Every word that a reader sees of it, and names in every script."""
    named = [row.organisation for row in page.organisation_rows.all()]
    named += [row.person for row in page.person_rows.all()]
    return [
        said["title"],
        said["cycle"]["title"],
        said["code"],
        *(said[name]["text"] for name in ("introduction", "body", "minutes", "transcript")),
        *said["questions"],
        *(word for each in named for word in names_of(each)),
    ]


def _local(moment: datetime.datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
