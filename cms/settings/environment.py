"""Every variable that Parvis reads from the environment: name, type and default, in one table.

The README documents the same names; a test keeps the two equal. A variable that is set to nothing counts as not set. NAME_FILE names
a file that holds the value of NAME, for secrets that stand in no environment.
"""

import ipaddress
import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

import environ

from cms.observing.logs import FORMATS

RATED = ("search", "api", "mail")
DATABASE_SCHEMES = ("sqlite:", "postgres:", "postgresql:")

VARIABLES: dict[str, tuple[type, object]] = {
    "DATABASE_URL": (str, ""),
    "CACHE_URL": (str, "locmemcache://"),
    "EMAIL_URL": (str, "consolemail://"),
    "DEFAULT_FROM_EMAIL": (str, "webmaster@localhost"),
    "SECRET_KEY": (str, ""),
    "DEBUG": (bool, False),
    "SITE_URL": (str, ""),
    "UID_DOMAIN": (str, ""),
    "ALLOWED_HOSTS": (list, []),
    "TRUSTED_PROXIES": (list, []),
    "API_WRITES": (bool, False),
    "RATE_LIMITS": (str, "search=30/min,api=300/min,mail=5/min"),
    "LANGUAGES": (list, ["fr", "en", "es", "el", "he", "fi"]),
    "MEETING_HOSTS": (list, ["zoom.us"]),
    "STORE_DIR": (str, ""),
    "FEED_MEMORY": (str, "64"),
    "STANDBY_DIR": (str, ""),
    "WEBSUB_HUB": (str, ""),
    "PREVIEW_URL": (str, ""),
    "SECURITY_CONTACT": (str, ""),
    "SECURITY_EXPIRES": (str, ""),
    "DEEPL_AUTH_KEY": (str, ""),
    "LIBRETRANSLATE_URL": (str, ""),
    "LIBRETRANSLATE_API_KEY": (str, ""),
    "STATIC_ROOT": (str, ""),
    "VAR_DIR": (str, ""),
    "LOG_FORMAT": (str, ""),
    "MEDIA_S3": (str, ""),
    "MEDIA_URL": (str, ""),
    "SENTRY_DSN": (str, ""),
    "CDN": (list, []),
    "CDN_TOKEN": (str, ""),
    "METRICS_NETWORKS": (
        list,
        ["127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
    ),
}

env = environ.Env(**VARIABLES)


def value(name: str):
    """One variable, of its type, or what its NAME_FILE holds; its default where it is missing or empty.

    Raises ImproperlyConfigured for a file that cannot be read, is empty or has several lines, and where both are set.
    """
    kind, default = VARIABLES[name]
    if path := os.environ.get(f"{name}_FILE"):
        if os.environ.get(name):
            raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: unset one of them.")
        return env.parse_value(_line_of(path, variable=f"{name}_FILE"), kind)
    return env(name) or default


def _line_of(path: str, *, variable: str) -> str:
    """The one line of a file, without blanks and line ends around it."""
    try:
        line = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"{variable} names {path}, which cannot be read: {error}") from error
    if not line or len(line.splitlines()) > 1:
        wrong = "has more than one line" if line else "is empty"
        raise ImproperlyConfigured(f"{variable} names {path}, which {wrong}: it must hold the value alone.")
    return line


def names(name: str) -> list[str]:
    """A comma-separated variable; blanks around the commas do not count."""
    return [each.strip() for each in value(name) if each.strip()]


def standby_folder(*, default: Path) -> str:
    """Where answers made ahead lie; "" where STANDBY_DIR is "none"."""
    folder = value("STANDBY_DIR") or str(default)
    return "" if folder == "none" else folder


def feed_memory() -> int:
    """Megabytes, from FEED_MEMORY. Raises ImproperlyConfigured for anything else than a whole number."""
    text = value("FEED_MEMORY").strip()
    if not (text.isascii() and text.isdigit()):
        raise ImproperlyConfigured("FEED_MEMORY must be a whole number of megabytes, 0 for none.")
    return int(text)


def rate_limits() -> dict[str, str]:
    """Rates by what is counted, from RATE_LIMITS; none where it is "none". Raises ImproperlyConfigured for what is no rate."""
    text = value("RATE_LIMITS").strip()
    if text == "none":
        return {}
    pairs = [each.strip().partition("=") for each in text.split(",")]
    for scope, _sign, rate in pairs:
        if scope not in RATED or not re.fullmatch(r"[1-9][0-9]{0,5}/(sec|min|hour|day)", rate):
            raise ImproperlyConfigured(
                f"RATE_LIMITS must be rates such as search=30/min, of {', '.join(RATED)}, or none."
            )
    return {scope: rate for scope, _sign, rate in pairs}


def log_format(*, default: str) -> str:
    """Of the lines of the log, from LOG_FORMAT. Raises ImproperlyConfigured for what is none."""
    form = value("LOG_FORMAT").strip() or default
    if form not in FORMATS:
        raise ImproperlyConfigured(f"LOG_FORMAT must be one of {', '.join(FORMATS)}.")
    return form


def metrics_networks() -> list[str]:
    """Who may read /metrics, from METRICS_NETWORKS; nobody where it is "none". Raises ImproperlyConfigured for what is no network."""
    networks = names("METRICS_NETWORKS")
    if networks == ["none"]:
        return []
    for network in networks:
        try:
            ipaddress.ip_network(network)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"METRICS_NETWORKS must be addresses or networks such as 10.0.0.0/24, or none: {error}."
            ) from error
    return networks


def cache(url: str) -> dict[str, object]:
    """Django's settings for the address of a cache; Redis as one that may be away (cms/forgiving_cache.py)."""
    config = env.cache_url_config(url)
    if config["BACKEND"].endswith(".RedisCache"):
        return config | {"BACKEND": "cms.forgiving_cache.ForgivingRedisCache"}
    return config


def machine_translator() -> dict[str, object] | None:
    """wagtail-localize's setting for the service that is configured: DeepL before LibreTranslate; None for none."""
    translators = "wagtail_localize.machine_translators"
    if key := value("DEEPL_AUTH_KEY"):
        return {"CLASS": f"{translators}.deepl.DeepLTranslator", "OPTIONS": {"AUTH_KEY": key}}
    if url := value("LIBRETRANSLATE_URL"):
        options = {"LIBRETRANSLATE_URL": url.rstrip("/"), "API_KEY": value("LIBRETRANSLATE_API_KEY")}
        return {"CLASS": f"{translators}.libretranslate.LibreTranslator", "OPTIONS": options}
    return None


def database(url: str) -> dict[str, object]:
    """Django's settings for an address of a database, with deadlines (cms/postgresql, cms/sqlite). Raises ImproperlyConfigured for one that Parvis does not run on."""
    if not url.startswith(DATABASE_SCHEMES):
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://.")
    config = env.db_url_config(url)
    return config | {"ENGINE": "cms.postgresql" if "postgres" in config["ENGINE"] else "cms.sqlite"}
