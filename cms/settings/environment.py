"""Every variable that Parvis reads from the environment: name, type and default, in one table.

The README documents the same names; a test keeps the two equal.
"""

import environ

VARIABLES: dict[str, tuple[type, object]] = {
    "DATABASE_URL": (str, ""),
    "CACHE_URL": (str, "locmemcache://"),
    "EMAIL_URL": (str, "consolemail://"),
    "SECRET_KEY": (str, ""),
    "DEBUG": (bool, False),
    "SITE_URL": (str, ""),
    "UID_DOMAIN": (str, ""),
    "ALLOWED_HOSTS": (list, []),
    "LANGUAGES": (list, ["fr", "en", "es", "el", "he", "fi"]),
    "MEETING_HOSTS": (list, ["zoom.us"]),
    "VAR_DIR": (str, ""),
}

env = environ.Env(**VARIABLES)
