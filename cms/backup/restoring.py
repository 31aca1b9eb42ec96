"""Brings a backup back: checked whole, made whole beside what is in use, lifted, then put in its place in one step.

Whoever is killed, or fails, before that step has changed nothing that the site shows; whatever was there before lies aside.
"""

import datetime
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader

from cms.backup import archive
from cms.backup.databases import Beside, Engine, engine
from cms.backup.folders import (
    bring_in,
    brought_in,
    media_folder,
    remove_empty,
    stamp_of,
    store_folder,
    take_out,
)
from cms.backup.manifest import DATABASE, MEDIA, STORE, BackupError, Manifest, refusals
from events.conf import uid_domain
from feeds.restoring.resuming import Resumed, resume
from feeds.restoring.survivors import read_survivors
from feeds.restoring.telling import lines_for_operators

# What somebody made: a database that was only migrated has none of it.
CONTENT = {"users": "auth_user", "sessions": "parvis_events_sessionpage", "news": "parvis_events_newspage"}


@dataclass(frozen=True)
class Restored:
    """What an operator should read; `kept`: where lies what was there before, "" where nothing was."""

    lines: list[str]
    kept: str


def restore(place: Path, *, replace: bool, now: datetime.datetime) -> Restored:
    """Have this site be what a backup holds. With `replace` false only where nobody made anything yet.

    Feeds are to be composed behind it (feeds/restoring/resuming.py, compose_restored). Raises BackupError, and has changed nothing then:
    a file that is torn, foreign or newer, a database with content, a missing program, a full disk. One that comes later says so.
    """
    try:
        return _restore(place, replace=replace, now=now)
    except (OSError, Error) as error:
        raise BackupError(
            f"The backup cannot be restored: {str(error).strip()}. What was there is in use as before."
        ) from error


def _restore(place: Path, *, replace: bool, now: datetime.datetime) -> Restored:
    manifest, used = archive.read_manifest(place), engine()
    if wrong := refusals(
        manifest, vendor=connection.vendor, migrations=_known_migrations(), uid_domain=uid_domain()
    ):
        raise BackupError(f"{place} cannot be restored here. {' '.join(wrong)}")
    if (content := _content()) and not replace:
        raise BackupError(
            f"The database holds {content}. To have the backup instead, and keep those aside: --replace"
        )
    used.check()
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with archive.workshop(folder) as parts:
        archive.unpack(place, parts)
        archive.unpack_folder(parts / MEDIA, parts / "media")
        archive.unpack_folder(parts / STORE, parts / "feeds")
        aside = folder / f"before-restore-{stamp_of(now)}"
        return _bring_back(manifest, used, parts=parts, aside=aside, now=now)


def _bring_back(
    manifest: Manifest, used: Engine, *, parts: Path, aside: Path, now: datetime.datetime
) -> Restored:
    survivors = read_survivors(filter(None, [store_folder()]))
    beside = used.beside(parts / DATABASE)
    try:
        with beside.in_use():
            _migrate(manifest)
            told = [*survivors, *read_survivors([parts / "feeds"])]
            resumed = resume(back_to=manifest.began_at, survivors=told, now=now)
            # Whoever logged out, or was logged out, since then must not be in again.
            Session.objects.all().delete()
        aside.mkdir(mode=0o700)
        kept = _put_in_place(beside, parts=parts, aside=aside, now=now)
    finally:
        beside.discard()
        remove_empty(aside)
    ContentType.objects.clear_cache()
    return Restored(_lines(resumed, manifest, is_blind=not survivors), kept)


def _put_in_place(beside: Beside, *, parts: Path, aside: Path, now: datetime.datetime) -> str:
    """Media come first: the database in use until then has its own too. What only that one needs goes behind it. Gives where that is."""
    media = media_folder()
    with ExitStack() as undone_if_it_fails:
        if media:
            undone_if_it_fails.enter_context(brought_in(parts / "media", media, aside=aside / "media"))
        database = beside.take_over(aside=aside, stamp=stamp_of(now))
    try:
        _put_aside(media, store_folder(), parts=parts, aside=aside)
    except OSError as error:
        raise BackupError(
            f"The restored database is in use, but not all media and feeds are in their place: {error}. What was there before:"
            f" {_places(database, aside)}. Make room, and restore once more, with --replace."
        ) from error
    return _places(database, aside)


def _put_aside(media: Path | None, store: Path | None, *, parts: Path, aside: Path) -> None:
    if media:
        take_out(media, keep=parts / "media", aside=aside / "media")
    if store:
        take_out(store, keep=None, aside=aside / "feeds")
        bring_in(parts / "feeds", store, aside=aside / "feeds")


def _places(database: str, aside: Path) -> str:
    has_files = any(path.is_file() for path in aside.rglob("*"))
    return ", and ".join(filter(None, [database, str(aside) if has_files else ""]))


def _migrate(manifest: Manifest) -> None:
    """A backup of an older release is brought up to this one. That composes every feed, which is done once more behind the lift."""
    ContentType.objects.clear_cache()
    known = _known_migrations()
    if any(set(names) - set(manifest.migrations.get(app, ())) for app, names in known.items()):
        call_command("migrate", verbosity=0, interactive=False)


def _known_migrations() -> Mapping[str, Sequence[str]]:
    known: dict[str, list[str]] = {}
    for app, name in MigrationLoader(None).disk_migrations:
        known.setdefault(app, []).append(name)
    return known


def _content() -> str:
    """What somebody made, in words; "" for nothing."""
    tables = connection.introspection.table_names()
    found = []
    with connection.cursor() as cursor:
        for name, table in CONTENT.items():
            if table in tables:
                cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  (the names stand above)
                found.append((cursor.fetchone()[0], name))
    return ", ".join(f"{count} {name}" for count, name in found if count)


def _lines(resumed: Resumed, manifest: Manifest, *, is_blind: bool) -> list[str]:
    lines = lines_for_operators(resumed, back_to=manifest.began_at, is_blind=is_blind)
    if media_folder() is None:
        lines.append(
            "Media are kept by another service (MEDIA_S3), and were neither saved nor restored here."
        )
    return [
        *lines,
        "Everybody has to log in again. Passwords, roles and tokens are those of that moment: withdraw again what was withdrawn since, and"
        " forget again whoever asked to be forgotten (manage.py forget_person).",
    ]
