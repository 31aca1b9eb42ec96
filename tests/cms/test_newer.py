"""A database that a later release has migrated."""

from io import StringIO

from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db.migrations.recorder import MigrationRecorder

import pytest

from cms.newer import later_migrations

KNOWN = [("parvis_events", "0001_initial"), ("parvis_events", "0002_board"), ("taggit", "0005_auto")]


@pytest.mark.parametrize(
    ("applied", "later"),
    [
        (KNOWN, []),
        ([], []),
        ([*KNOWN, ("parvis_events", "0003_next")], [("parvis_events", "0003_next")]),
        # A release drops what it has squashed, and whole apps.
        ([*KNOWN, ("taggit", "0003_old"), ("gone", "0009_last"), ("parvis_events", "squashed")], []),
    ],
)
def test_later_migrations_are_those_behind_the_last_known_one(applied, later):
    assert later_migrations(applied=applied, known=KNOWN) == later


@pytest.fixture
def newer(db):
    """What an upgrade would have left."""
    MigrationRecorder.Migration.objects.create(app="parvis_events", name="9001_of_tomorrow")


@pytest.mark.parametrize("skip_checks", [True, False])
def test_newer_database_is_not_migrated_and_the_message_names_why(newer, skip_checks):
    with pytest.raises(
        (CommandError, SystemCheckError), match=r"newer than this release: it holds parvis_events\.9001"
    ):
        call_command("migrate", skip_checks=skip_checks, verbosity=0)


def test_newer_database_is_told_by_a_check(newer):
    with pytest.raises(SystemCheckError, match=r"parvis_cms\.E003.*9001_of_tomorrow"):
        call_command("check", databases=["default"], stderr=StringIO())


def test_database_of_this_release_is_migrated_again_for_nothing(db):
    said = StringIO()
    call_command("migrate", stdout=said)

    assert "No migrations to apply." in said.getvalue()
