"""What is composed of each kind, before it is stored; and the parts that several kinds have."""

import datetime
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from events.addresses import absolute, organisation_path
from events.conf import uid_domain
from events.markup import portable_html
from events.text import plain_from_html
from feeds.addresses import feed_path, files
from feeds.api.records import ResourceKind

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Composed:
    """One thing for readers of one language. `said`: what its schema (feeds/api/schemas.py) has, without what depends on the moment.

    Pictures stand in it as `picture` gives them. `words`: what it is found by. Moments are in UTC.
    """

    kind: ResourceKind
    key: UUID
    code: str = ""
    said: dict[str, Any]
    words: Iterable[str] = ()
    tags: frozenset[str] = frozenset()
    at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None
    opens_at: datetime.datetime | None = None
    closes_at: datetime.datetime | None = None
    has_replay: bool = False


@dataclass(frozen=True)
class Kept:
    """Something public that cannot be said: what was said of it before stays."""

    kind: ResourceKind
    key: UUID


@dataclass(frozen=True, kw_only=True)
class Around:
    """What things are composed with for readers of one language.

    `addresses`: absolute ones of the pages that texts link to, by primary key. `versions`: of each translation key, absolute
    addresses of its published pages by language. `files`: names of images' files, by image. `organisations`: codes of those that
    take part in something public. `now` (UTC) decides one thing: whether the replay of a session may be told.
    """

    addresses: Mapping[int, str]
    versions: Mapping[UUID, Mapping[str, str]]
    files: Mapping[int, str]
    organisations: frozenset[str]
    now: datetime.datetime


def made(source: object, kind: ResourceKind, key: UUID, make: Callable[[], Composed]) -> Composed | Kept:
    """What could be made of something. One that cannot be said is logged, and neither costs the others nor looks withdrawn."""
    try:
        return make()
    except Exception:  # whatever it stumbles over, the API goes on with what it said before
        logger.exception("%s stays in the API as it was", source)
        return Kept(kind, key)


def text(rich_text: str, *, addresses: Mapping[int, str]) -> dict[str, str]:
    """Rich text as schemas.Text."""
    html = portable_html(rich_text, addresses=addresses)
    return {"html": html, "text": plain_from_html(html)}


def picture(
    image_id: int | None,
    size: str,
    *,
    files: Mapping[int, str],
    alt: str = "",
    credit: str = "",
    caption: str = "",
) -> dict | None:
    """What stands for a picture until it is answered: sized copies are made when somebody asks (feeds/api/answers.py).

    The name of its file is there for mirrors: another file is another picture.
    """
    if not image_id:
        return None
    words = {"alt": alt, "credit": credit, "caption": caption}
    return {"image": image_id, "file": files.get(image_id, ""), "size": size} | words


def organisations(rows, *, language: str) -> list[dict[str, str]]:
    """Rows of organisations in roles, their names read, as schemas.OrganisationInRole."""
    listed = []
    for row in rows:
        name, spoken = row.organisation.name_in(language)
        listed.append(
            {
                "code": row.organisation.code,
                "name": name,
                "language": spoken,
                "role": row.role,
                "url": organisation_url(row.organisation, language=language),
            }
        )
    return listed


def organisation_url(organisation, *, language: str) -> str:
    """Where people read of an organisation."""
    return absolute(organisation_path(organisation.code, language=language))


def organisation_tags(rows) -> set[str]:
    """Each organisation by itself, and in its role."""
    rows = list(rows)
    return {f"organisation:{row.organisation.code}" for row in rows} | {
        f"{row.role}:{row.organisation.code}" for row in rows
    }


def names_of(named) -> list[str]:
    """Every name of an organisation or a person, in each script; its names read."""
    return [named.name_original, named.name_latin, *(row.name for row in named.names.all())]


def person_key(person) -> UUID:
    """The identity of a person: stable, and no number that counts people."""
    return uuid5(NAMESPACE_URL, f"{uid_domain()}/people/{person.pk}")


def employer_tag(code: str) -> str:
    """The tag of a session with somebody of an organisation, which need not take part itself."""
    return f"employer:{code}"


def code_of(organisation, *, known: frozenset[str]) -> str | None:
    """The code of somebody's organisation; None for none, and for one that takes part in nothing public."""
    return organisation.code if organisation and organisation.code in known else None


def feed_addresses(scope: str, *, language: str) -> dict[str, str]:
    """The feeds of a scope by file name."""
    return {name: absolute(feed_path(scope=scope, language=language, file=name)) for _kind, name in files()}


def noon(day: datetime.date) -> datetime.datetime:
    """A day among moments, so that lists of both are in order."""
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)


def utc(moment: datetime.datetime) -> str:
    """A moment in RFC 3339, in whole seconds of UTC."""
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
