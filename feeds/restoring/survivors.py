"""What calendars that outlived the database say: read from the files of a store, whose bytes prove themselves (feeds/store.py)."""

import datetime
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from feeds.restoring.losses import Told
from feeds.store import calendars_below

_EVENT = re.compile(r"^BEGIN:VEVENT\r\n(.*?)^END:VEVENT\r\n", re.MULTILINE | re.DOTALL)
_PROPERTY = re.compile(
    r"^(UID|SEQUENCE|LAST-MODIFIED|DTSTART|SUMMARY)((?:;[^:\r\n]*)?):([^\r\n]*)\r\n", re.MULTILINE
)
_NEEDED = {"UID", "SEQUENCE", "LAST-MODIFIED", "DTSTART", "SUMMARY"}
_ESCAPED = re.compile(r"\\(.)")


def read_survivors(folders: Iterable[Path]) -> list[Told]:
    """What the calendars in these stores tell; of a session and language that several tell of, the newest."""
    newest: dict[tuple[str, str], Told] = {}
    for folder in folders:
        for stored in calendars_below(folder):
            for told in told_in(stored.body, language=stored.language):
                place = (told.uid, told.language)
                if place not in newest or _age(newest[place]) < _age(told):
                    newest[place] = told
    return list(newest.values())


def told_in(body: bytes, *, language: str) -> Iterator[Told]:
    """The events of a calendar of our own making (feeds/renderers/ical.py)."""
    text = body.replace(b"\r\n ", b"").decode()
    for event in _EVENT.findall(text):
        found = {name: (parameters, value) for name, parameters, value in _PROPERTY.findall(event)}
        if not found.keys() >= _NEEDED:
            continue
        yield Told(
            uid=found["UID"][1],
            language=language,
            sequence=int(found["SEQUENCE"][1]),
            modified=datetime.datetime.strptime(found["LAST-MODIFIED"][1], "%Y%m%dT%H%M%S%z"),
            start=_start(*found["DTSTART"]),
            title=_ESCAPED.sub(r"\1", found["SUMMARY"][1]),
        )


def _age(told: Told) -> tuple[int, datetime.datetime]:
    return told.sequence, told.modified


def _start(parameters: str, value: str) -> str:
    at = datetime.datetime.strptime(value[:13], "%Y%m%dT%H%M")  # noqa: DTZ007  (its zone is said beside it)
    zone = parameters.rpartition("TZID=")[2] or "UTC"
    return f"{at:%Y-%m-%d %H:%M} {zone}"
