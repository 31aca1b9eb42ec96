"""The settings dictionary PARVIS: what each reader of it gets with and without a value."""

import pytest

from events import conf


def test_setting_not_given_is_the_default(settings):
    settings.PARVIS = {}

    assert (conf.site_url(), conf.meeting_hosts(), conf.fallbacks("el")) == ("", ["zoom.us"], ["en"])


def test_settings_without_the_dictionary_are_the_defaults(settings):
    del settings.PARVIS

    assert conf.meeting_hosts() == ["zoom.us"]


def test_setting_of_unknown_name_is_a_key_error():
    with pytest.raises(KeyError):
        conf.parvis_setting("SITE_ULR")


def test_site_url_has_no_trailing_slash(settings):
    settings.PARVIS = {"SITE_URL": "https://museum.example/"}

    assert conf.site_url() == "https://museum.example"


@pytest.mark.parametrize(
    ("values", "domain"),
    [
        ({"SITE_URL": "https://museum.example:8443", "UID_DOMAIN": "ids.example"}, "ids.example"),
        ({"SITE_URL": "https://museum.example:8443"}, "museum.example"),
        ({}, "localhost"),
    ],
)
def test_uid_domain_is_its_own_then_the_host_of_the_site(settings, values, domain):
    settings.PARVIS = values

    assert conf.uid_domain() == domain


def test_meeting_hosts_changed_by_the_caller_stay_as_configured(settings):
    settings.PARVIS = {"MEETING_HOSTS": ["zoom.example"]}

    conf.meeting_hosts().append("evil.example")

    assert conf.meeting_hosts() == ["zoom.example"]


def test_languages_are_those_of_the_site_in_its_order(settings):
    settings.LANGUAGES = [("fi", "Suomi"), ("he", "עברית")]

    assert conf.languages() == ["fi", "he"]


def test_fallbacks_of_one_language_leave_the_others_at_the_default(settings):
    settings.PARVIS = {"FALLBACKS": {"es": ["fr", "en"]}}

    assert (conf.fallbacks("es"), conf.fallbacks("el")) == (["fr", "en"], ["en"])
