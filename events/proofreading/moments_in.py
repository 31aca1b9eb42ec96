"""Dates and times that somebody typed into a text, in the six languages of the site. Pure."""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError

_DAY = r"(?<![\d/.:-])(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"
# What may stand between a day and its month: "1er mai", "18. toukokuuta", "18 de mayo", and the Hebrew prefix of "in May".
_BEFORE_MONTH = r"(?:er|\.|º|st|nd|rd|th)?\s+(?:de\s+|of\s+|ב־?)?"
_NUMERIC = re.compile(rf"{_DAY}(?P<sign>[./-])(?P<month>\d{{1,2}})(?P=sign){_YEAR}(?!\d|[./-]\d)")
_ISO = re.compile(rf"(?<![\d-]){_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)")
_TIMES = (
    re.compile(r"(?<![\d:.,])(?P<hour>\d{1,2})\s?[hH]\s?(?P<minute>\d{2})?(?![\w:])"),
    re.compile(
        r"(?<![\d:.,])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::00)?(?:\s?(?P<half>[ap])\.?m\b\.?)?(?![\d:])",
        re.I,
    ),
    re.compile(r"(?<![\d:.,])(?P<hour>\d{1,2})\s?(?P<half>[ap])\.?m\b", re.I),
    re.compile(r"\bklo\s(?P<hour>\d{1,2})(?:\.(?P<minute>\d{2}))?(?!\.?\d)"),
)
_NOON = 12


@dataclass(frozen=True)
class TypedDate:
    """A date in a text: `text` as it stands there. `year` is None where none was typed."""

    text: str
    day: int
    month: int
    year: int | None

    def is_one_of(self, dates: set[datetime.date]) -> bool:
        """Whether it names one of these dates, with or without its year."""
        return any(
            (each.day, each.month) == (self.day, self.month) and self.year in (None, each.year)
            for each in dates
        )


@dataclass(frozen=True)
class TypedTime:
    """A time of day in a text: `text` as it stands there, `time` by the 24-hour clock."""

    text: str
    time: datetime.time


def dates_in(text: str, *, language: str) -> list[TypedDate]:
    """Every date of the text that could be one, in order. Names of months are those of the language, by CLDR."""
    found = [*_named_dates(text, language), *_matches(_NUMERIC, text), *_matches(_ISO, text)]
    return [date for _start, date in sorted(found, key=lambda each: each[0]) if _is_possible(date)]


def times_in(text: str) -> list[TypedTime]:
    """Every time of the text, in order, by the 24-hour or the 12-hour clock: 13:00, 13 h 00, 1 pm, klo 13."""
    found: dict[int, TypedTime] = {}
    for pattern in _TIMES:
        for match in pattern.finditer(text):
            time = _time_of(match)
            if time is not None:
                found.setdefault(match.start(), TypedTime(match[0].strip(), time))
    return [found[start] for start in sorted(found)]


def _named_dates(text: str, language: str) -> Iterator[tuple[int, TypedDate]]:
    months = _months(language)
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    day_first = rf"{_DAY}{_BEFORE_MONTH}(?P<name>{names})(?!\w)(?:,?\s+(?:de\s+)?{_YEAR}(?!\d))?"
    month_first = (
        rf"(?<!\w)(?P<name>{names})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+{_YEAR}(?!\d))?"
    )
    for pattern in (day_first, month_first) if language == "en" else (day_first,):
        for match in re.finditer(pattern, _composed(text), re.IGNORECASE):
            # Python takes a dotless i for an i, folding does not.
            month = months.get(_folded(match["name"]))
            if month is not None:
                yield match.start(), TypedDate(match[0], int(match["day"]), month, _number(match["year"]))


@cache
def _months(language: str) -> dict[str, int]:
    """The names of months as they stand in dates and alone, folded, with their numbers."""
    try:
        known = Locale.parse(language, sep="-").months
    except (UnknownLocaleError, ValueError):
        return {"\0": 0}
    return {
        _folded(name): number
        for use in ("format", "stand-alone")
        for number, name in known[use]["wide"].items()
    }


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, TypedDate]]:
    for match in pattern.finditer(text):
        yield match.start(), TypedDate(match[0], int(match["day"]), int(match["month"]), int(match["year"]))


def _is_possible(date: TypedDate) -> bool:
    try:
        # 2000 had a 29 February.
        datetime.date(date.year or 2000, date.month, date.day)
    except ValueError:
        return False
    return True


def _time_of(match: re.Match[str]) -> datetime.time | None:
    groups = match.groupdict()
    hour, minute, half = (
        int(groups["hour"]),
        int(groups.get("minute") or 0),
        (groups.get("half") or "").lower(),
    )
    if half and not 1 <= hour <= _NOON:
        return None
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _folded(text: str) -> str:
    # Folding takes Greek letters with two marks apart.
    return _composed(_composed(text).casefold())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
