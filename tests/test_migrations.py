"""Migrations run while the release before still answers: they expand, and contract when nobody reads any more what goes."""

from pathlib import Path

from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

import pytest

from tests.migration_rules import contractions, is_announced

# The last migrations that no release came before.
FIRST_RELEASE = {"parvis_events": "0006_names_of_pages", "parvis_feeds": "0005_marked_at"}


def later_migrations() -> list[tuple[str, str]]:
    """Those behind the first release's."""
    found = []
    for label, last in FIRST_RELEASE.items():
        folder = Path(apps.get_app_config(label).path) / "migrations"
        found += [(label, path.stem) for path in sorted(folder.glob("[0-9]*.py")) if path.stem > last]
    return found


def refused(key: tuple[str, str], *, loader: MigrationLoader) -> list[str]:
    """What a migration takes from the release before it without saying so."""
    migration = loader.get_migration(*key)
    source = (Path(apps.get_app_config(key[0]).path) / "migrations" / f"{key[1]}.py").read_text()
    found = contractions(migration.operations, state=loader.project_state(key, at_end=False), app=key[0])
    return [] if is_announced(source) else list(found)


@pytest.mark.django_db  # a migration of wagtail-localize looks into the database when it is imported
def test_the_first_release_s_migrations_are_still_what_they_were():
    names = set(MigrationLoader(None).disk_migrations)

    assert set(FIRST_RELEASE.items()) <= names


@pytest.mark.django_db
def test_every_later_migration_leaves_what_the_release_before_needs():
    loader = MigrationLoader(None)

    assert {key: found for key in later_migrations() if (found := refused(key, loader=loader))} == {}


def before() -> ProjectState:
    """An app with one model."""
    fields = {
        "id": models.BigAutoField(primary_key=True),
        "note": models.CharField(max_length=20, null=True),
        "title": models.CharField(max_length=20),
    }
    state = ProjectState()
    state.add_model(ModelState("shop", "Thing", list(fields.items())))
    return state


SHORT, TEXT = models.CharField(max_length=10), models.TextField()
OPTIONAL = models.CharField(max_length=20, null=True)
DEFAULT_OF_DJANGO, DEFAULT_OF_DATABASE = models.IntegerField(default=0), models.IntegerField(db_default=0)


TAKING = {
    "a field goes": migrations.RemoveField("thing", "title"),
    "a field is renamed": migrations.RenameField("thing", "title", "name"),
    "a model goes": migrations.DeleteModel("Thing"),
    "a model is renamed": migrations.RenameModel("Thing", "Item"),
    "a table is renamed": migrations.AlterModelTable("thing", "things"),
    "a field goes from the database only": migrations.SeparateDatabaseAndState(
        [migrations.RemoveField("thing", "title")]
    ),
    "a field that rows must have": migrations.AddField("thing", "count", DEFAULT_OF_DJANGO),
    "an empty field may be empty no more": migrations.AlterField(
        "thing", "note", models.CharField(max_length=20, default="")
    ),
    "a shorter field": migrations.AlterField("thing", "title", SHORT),
    "another type": migrations.AlterField("thing", "title", TEXT),
}
LEAVING = {
    "a field with a default of the database": migrations.AddField("thing", "count", DEFAULT_OF_DATABASE),
    "a field that may be empty": migrations.AddField("thing", "subtitle", OPTIONAL),
    "a table between two": migrations.AddField("thing", "others", models.ManyToManyField("shop.Thing")),
    "an empty field gets a default of the database": migrations.AlterField(
        "thing", "note", models.CharField(max_length=20, db_default="")
    ),
    "a field may be empty": migrations.AlterField("thing", "title", OPTIONAL),
    "other words for editors": migrations.AlterField(
        "thing", "title", models.CharField(max_length=20, help_text="New")
    ),
    "a model": migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
    "rows": migrations.RunPython(migrations.RunPython.noop),
}


@pytest.mark.parametrize("name", TAKING)
def test_step_is_refused_that_takes_what_the_release_before_needs(name):
    assert len(list(contractions([TAKING[name]], state=before(), app="shop"))) == 1


@pytest.mark.parametrize("name", LEAVING)
def test_step_that_only_adds_is_let_pass(name):
    assert list(contractions([LEAVING[name]], state=before(), app="shop")) == []


def test_what_nobody_reads_may_go_where_the_file_says_since_when():
    steps = [migrations.RemoveField("thing", "title")]

    assert list(contractions(steps, state=before(), app="shop")) != []
    assert is_announced(
        "# contract: since 0.3 nobody reads Thing.title\n\nfrom django.db import migrations\n"
    )
    assert not is_announced("# contract: Thing.title goes\n")
