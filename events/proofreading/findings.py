"""What an editor should look at again before publishing a session. Pure: plain values only."""

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from events.proofreading.moments_in import dates_in, times_in

LONGEST_TITLE = 70
SOON = datetime.timedelta(hours=24)
# Letters that a text in the language is made of, as the first word of their Unicode names.
SCRIPTS = {"el": "GREEK", "he": "HEBREW"}
_LATIN = "LATIN"
_ENOUGH_LETTERS = 20
_SHORTEST_PASSCODE = 4


class Kind(StrEnum):
    """What there is to look at. The WAY_IN cannot be published in words at all."""

    WAY_IN = "way in"
    PASSCODE = "passcode"
    OTHER_DATE = "other date"
    OTHER_TIME = "other time"
    LONG_TITLE = "long title"
    SCRIPT = "script"
    NO_CREDIT = "no credit"
    NO_ALT = "no alternative text"
    CLASH = "clash"
    NO_LINK = "no link"
    OPEN_DOOR = "open door"


@dataclass(frozen=True)
class Finding:
    """`where`: the name of the field, "" for the session as a whole. `detail`: what was found there, never a secret."""

    kind: Kind
    where: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture with what must stand beside it; `where` names it for editors."""

    where: str
    credit: str
    alt: str


@dataclass(frozen=True)
class Meeting:
    """How one gets in, as digits and without spaces. `is_public`: link and passcode stand on the pages."""

    link: str
    meeting_id: str
    passcode: str
    is_public: bool


@dataclass(frozen=True)
class Draft:
    """A session in one language as its form has it: `texts` (prose) and `public` (all that is typed) by the name of the field, plain.

    `dates`: those that a text may name; `times`: the wall-clock times of start and end, here and in the partners' zones.
    `takes_place`: neither postponed nor cancelled. `starts_at` is None while the moment is not known. `others`: the titles of
    sessions at an overlapping time.
    """

    language: str
    title: str
    texts: Mapping[str, str]
    public: Mapping[str, str]
    dates: frozenset[datetime.date]
    times: frozenset[datetime.time]
    pictures: tuple[Picture, ...]
    meeting: Meeting
    takes_place: bool
    starts_at: datetime.datetime | None
    others: tuple[str, ...] = ()


def findings_in(draft: Draft, *, now: datetime.datetime) -> list[Finding]:
    """Everything to look at again, the gravest first."""
    return [
        *_secrets(draft),
        *_other_moments(draft),
        *_title_and_script(draft),
        *_pictures(draft),
        *(Finding(Kind.CLASH, detail=title) for title in draft.others if draft.takes_place),
        *_door(draft, now=now),
    ]


def secrets_in(texts: Mapping[str, str], meeting: Meeting) -> list[Finding]:
    """Fields whose text holds the meeting's link, with or without its scheme, or its ID, whatever separates its digits."""
    found = []
    link = meeting.link.partition("://")[2].split("?")[0].casefold()
    for where, text in texts.items():
        if (link and link in text.casefold()) or (meeting.meeting_id and _holds_id(text, meeting.meeting_id)):
            found.append(Finding(Kind.WAY_IN, where))
    return found


def _holds_id(text: str, meeting_id: str) -> bool:
    """Whether the digits of an ID stand in a text, with spaces or dashes between them or without."""
    run = ""
    for char in text:
        if char.isdigit():
            run += str(unicodedata.digit(char, 0))
        elif not (char.isspace() or unicodedata.category(char) in {"Pd", "Cf"}):
            if meeting_id in run:
                return True
            run = ""
    return meeting_id in run


def _secrets(draft: Draft) -> Iterator[Finding]:
    yield from secrets_in(draft.public, draft.meeting)
    yield from passcodes_in(draft.public, draft.meeting)


def passcodes_in(texts: Mapping[str, str], meeting: Meeting) -> list[Finding]:
    """Fields whose text holds the passcode as a word of its own; one that is too short may be any number."""
    if len(meeting.passcode) < _SHORTEST_PASSCODE:
        return []
    word = re.compile(rf"(?<!\w){re.escape(meeting.passcode)}(?!\w)")
    return [Finding(Kind.PASSCODE, where) for where, text in texts.items() if word.search(text)]


def _other_moments(draft: Draft) -> Iterator[Finding]:
    """Dates of the session's year, or without a year, and times, that are none of the session's own."""
    years = {date.year for date in draft.dates} | {None}
    for where, text in draft.texts.items():
        for date in dates_in(text, language=draft.language):
            if date.year in years and not date.is_one_of(set(draft.dates)):
                yield Finding(Kind.OTHER_DATE, where, date.text)
        for time in times_in(text):
            if time.time not in draft.times:
                yield Finding(Kind.OTHER_TIME, where, time.text)


def _title_and_script(draft: Draft) -> Iterator[Finding]:
    if len(draft.title) > LONGEST_TITLE:
        yield Finding(Kind.LONG_TITLE, detail=str(len(draft.title)))
    for where, text in draft.texts.items():
        letters = [unicodedata.name(char, "").split(" ")[0] for char in text if char.isalpha()]
        own = letters.count(SCRIPTS.get(draft.language, _LATIN))
        if len(letters) >= _ENOUGH_LETTERS and own * 2 < len(letters):
            yield Finding(Kind.SCRIPT, where)


def _pictures(draft: Draft) -> Iterator[Finding]:
    for picture in draft.pictures:
        if not picture.credit:
            yield Finding(Kind.NO_CREDIT, picture.where)
        if not picture.alt:
            yield Finding(Kind.NO_ALT, picture.where)


def _door(draft: Draft, *, now: datetime.datetime) -> Iterator[Finding]:
    """A session that begins soon needs a way in; one whose link and passcode are public needs somebody at the door."""
    if not draft.takes_place or draft.starts_at is None or draft.starts_at <= now:
        return
    meeting = draft.meeting
    if not (meeting.link or meeting.meeting_id) and draft.starts_at - now <= SOON:
        yield Finding(Kind.NO_LINK)
    if meeting.is_public and meeting.link and (meeting.passcode or "pwd=" in meeting.link):
        yield Finding(Kind.OPEN_DOOR)
