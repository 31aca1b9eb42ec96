"""Whether the database has had every migration of this code. Cheap enough for a probe: names are compared, no migration is imported."""

import pkgutil
import time
from functools import cache
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

# A good answer holds for so long.
SECONDS = 10.0
_good_until = 0.0


def is_migrated() -> bool:
    """Remembered for ten seconds while it is so. Two queries; raises django.db.Error."""
    global _good_until
    if time.monotonic() < _good_until:
        return True
    if unapplied():
        return False
    _good_until = time.monotonic() + SECONDS
    return True


def unapplied() -> set[tuple[str, str]]:
    """Migrations (app, name) that lie beside this code and that the database has not had."""
    return known() - set(MigrationRecorder(connection).applied_migrations())


@cache
def known() -> frozenset[tuple[str, str]]:
    """Every migration of the installed apps."""
    return frozenset(
        (config.label, module.name)
        for config in apps.get_app_configs()
        if (folder := _folder_of(config.label, config.name))
        for module in pkgutil.iter_modules(folder)
        if not module.ispkg and module.name[0] not in "_~"
    )


def _folder_of(label: str, package: str) -> list[str]:
    name = settings.MIGRATION_MODULES.get(label, f"{package}.migrations")
    if not name:
        return []
    try:
        return list(import_module(name).__path__)
    except ModuleNotFoundError:
        return []
