"""A session as the API says it."""

import datetime
from collections.abc import Iterator
from functools import partial
from zoneinfo import ZoneInfo

from events.addresses import absolute, calendar_path, join_path, page_path
from events.pictures import PHOTO, POSTER
from events.presentation_state import moment_of, phase_of
from events.states import Window
from feeds import entries
from feeds.api.composed import (
    Around,
    Composed,
    Kept,
    code_of,
    employer_tag,
    made,
    names_of,
    organisation_tags,
    organisations,
    person_key,
    picture,
    text,
    utc,
)
from feeds.api.records import ResourceKind
from feeds.documents import CALLED_OFF
from feeds.sources import Session, Stage, sessions_of

# Tags of a session: its replay is not told yet; its words are in the reader's language.
WITHHELD, TRANSLATED = "withheld", "translated"
NOTHING = {"html": "", "text": ""}


def compose_sessions(stage: Stage, *, around: Around) -> Iterator[Composed | Kept]:
    """Every public session.

    Replay, captions and transcript are said from the end of the join window on, as pages do (events.presentation_session), and
    are nowhere before: not in the words that it is found by either. Their coming is a change: tick composes the session again
    (feeds.api.storing.due_keys), so those who mirror get it too, which an answer that looked at the clock would not tell them.
    """
    for session in sessions_of(stage):
        make = partial(_composed, session, stage=stage, around=around)
        yield made(session, ResourceKind.SESSIONS, session.page.translation_key, make)


def _composed(session: Session, *, stage: Stage, around: Around) -> Composed:
    page = session.page
    moment = moment_of(page, cycle=session.cycle.page, now=around.now)
    phase = phase_of(page, moment)
    has_replay = bool(page.replay) and phase == "over"
    said = {
        **_words(session, stage=stage, around=around),
        **_when(page, moment.window),
        **_ways_in(session, language=stage.language),
        **_texts(page, around=around),
        **_replay(page, around=around, is_told=has_replay),
        **_taking_part(page, language=stage.language, known=around.organisations),
        **_pictures(page, around=around),
    }
    tags = _tags(session)
    if page.replay and phase in ("later", "now"):
        tags.add(WITHHELD)
    if not said["is_fallback"]:
        tags.add(TRANSLATED)
    return Composed(
        kind=ResourceKind.SESSIONS,
        key=page.translation_key,
        code=page.code,
        said=said,
        words=_searched(page, said),
        tags=frozenset(tags),
        at=page.starts_at,
        ends_at=page.ends_at,
        opens_at=moment.window.opens_at,
        closes_at=moment.window.closes_at,
        has_replay=has_replay,
    )


def _words(session: Session, *, stage: Stage, around: Around) -> dict[str, object]:
    page, cycle = session.page, session.cycle
    lang, title = entries.title_of(session, language=stage.language)
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
        "available_languages": around.versions[page.translation_key],
        "published": utc(session.entry.first_published),
        "modified": utc(entries.last_modified(session, stage=stage)),
        "cycle": {
            "code": cycle.page.code,
            "title": cycle.page.title,
            "url": absolute(page_path(cycle.own or cycle.page)),
        },
    }


def _when(page, window: Window) -> dict[str, object]:
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
    }


def _texts(page, *, around: Around) -> dict[str, object]:
    return {
        "introduction": text(page.introduction, addresses=around.addresses),
        "questions": [row.text for row in page.question_rows.all()],
        "body": text(page.body, addresses=around.addresses),
        "minutes": text(page.minutes, addresses=around.addresses),
        "documents": [{"title": row.title, "url": row.url} for row in page.resource_rows.all()],
    }


def _replay(page, *, around: Around, is_told: bool) -> dict[str, object]:
    if not is_told:
        return {"replay": None, "transcript": NOTHING, "captions": None}
    return {
        "replay": page.replay,
        "transcript": text(page.transcript, addresses=around.addresses),
        "captions": absolute(page.captions.url) if page.captions else None,
    }


def _taking_part(page, *, language: str, known: frozenset[str]) -> dict[str, object]:
    return {
        "organisations": organisations(page.organisation_rows.all(), language=language),
        "people": [_person(row, language=language, known=known) for row in page.person_rows.all()],
        "more_to_come": page.more_to_come,
    }


def _person(row, *, language: str, known: frozenset[str]) -> dict[str, object]:
    name, spoken = row.person.name_in(language)
    words = row.person.words_in(language)
    return {
        "key": str(person_key(row.person)),
        "name": name,
        "language": spoken,
        "role": row.role,
        "title": words.role_title if words else "",
        "organisation": code_of(row.person.organisation, known=known),
    }


def _pictures(page, *, around: Around) -> dict[str, object]:
    drawn = partial(picture, files=around.files)
    return {
        "poster": drawn(page.poster_id, POSTER, alt=page.poster_alt, credit=page.poster_credit),
        "photos": [
            drawn(row.image_id, PHOTO, alt=row.alt, credit=row.credit, caption=row.caption)
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
        *(
            employer_tag(row.person.organisation.code)
            for row in page.person_rows.all()
            if row.person.organisation
        ),
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
