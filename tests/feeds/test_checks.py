"""`manage.py check` names what would make feeds wrong."""

from types import ModuleType

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import ImproperlyConfigured
from django.urls import include, path

from wagtail import urls as wagtail_urls

import pytest

from events.urls import language_urlpatterns
from feeds.apps import check_events_is_installed
from feeds.checks import check_addresses, check_settings


def ids(errors) -> list[str]:
    return [error.id for error in errors]


def test_this_project_is_in_order():
    assert [*check_settings(), *check_addresses()] == []


@pytest.mark.parametrize(
    ("name", "expected"), [("SITE_URL", "parvis_feeds.E001"), ("UID_DOMAIN", "parvis_feeds.E002")]
)
def test_missing_setting_is_named(settings, name, expected):
    settings.PARVIS = settings.PARVIS | {name: ""}

    assert ids(check_settings()) == [expected]


@pytest.mark.parametrize(
    "middleware",
    [[], ["django.middleware.common.CommonMiddleware", "feeds.edge.SealFeeds"]],
    ids=["none", "second"],
)
def test_middleware_that_is_not_first_is_named(settings, middleware):
    settings.MIDDLEWARE = middleware

    assert ids(check_settings()) == ["parvis_feeds.E003"]


HERE = {
    "events": path("", include("events.urls")),
    "feeds": path("feeds/", include("feeds.urls")),
    "api": path("api/v1/", include("feeds.api.urls")),
    "embed": path("", include("feeds.embed.urls")),
}
BELOW = {
    "subscribe": path("", include("feeds.subscribe.urls")),
    "kit": path("", include("feeds.kit.urls")),
    "pages": path("", include(language_urlpatterns)),
    "wagtail": path("", include(wagtail_urls)),
}


def urls_without(*left_out: str, here=HERE, before=(), after=()) -> ModuleType:
    urls = ModuleType("urls")
    below = [each for name, each in BELOW.items() if name not in left_out]
    own = [each for name, each in here.items() if name not in left_out]
    urls.urlpatterns = [*before, *own, *i18n_patterns(*below), *after]
    return urls


@pytest.mark.parametrize(
    ("left_out", "line"),
    [
        ("events", 'path("", include("events.urls")) to the root'),
        ("feeds", 'path("feeds/", include("feeds.urls")) to the root'),
        ("api", 'path("api/v1/", include("feeds.api.urls")) to the root'),
        ("embed", 'path("", include("feeds.embed.urls")) to the root'),
        ("subscribe", 'path("", include("feeds.subscribe.urls")) to i18n_patterns'),
        ("kit", 'path("", include("feeds.kit.urls")) to i18n_patterns'),
        ("pages", "*events.urls.language_urlpatterns to i18n_patterns"),
    ],
)
def test_line_of_urls_that_is_missing_is_named(settings, left_out, line):
    settings.ROOT_URLCONF = urls_without(left_out)

    (error,) = check_addresses()

    assert (error.id, line in error.hint) == ("parvis_feeds.E004", True)


def test_urls_of_the_readme_are_in_order(settings):
    settings.ROOT_URLCONF = urls_without()

    assert check_addresses() == []


def test_addresses_that_another_project_took_are_named(settings):
    settings.ROOT_URLCONF = urls_without(before=[path("<path:everything>", lambda request: None)])

    assert ids(check_addresses()) == ["parvis_feeds.E004"] * 6


@pytest.mark.parametrize("prefix", ["abos/", "agenda/feeds/"])
def test_feeds_below_another_path_are_named(settings, prefix):
    settings.ROOT_URLCONF = urls_without(here=HERE | {"feeds": path(prefix, include("feeds.urls"))})

    assert ids(check_addresses()) == ["parvis_feeds.E004"]


def test_pages_that_are_served_without_their_language_too_are_named(settings):
    settings.ROOT_URLCONF = urls_without(after=[path("", include(wagtail_urls))])

    (error,) = check_addresses()

    assert (error.id, "nowhere else in your urls" in error.hint) == ("parvis_feeds.E007", True)


def test_wagtail_s_own_addresses_that_are_missing_are_named(settings):
    settings.ROOT_URLCONF = urls_without("wagtail")

    assert ids(check_addresses()) == ["parvis_feeds.E007"]


def test_site_below_a_path_is_told_to_have_its_own_host_name(settings):
    settings.FORCE_SCRIPT_NAME = "/agenda"

    (error,) = check_addresses()

    assert (error.id, "host name of its own" in error.hint) == ("parvis_feeds.E006", True)


@pytest.mark.parametrize("installed", [["feeds"], ["feeds", "museum.events"], []])
def test_feeds_without_events_say_what_to_add(installed):
    with pytest.raises(ImproperlyConfigured, match='add "events" to INSTALLED_APPS'):
        check_events_is_installed(installed)


@pytest.mark.parametrize("named", ["events", "events.apps.EventsConfig"])
def test_events_may_be_named_by_app_or_configuration(named):
    assert check_events_is_installed([named, "feeds"]) is None
