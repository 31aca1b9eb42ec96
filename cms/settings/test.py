"""The test suite: the demo's code path with fast hashing, a database in memory (or TEST_POSTGRES_URL) and no files kept."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from cms.settings.base import *  # noqa: F403  (an overlay holds only the differences)
from cms.settings.base import DATABASES, INSTALLED_APPS, MIDDLEWARE, PARVIS
from cms.settings.environment import database, value

# A check holds each app's newest migration to max_migration.txt: two branches that both add one meet there as a conflict of git.
INSTALLED_APPS = [*INSTALLED_APPS, "django_linear_migrations"]
FIRST_PARTY_APPS = ["events", "feeds", "cms"]
SECRET_KEY = "only-for-the-test-suite-" + "0" * 40
DEBUG = False
SITE_URL = "https://parvis.example"
WAGTAILADMIN_BASE_URL = SITE_URL
ALLOWED_HOSTS = ["testserver", "parvis.example", "localhost", "127.0.0.1"]
PARVIS = PARVIS | {"SITE_URL": SITE_URL, "UID_DOMAIN": "parvis.example", "MEETING_HOSTS": ["zoom.example"]}

if os.environ.get("TEST_POSTGRES_URL"):
    DATABASES = {"default": database(os.environ["TEST_POSTGRES_URL"])}
else:
    DATABASES = DATABASES | {"default": DATABASES["default"] | {"NAME": ":memory:", "TEST": {"NAME": None}}}

# A test's changes are never committed, so nothing would tell what is remembered that it is old: tests/cms/test_page_cache.py alone.
MIDDLEWARE = [name for name in MIDDLEWARE if name != "cms.page_cache.PageCache"]

VAR_DIR = Path(tempfile.mkdtemp(prefix="parvis-tests-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()
# Nothing is carried but where a test names a file.
FIGURES_FILE = None
SENTRY_DSN = ""
MAINTENANCE_FILE = VAR_DIR / "maintenance"
PARVIS["STORE_DIR"] = str(VAR_DIR / "feeds")
# Nothing is made ahead but where a test names a folder.
PARVIS["STANDBY_DIR"] = value("STANDBY_DIR")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tries and requests are counted where a test asks for it (tests/cms/security).
AXES_ENABLED = False
RATE_LIMITS = {}
API_WRITES = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DEMO = True
SERVE_MEDIA = True
