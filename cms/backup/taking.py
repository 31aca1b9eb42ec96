"""Takes a backup of this site: the database of one moment, then media and feeds, which may be newer and never older."""

import datetime
from pathlib import Path

from django.db import Error, connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max

from cms.backup import archive
from cms.backup.databases import engine
from cms.backup.folders import media_folder, stamp_of, store_folder
from cms.backup.manifest import DATABASE, MEDIA, PARTS, STORE, BackupError, Manifest
from cms.observing.release import release
from events.conf import uid_domain
from events.ledger import LedgerEntry

PREFIX = "parvis-"


def take_backup(place: Path, *, now: datetime.datetime) -> Path:
    """Write a backup to a file, or under the name of the moment into a folder; gives where. For its owner alone (0600).

    Raises BackupError where it cannot be made; then there is none, and no part of one.
    """
    target = place / f"{PREFIX}{stamp_of(now)}{archive.SUFFIX}" if place.is_dir() else place
    if target.suffix != archive.SUFFIX:
        # A folder whose disk is not mounted would become the name of a file.
        raise BackupError(f"There is no folder {place}: make it first, or name a file in *{archive.SUFFIX}.")
    if not target.parent.is_dir():
        raise BackupError(f"There is no folder {target.parent}: make it first.")
    used = engine()
    try:
        used.check()
        with archive.workshop(target.parent) as parts:
            used.dump(parts / DATABASE)
            archive.pack_folder(media_folder(), parts / MEDIA)
            archive.pack_folder(store_folder(), parts / STORE)
            archive.pack(target, parts=parts, manifest=_manifest(parts, began_at=now))
    except (OSError, Error) as error:
        raise BackupError(f"The backup cannot be written: {error}. Nothing of it is left.") from error
    return target


def forget_old(folder: Path, *, keep: int) -> list[Path]:
    """Remove all but the newest so many backups that were named by their moment; gives those that went."""
    found = sorted(folder.glob(f"{PREFIX}[0-9]*{archive.SUFFIX}"))
    old = found[:-keep]
    for path in old:
        path.unlink()
    return old


def _manifest(parts: Path, *, began_at: datetime.datetime) -> Manifest:
    migrations: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        migrations.setdefault(app, []).append(name)
    known = LedgerEntry.objects.aggregate(sessions=Count("pk"), highest=Max("sequence"))
    return Manifest(
        parvis=release(),
        vendor=connection.vendor,
        uid_domain=uid_domain(),
        began_at=began_at,
        migrations=migrations,
        sessions=known["sessions"],
        highest_sequence=known["highest"] or 0,
        parts={name: archive.describe(parts / name) for name in PARTS},
    )
