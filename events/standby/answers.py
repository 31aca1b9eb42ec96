"""Answers that were made ahead, as files: one for each method and path, replaced as a whole.

The folder is for its owner alone, and no web server serves it: an answer to the button of a join page holds link and passcode.
What is torn or foreign counts as absent.
"""

import datetime
import hashlib
import json
import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from events.conf import parvis_setting
from events.standby.spans import Span
from events.whole_files import remove_drafts, replace_file

logger = logging.getLogger(__name__)

FORM = "parvis-standby-1"
# Another content for each discarding.
DISCARDED = ".discarded"


@dataclass(frozen=True)
class Asked:
    """A method and a path; `code` is that of the session that the answer is about, "" for more than one.

    `within`: the span (UTC) outside which there is no need of an answer; None for none.
    """

    method: str
    path: str
    code: str = ""
    within: Span | None = None


@dataclass(frozen=True)
class Answer:
    """What a path answers from `begins`, included, to `ends`, excluded (UTC). `headers` without a length."""

    begins: datetime.datetime
    ends: datetime.datetime
    status: int
    headers: Mapping[str, str]
    body: str


def folder() -> Path | None:
    """Where answers lie; None where none are kept."""
    return Path(str(name)) if (name := parvis_setting("STANDBY_DIR")) else None


def write(asked: Asked, answers: Iterable[Answer], *, after: str) -> None:
    """Replace what is kept for a path, unless something was discarded meanwhile: then whoever made it may have read what was before.

    `after`: the last discarding before it was made. Raises OSError where the folder cannot be written to.
    """
    place = folder()
    if place is None:
        return
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    about = {"form": FORM, "method": asked.method, "path": asked.path}
    text = json.dumps(about | {"answers": [_packed(each) for each in answers]})
    file = place / f"{asked.code}.{_digest(asked.method, asked.path)}.json"
    replace_file(file, text.encode())
    if last_discarding() != after:
        _remove([file])


def read(method: str, path: str) -> list[Answer]:
    """What is kept for a path, in the order of time; nothing for what is torn."""
    file = _find(method, path)
    if file is None:
        return []
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if (found["form"], found["method"], found["path"]) != (FORM, method, path):
            return []
        return [_unpacked(each) for each in found["answers"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("What was made ahead for %s cannot be used: %s", path, type(error).__name__)
        return []


def answer_at(method: str, path: str, *, now: datetime.datetime) -> Answer | None:
    """What a path answers at a moment; None where nothing true is kept."""
    return next((each for each in read(method, path) if each.begins <= now < each.ends), None)


def discard(*, code: str) -> None:
    """Keep nothing of a session."""
    _discard(file for file in _files() if file.name.startswith(f"{code}."))


def discard_all() -> None:
    """Keep nothing."""
    _discard(_files())


def keep_only(wanted: Iterable[Asked]) -> None:
    """Keep nothing but what answers these."""
    kept = {_digest(asked.method, asked.path) for asked in wanted}
    _remove(file for file in _files() if file.name.split(".")[1] not in kept)
    if place := folder():
        remove_drafts(place)


def last_discarding() -> str:
    """A name for the last time that something was discarded; "" while nothing was."""
    place = folder()
    with suppress(OSError):
        return (place / DISCARDED).read_text() if place else ""
    return ""


def _discard(files: Iterable[Path]) -> None:
    """Whoever makes some of them at this moment learns of it, even before they are gone."""
    place = folder()
    if place is None or not place.is_dir():
        return
    try:
        replace_file(place / DISCARDED, uuid4().hex.encode())
    finally:
        _remove(files)


def _files() -> list[Path]:
    place = folder()
    return list(place.glob("*.json")) if place else []


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        with suppress(FileNotFoundError):
            file.unlink()


def _find(method: str, path: str) -> Path | None:
    place = folder()
    return next(place.glob(f"*.{_digest(method, path)}.json"), None) if place else None


def _digest(method: str, path: str) -> str:
    return hashlib.blake2b(f"{method} {path}".encode(), digest_size=16).hexdigest()


def _packed(answer: Answer) -> dict[str, object]:
    moments = {"begins": answer.begins.isoformat(), "ends": answer.ends.isoformat()}
    return moments | {"status": answer.status, "headers": dict(answer.headers), "body": answer.body}


def _unpacked(values: Mapping) -> Answer:
    return Answer(
        begins=datetime.datetime.fromisoformat(values["begins"]),
        ends=datetime.datetime.fromisoformat(values["ends"]),
        status=int(values["status"]),
        headers=dict(values["headers"]),
        body=str(values["body"]),
    )
