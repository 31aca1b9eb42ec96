"""The repository as a whole: migrations, deployment, and a README where somebody starts reading."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps
from django.core.management import call_command

import pytest

ROOT = Path(__file__).parent.parent
# Folders whose names and purpose are Django's.
DJANGO_S_OWN = {"management", "commands", "migrations", "templatetags"}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "k3y-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "museum.example",
    "SITE_URL": "https://museum.example",
    "UID_DOMAIN": "museum.example",
}


def files() -> set[Path]:
    """Every file that git knows or would take, relative to the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    return {Path(line) for line in listed.stdout.splitlines() if (ROOT / line).exists()}


@pytest.mark.django_db
def test_no_model_lacks_a_migration(capsys):
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_each_app_has_one_line_of_migrations():
    for label in ("parvis_events", "parvis_feeds"):
        folder = Path(apps.get_app_config(label).path) / "migrations"
        numbers = [path.name.split("_")[0] for path in sorted(folder.glob("[0-9]*.py"))]

        assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_every_folder_where_somebody_starts_reading_has_a_readme():
    known = files()
    top = {Path(path.parts[0]) for path in known if len(path.parts) > 1}
    packages = {path.parent for path in known if path.name == "__init__.py" and path.parts[0] != "tests"}
    own = {folder for folder in top | packages if folder.name not in DJANGO_S_OWN}

    assert sorted(str(folder) for folder in own if folder / "README.md" not in known) == []


def test_every_folder_of_tests_is_that_of_code_or_is_explained():
    """The folders of tests are those of the code; any other has a README, or stands in the one above it."""
    folders = {path.parent for path in files() if path.suffix == ".py" and path.parts[0] == "tests"} - {
        Path("tests")
    }
    mirrored = {folder for folder in folders if (ROOT / folder.relative_to("tests")).is_dir()}
    explained = {
        folder for folder in folders if (ROOT / folder / "README.md").exists() or _is_named_above(folder)
    }

    assert sorted(map(str, folders - mirrored - explained)) == []


def _is_named_above(folder: Path) -> bool:
    readmes = [ROOT / above / "README.md" for above in folder.parents]
    return any(readme.exists() and f"{folder.name}/" in readme.read_text() for readme in readmes)


def test_the_version_stands_in_one_place():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    modules = [
        path for path in files() if path.suffix == ".py" and path.parts[0] in ("cms", "events", "feeds")
    ]

    assert [
        str(path) for path in modules if re.search(r"^__version__", (ROOT / path).read_text(), re.MULTILINE)
    ] == []
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)


@pytest.mark.parametrize("app", ["events", "feeds"])
def test_types_are_given_to_those_who_use_the_distribution(app):
    assert Path(f"{app}/py.typed") in files()


def test_pictures_of_the_readme_are_there_and_light():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text())

    assert len(pictures) == 2
    assert [name for name in pictures if not 0 < (ROOT / name).stat().st_size < 150_000] == []


def test_readme_of_a_folder_fits_on_a_screen():
    # docker/README.md is the operators' manual: what they do at night stands in one place.
    manual = Path("docker/README.md")
    readmes = [
        path for path in files() if path.name == "README.md" and len(path.parts) > 1 and path != manual
    ]

    assert {str(path): n for path in readmes if (n := len((ROOT / path).read_text().splitlines())) > 50} == {}


def test_deployment_check_of_production_has_nothing_to_say(tmp_path):
    # Nothing that other tests or the machine left in the environment counts here.
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [sys.executable, "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    done = subprocess.run(  # noqa: S603
        command,
        cwd=ROOT,
        env=kept | PRODUCTION | {"VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.startswith("System check identified no issues")
