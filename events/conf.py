"""The plugin's settings: one dictionary, PARVIS, with a default for each key.

SITE_URL       public address of the site, no trailing slash; every absolute URL starts with it
UID_DOMAIN     domain in the UIDs of sessions; never changes once a session was published
MEETING_HOSTS  hosts that a meeting link may lead to, exact or a true subdomain
STORE_DIR      folder for finished feeds, outside every served one; without it each read puts a feed together anew
FEED_MEMORY    megabytes that each web process may keep of feeds, to answer without Django; 0: every request goes through Django
STANDBY_DIR    folder for answers made ahead, for its owner alone and never served: they hold links; "" for none
WEBSUB_HUB     address of the WebSub hub that is told of changed feeds, https or http on this machine; "" for none
PREVIEW_URL    where another front end shows drafts (feeds/drafts), https or http; "" for none
FALLBACKS      language -> languages whose words stand in for missing ones, best first (default: ["en"])
"""

from urllib.parse import urlsplit

from django.conf import settings

DEFAULTS: dict[str, object] = {
    "SITE_URL": "",
    "UID_DOMAIN": "",
    "MEETING_HOSTS": ["zoom.us"],
    "STORE_DIR": "",
    "FEED_MEMORY": 64,
    "STANDBY_DIR": "",
    "WEBSUB_HUB": "",
    "PREVIEW_URL": "",
    "FALLBACKS": {},
}


def parvis_setting(name: str):
    """One value of the PARVIS dictionary, or its default. Raises KeyError for a name that does not exist."""
    return getattr(settings, "PARVIS", {}).get(name, DEFAULTS[name])


def site_url() -> str:
    """The public address without a trailing slash. Never taken from a request."""
    return str(parvis_setting("SITE_URL")).rstrip("/")


def site_name() -> str:
    """The name of the site, Wagtail's setting."""
    return str(getattr(settings, "WAGTAIL_SITE_NAME", ""))


def uid_domain() -> str:
    """The domain of UIDs; the site's own host only where none was configured."""
    return str(parvis_setting("UID_DOMAIN")) or (urlsplit(site_url()).hostname or "localhost")


def meeting_hosts() -> list[str]:
    """Hosts that a meeting link may lead to."""
    return list(parvis_setting("MEETING_HOSTS"))


def languages() -> list[str]:
    """Codes of the languages that the site offers, in the order of its settings."""
    return [code for code, _name in settings.LANGUAGES]


def fallbacks(language: str) -> list[str]:
    """Languages whose words stand in for missing ones in `language`, best first."""
    return list(parvis_setting("FALLBACKS").get(language, ["en"]))
