"""Which hub feeds name: an https address, or a program on this machine."""

import pytest

from events.conf import DEFAULTS
from feeds.checks import check_hub
from feeds.hub import hub_url, is_acceptable

GOOD = [
    "https://hub.example/",
    "https://hub.example",
    "https://hub.example:8443/path;v=1?site=a%20b&c=d",
    "https://[2001:db8::1]/",
    "HTTPS://Hub.example/",
    "http://127.0.0.1:8080/",
    "http://127.9.8.7/",
    "http://localhost/hub",
    "http://[::1]:8080/",
]
BAD = [
    "",
    "hub.example",
    "//hub.example/",
    "https://",
    "https:///path",
    "http://hub.example/",
    "http://localhost.example/",
    "http://10.0.0.1/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "ftp://hub.example/",
    "javascript:alert(1)",
    "https://user:secret@hub.example/",
    "https://hub.example@evil.example/",
    "https://hub.example/#part",
    "https://hub.example:0/",
    "https://hub.example:99999/",
    "https://hub.example:port/",
    "https://[hub/",
    "https://hub.example/a b",
    'https://hub.example/>; rel="self", <https://evil.example/',
    "https://hub.example/\r\nSet-Cookie: a=b",
    "https://hub.example/\n",
    "https://hüb.example/",
    "https://hub.example/" + "a" * 500,
]


@pytest.mark.parametrize("address", GOOD)
def test_address_that_nobody_on_the_way_can_listen_to_is_acceptable(address):
    assert is_acceptable(address)


@pytest.mark.parametrize("address", BAD)
def test_any_other_address_is_not_acceptable(address):
    assert not is_acceptable(address)


def test_no_hub_is_the_default(settings):
    settings.PARVIS = {}

    assert (DEFAULTS["WEBSUB_HUB"], hub_url(), check_hub()) == ("", None, [])


def test_hub_is_the_configured_one(settings):
    settings.PARVIS = {"WEBSUB_HUB": "https://hub.example/"}

    assert (hub_url(), check_hub()) == ("https://hub.example/", [])


def test_hub_that_is_not_acceptable_is_none_and_named_by_the_check(settings):
    settings.PARVIS = {"WEBSUB_HUB": "http://hub.example/"}

    assert hub_url() is None
    assert [problem.id for problem in check_hub()] == ["parvis_feeds.E005"]
