"""`manage.py check` names what would make feeds wrong."""

from types import ModuleType

from django.urls import include, path

import pytest

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


@pytest.mark.parametrize("prefix", [None, "abos/"])
def test_addresses_elsewhere_are_named(settings, prefix):
    urls = ModuleType("urls")
    urls.urlpatterns = [path(prefix, include("feeds.urls"))] if prefix else []
    settings.ROOT_URLCONF = urls

    assert ids(check_addresses()) == ["parvis_feeds.E004"]
