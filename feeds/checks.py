"""What `manage.py check` says about the feeds of a project: what would make them wrong, and how to mend it."""

from typing import NamedTuple

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import override

from events.conf import languages, parvis_setting, site_url
from feeds.apps import events_folder
from feeds.hub import hub_url

SEAL = "feeds.edge.SealFeeds"


class Place(NamedTuple):
    """An address, the name of the view that answers there, and the line of urls that puts it there."""

    what: str
    path: str
    view: str
    line: str


PLACES = (
    Place("The chooser of languages is", "/", "parvis_chooser", 'path("", include("events.urls"))'),
    Place("Feeds are", "/feeds/{language}/all/sessions.ics", "feeds:feed", 'path("feeds/", include("feeds.urls"))'),
    Place("The API is", "/api/v1/cycles", "parvis_api:list_cycles", 'path("api/v1/", include("feeds.api.urls"))'),
    Place("Embeds are", "/embed/v1.js", "parvis_embed_script", 'path("", include("feeds.embed.urls"))'),
    Place("The page of subscriptions is", "/{language}/subscribe/", "parvis_subscribe", 'path("", include("feeds.subscribe.urls"))'),
    Place("The kit for partners is", "/{language}/partners/", "parvis_partners", 'path("", include("feeds.kit.urls"))'),
    Place("The way into meetings is", "/{language}/join/code/", "parvis_join", "*events.urls.language_urlpatterns"),
)  # fmt: skip


def connect() -> None:
    """Register the checks; called once, when all apps are ready."""
    register(check_settings)
    register(check_addresses)
    register(check_hub)
    register(check_events_is_alone)


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
    """Everything of ours stands where its public contract has it: addresses are printed without asking the router."""
    if settings.FORCE_SCRIPT_NAME:
        hint = "Give the site a host name of its own, such as https://agenda.museum.example, and take FORCE_SCRIPT_NAME away."
        message = (
            f"The site stands below {settings.FORCE_SCRIPT_NAME}: its addresses begin at the root of a host."
        )
        return [Error(message, hint=hint, id="parvis_feeds.E006")]
    missing = [place for place in PLACES if not _stands(place)]
    return [*map(_missing, missing), *_check_pages()]


def _stands(place: Place) -> bool:
    language = languages()[0]
    with override(language):
        try:
            return resolve(place.path.format(language=language)).view_name == place.view
        except Resolver404:
            return False


def _missing(place: Place) -> Error:
    where = (
        "to i18n_patterns, before Wagtail's"
        if place.path.startswith("/{language}/")
        else "to the root of your urls, outside i18n_patterns"
    )
    return Error(
        f"{place.what} not served at {place.path.format(language=languages()[0])}.",
        hint=f"Add {place.line} {where}.",
        id="parvis_feeds.E004",
    )


def _check_pages() -> list[Error]:
    """What Wagtail prints as the address of a page begins with its language."""
    language = languages()[0]
    with override(language):
        try:
            reverse("wagtailcore_authenticate_with_password", args=[1, 1])
            if reverse("wagtail_serve", args=["page/"]) == f"/{language}/page/":
                return []
        except NoReverseMatch:
            pass
    hint = 'path("", include(wagtail_urls)) stands in i18n_patterns, and nowhere else in your urls.'
    return [
        Error(
            "Pages, or the form for a page's password, have no address below their language.",
            hint=hint,
            id="parvis_feeds.E007",
        )
    ]


def check_hub(app_configs=None, **kwargs) -> list[Error]:
    """A hub that may be one: what it is told must not be read or changed on the way."""
    if hub_url() or not parvis_setting("WEBSUB_HUB"):
        return []
    hint = 'Set PARVIS["WEBSUB_HUB"] to an https:// address without a password (http:// only on this machine), or to "".'
    return [Error("Feeds name no hub: its address is not acceptable.", hint=hint, id="parvis_feeds.E005")]


def check_events_is_alone(app_configs=None, **kwargs) -> list[CheckMessage]:
    """The distribution Events lies in the same folder as ours: the one that was installed last wrote over the other's first file."""
    folder = events_folder()
    if folder is None or not (folder / "events.py").exists():
        return []
    return [
        CheckWarning(
            f"The distribution Events lies in {folder}, over Parvis's: what needs it, such as opensearch-py, may not find it.",
            hint="Uninstall Events, and reinstall wagtail-parvis; search with PostgreSQL or Elasticsearch instead of OpenSearch.",
            id="parvis_feeds.W001",
        )
    ]
