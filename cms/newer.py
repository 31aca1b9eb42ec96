"""Whether a database was migrated by a later release than this one."""

import re
from collections.abc import Iterable

from django import db
from django.core.checks import Error, Tags, register
from django.db.migrations.loader import MigrationLoader

Migration = tuple[str, str]
NEWER = (
    "The database is newer than this release: it holds {names}, which this release does not know. Start the release that made"
    " it, or restore the backup from before the upgrade (docker/BACKUP.md)."
)


def later_migrations(*, applied: Iterable[Migration], known: Iterable[Migration]) -> list[Migration]:
    """Those of `applied` ((app, name)) that come after the last one that is known of their app.

    Unknown ones with lower numbers are no sign: releases drop those that they have squashed. Nor are apps that are unknown whole:
    they may have been taken out.
    """
    last: dict[str, int] = {}
    for app, name in known:
        last[app] = max(last.get(app, 0), _number(name))
    return sorted((app, name) for app, name in applied if app in last and _number(name) > last[app])


def refusal(database: str) -> str:
    """What is said of a database that is newer; "" for one that is not, has no migrations yet or does not answer."""
    try:
        loader = MigrationLoader(db.connections[database])
    except db.Error:
        return ""
    later = later_migrations(applied=loader.applied_migrations, known=loader.disk_migrations)
    return NEWER.format(names=", ".join(f"{app}.{name}" for app, name in later)) if later else ""


def connect() -> None:
    """Register the check; called once, when all apps are ready."""
    register(check_not_newer, Tags.database)


def check_not_newer(app_configs, databases=None, **kwargs) -> list[Error]:
    """`manage.py check --database default`."""
    refusals = [refusal(database) for database in databases or []]
    return [Error(words, id="parvis_cms.E003") for words in refusals if words]


def _number(name: str) -> int:
    found = re.match(r"[0-9]+", name)
    return int(found[0]) if found else 0
