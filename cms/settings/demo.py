"""The demo: the production code path (DEBUG off) on SQLite, with a key of its own and media served by the application."""

import datetime
import os
import secrets

from cms.settings.base import *  # noqa: F403  (an overlay holds only the differences)
from cms.settings.base import (
    ALLOWED_HOSTS,
    PARVIS,
    SECRET_KEY,
    SECURITY_CONTACT,
    SECURITY_EXPIRES,
    SITE_URL,
    VAR_DIR,
)


def _own_key() -> str:
    """The demo's key: made at the first start, outside git, readable by its owner only."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as key_file:
            key_file.write(secrets.token_urlsafe(50))
    return path.read_text()


def _end_of_half_year(today: datetime.date) -> str:
    """Six months to a year ahead, the same for months."""
    return f"{today.year}-12-31" if today.month <= 6 else f"{today.year + 1}-06-30"


DEBUG = False
SECRET_KEY = SECRET_KEY or _own_key()
SITE_URL = SITE_URL or f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
WAGTAILADMIN_BASE_URL = SITE_URL
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
PARVIS = PARVIS | {
    "SITE_URL": SITE_URL,
    "UID_DOMAIN": PARVIS["UID_DOMAIN"] or "demo.parvis.example",
    # A host reserved for documentation: a demo's link can lead to nobody's meeting room.
    "MEETING_HOSTS": ["zoom.example"],
}
SECURITY_CONTACT = SECURITY_CONTACT or "mailto:security@parvis.example"
SECURITY_EXPIRES = SECURITY_EXPIRES or _end_of_half_year(datetime.datetime.now(datetime.UTC).date())
API_WRITES = True
DEMO = True
SERVE_MEDIA = True
