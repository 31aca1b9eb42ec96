"""What was lost by a restore, as far as calendars that outlived it can say. Plain values only."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Told:
    """What subscribers of a language were told of a session. `modified` is UTC; `start` is in words, as it was written."""

    uid: str
    language: str
    sequence: int
    modified: datetime.datetime
    start: str
    title: str


class LossKind(StrEnum):
    """What an operator has to tell the editors of a session."""

    UNKNOWN = "unknown"
    CHANGED = "changed"
    REWORDED = "reworded"


@dataclass(frozen=True)
class Known:
    """What the restored database knows of a session: its SEQUENCE, and by language when its words changed last (UTC)."""

    code: str
    sequence: int
    modified: Mapping[str, datetime.datetime]


@dataclass(frozen=True)
class Loss:
    """A session of which subscribers were told what is not known here any more, as they were told last. `code` is "" for an unknown one."""

    kind: LossKind
    uid: str
    code: str
    start: str
    title: str
    languages: tuple[str, ...]


def find_losses(
    survivors: Iterable[Told], *, known: Mapping[str, Known], languages: Sequence[str]
) -> list[Loss]:
    """One loss for each session, the unknown ones first; in the words of the first language of the site that has some."""
    groups: dict[str, list[Told]] = defaultdict(list)
    for told in survivors:
        if _is_newer(told, known.get(told.uid)):
            groups[told.uid].append(told)
    order = {language: number for number, language in enumerate(languages)}
    losses = [
        _loss(sorted(group, key=lambda told: order.get(told.language, len(order))), known.get(uid))
        for uid, group in groups.items()
    ]
    kinds = list(LossKind)
    return sorted(losses, key=lambda loss: (kinds.index(loss.kind), loss.start, loss.uid))


def _is_newer(told: Told, known: Known | None) -> bool:
    if known is None:
        return True
    # Calendars have no parts of seconds.
    modified = known.modified.get(told.language)
    is_reworded = modified is None or told.modified > modified.replace(microsecond=0)
    return told.sequence > known.sequence or (told.sequence == known.sequence and is_reworded)


def _loss(group: Sequence[Told], known: Known | None) -> Loss:
    first = group[0]
    kind = LossKind.UNKNOWN
    if known:
        is_changed = any(told.sequence > known.sequence for told in group)
        kind = LossKind.CHANGED if is_changed else LossKind.REWORDED
    return Loss(
        kind=kind,
        uid=first.uid,
        code=known.code if known else "",
        start=first.start,
        title=first.title,
        languages=tuple(told.language for told in group),
    )
