"""Prove a wheel: it holds the two apps and nothing else, and another project can install and migrate them.

Usage: prove_wheel.py WHEEL, from the root of the checkout that built it, in an environment with the dependencies.
"""

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

APPS = ("events", "feeds")
KINDS = (
    "events/locale/fr/LC_MESSAGES/django.mo",
    "events/migrations/0001_",
    "events/static/",
    "events/templates/",
    "feeds/renderers/ical.py",
)
SETTINGS = """
SECRET_KEY = "one-run-only"
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "project.sqlite3"}}
INSTALLED_APPS = [
    "events", "feeds", "wagtail_localize", "wagtail_localize.locales", "wagtail.contrib.redirects", "wagtail.embeds",
    "wagtail.sites", "wagtail.users", "wagtail.snippets", "wagtail.documents", "wagtail.images", "wagtail.search",
    "wagtail.admin", "wagtail", "modelcluster", "taggit", "django.contrib.auth", "django.contrib.contenttypes",
    "django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "feeds.edge.SealFeeds",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = USE_I18N = WAGTAIL_I18N_ENABLED = True
LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
STATIC_URL = "/static/"
WAGTAIL_SITE_NAME = "Another project"
WAGTAILADMIN_BASE_URL = "https://museum.example"
PARVIS = {
    "SITE_URL": "https://museum.example", "UID_DOMAIN": "museum.example", "MEETING_HOSTS": ["zoom.example"],
}
ROOT_URLCONF = "project_urls"
"""
URLS = """
from django.urls import include, path

urlpatterns = [path("feeds/", include("feeds.urls"))]
"""
PROGRAM = """
import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command

import events, feeds

packages = Path(sys.argv[1])
assert {Path(app.__file__).parent.parent for app in (events, feeds)} == {packages}, "the checkout shadows the wheel"
call_command("check", fail_level="WARNING")
call_command("migrate", verbosity=0)
call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
"""


def expected_files() -> set[str]:
    """The files of the two apps that git knows or would take, and a compiled catalogue for each translated one."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *APPS]
    tracked = subprocess.run(listing, check=True, capture_output=True, text=True).stdout.splitlines()
    return set(tracked) | {name.removesuffix(".po") + ".mo" for name in tracked if name.endswith(".po")}


def held_files(wheel: Path) -> set[str]:
    """Every file of the wheel outside its metadata."""
    names = zipfile.ZipFile(wheel).namelist()
    return {name for name in names if not name.split("/")[0].endswith(".dist-info")}


def check_contents(wheel: Path) -> None:
    """Equality in both directions: nothing missing, nothing too much, and each kind of file is there."""
    expected, held = expected_files(), held_files(wheel)
    assert held == expected, f"missing: {sorted(expected - held)}; too much: {sorted(held - expected)}"
    for kind in KINDS:
        assert any(name.startswith(kind) for name in held), f"{kind} is missing"


def check_installation(wheel: Path) -> None:
    """Install the wheel beside an empty project that has never seen the checkout; check, migrate, check again."""
    with tempfile.TemporaryDirectory(prefix="parvis-wheel-") as folder:
        project = Path(folder).resolve()
        packages = project / "packages"
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--target", packages, wheel], check=True)
        (project / "project_settings.py").write_text(SETTINGS)
        (project / "project_urls.py").write_text(URLS)
        (project / "program.py").write_text(PROGRAM)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
        environment |= {"PYTHONPATH": str(packages), "DJANGO_SETTINGS_MODULE": "project_settings"}
        subprocess.run([sys.executable, "program.py", packages], cwd=project, env=environment, check=True)


if __name__ == "__main__":
    built = Path(sys.argv[1]).resolve()
    check_contents(built)
    check_installation(built)
    print(f"{built.name}: {len(held_files(built))} files, installs and migrates in another project")
