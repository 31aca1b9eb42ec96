"""What `manage.py check` says about the feeds of a project: what would make them wrong, and how to mend it."""

from django.conf import settings
from django.core.checks import Error, register
from django.urls import NoReverseMatch, reverse

from events.conf import languages, parvis_setting, site_url
from feeds.channels import feed_path
from feeds.hub import hub_url
from feeds.scopes import ALL

SEAL = "feeds.edge.SealFeeds"


def connect() -> None:
    """Register the checks; called once, when all apps are ready."""
    register(check_settings)
    register(check_addresses)
    register(check_hub)


def check_settings(app_configs=None, **kwargs) -> list[Error]:
    """The site's address, the domain of UIDs, and the middleware that keeps feeds equal for all readers."""
    problems = []
    if not site_url():
        hint = 'Set PARVIS["SITE_URL"] to the public address, such as "https://museum.example".'
        problems.append(Error("Feeds have no address to link to.", hint=hint, id="parvis_feeds.E001"))
    if not parvis_setting("UID_DOMAIN"):
        hint = 'Set PARVIS["UID_DOMAIN"] to a domain that you own. It never changes again.'
        problems.append(Error("Sessions have no domain for their UIDs.", hint=hint, id="parvis_feeds.E002"))
    if not settings.MIDDLEWARE or settings.MIDDLEWARE[0] != SEAL:
        problems.append(
            Error(
                f"{SEAL} is not the first middleware.",
                hint=f'Put "{SEAL}" first in MIDDLEWARE.',
                id="parvis_feeds.E003",
            )
        )
    return problems


def check_addresses(app_configs=None, **kwargs) -> list[Error]:
    """Feeds stand at /feeds/: their addresses are a public contract, and are printed without asking the router."""
    language = languages()[0]
    expected = feed_path(scope=ALL.name, language=language, file="sessions.ics")
    names = {"language": language, "scope": ALL.name, "name": "sessions", "extension": "ics"}
    try:
        found = reverse("feeds:feed", kwargs=names)
    except NoReverseMatch:
        found = None
    if found == expected:
        return []
    hint = 'Add path("feeds/", include("feeds.urls")) to the root of your urls, outside i18n_patterns.'
    return [Error(f"Feeds are not served at {expected}.", hint=hint, id="parvis_feeds.E004")]


def check_hub(app_configs=None, **kwargs) -> list[Error]:
    """A hub that may be one: what it is told must not be read or changed on the way."""
    if hub_url() or not parvis_setting("WEBSUB_HUB"):
        return []
    hint = 'Set PARVIS["WEBSUB_HUB"] to an https:// address without a password (http:// only on this machine), or to "".'
    return [Error("Feeds name no hub: its address is not acceptable.", hint=hint, id="parvis_feeds.E005")]
