"""What `manage.py check` tells another project."""

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.middleware.locale import LocaleMiddleware

import pytest

from events import checks


class OwnLocaleMiddleware(LocaleMiddleware):
    """As another project may have it."""


def without_apps(monkeypatch, *names, added=()):
    installed = {config.name for config in apps.get_app_configs()} - set(names) | set(added)
    monkeypatch.setattr(apps, "is_installed", installed.__contains__)


def told(messages):
    return [message.id.removeprefix("parvis_events.") for message in messages]


def test_this_project_has_nothing_to_be_told():
    assert [*checks.check_translation(), *checks.check_parvis(), *checks.check_api()] == []


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("WAGTAIL_I18N_ENABLED", False, "E001"),
        ("WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", True, "E003"),
        ("WAGTAILLOCALIZE_DISABLE_ON_DELETE", False, "E004"),
    ],
)
def test_setting_that_is_wrong_or_missing_is_told(settings, name, value, number):
    setattr(settings, name, value)
    wrong = told(checks.check_translation())
    delattr(settings, name)

    assert (wrong, told(checks.check_translation())) == ([number], [number])


@pytest.mark.parametrize("missing", ["wagtail_localize", "wagtail_localize.locales"])
def test_missing_app_of_translations_is_told(monkeypatch, missing):
    without_apps(monkeypatch, missing)

    assert told(checks.check_translation()) == ["E002"]


def test_wagtail_s_own_locales_beside_them_are_told(monkeypatch):
    without_apps(monkeypatch, added=["wagtail.locales"])

    assert told(checks.check_translation()) == ["E002"]


def test_missing_locale_middleware_is_told_and_an_own_one_accepted(settings):
    others = [path for path in settings.MIDDLEWARE if not checks._is_locale_middleware(path)]
    settings.MIDDLEWARE = others
    missing = told(checks.check_translation())
    settings.MIDDLEWARE = [*others, f"{__name__}.OwnLocaleMiddleware"]

    assert (missing, told(checks.check_translation())) == (["E005"], [])


@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        ({"SITE_ULR": "https://museum.example"}, ["W001"]),
        ({"MEETING_HOSTS": "zoom.us"}, ["E006"]),
        ({"SITE_URL": "museum.example"}, ["E007"]),
        ({"SITE_URL": "https://museum.example/en/"}, ["E007"]),
        ({"SITE_URL": "ftp://museum.example"}, ["E007"]),
        ({"SITE_URL": "https://museum.example/"}, []),
        ({"SITE_URL": "http://127.0.0.1:8000"}, []),
        ({"SITE_URL": ""}, []),
        ({"FALLBACKS": {"es": ["fr", "en"]}}, []),
        ({"FALLBACKS": {"es": ["pt"], "xx": ["en"]}}, ["E008"]),
    ],
)
def test_value_of_the_wrong_shape_is_told(settings, values, numbers):
    settings.PARVIS = values

    assert told(checks.check_parvis()) == numbers


@pytest.mark.parametrize("served", ["MEDIA_ROOT", "STATIC_ROOT", "STORE_DIR"])
def test_folder_with_links_and_passcodes_is_in_no_folder_that_is_served(settings, tmp_path, served):
    settings.MEDIA_ROOT, settings.STATIC_ROOT = str(tmp_path / "MEDIA_ROOT"), tmp_path / "STATIC_ROOT"
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path / "STORE_DIR")}
    numbers = []
    for place in (tmp_path / served, tmp_path / served / "standby", tmp_path / f"{served}-standby", ""):
        settings.PARVIS = settings.PARVIS | {"STANDBY_DIR": str(place)}
        numbers.append(told(checks.check_parvis()))

    assert numbers == [["E009"], ["E009"], [], []]


def test_project_without_the_dictionary_is_not_an_accident(settings):
    del settings.PARVIS

    assert checks.check_parvis() == []


def test_documentation_from_elsewhere_is_told(monkeypatch):
    without_apps(monkeypatch, "ninja")
    with_api = told(checks.check_api())
    without_apps(monkeypatch, "ninja", "wagtail.api.v3")

    assert (with_api, checks.check_api()) == (["W002"], [])


def test_every_message_says_how_to_mend_it(settings, monkeypatch):
    without_apps(monkeypatch, "wagtail_localize", "ninja")
    settings.WAGTAIL_I18N_ENABLED = settings.WAGTAILLOCALIZE_DISABLE_ON_DELETE = False
    settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
    settings.MIDDLEWARE = []
    settings.PARVIS = {"x": 1, "MEETING_HOSTS": "", "SITE_URL": "x", "FALLBACKS": {"xx": []}}

    messages = [*checks.check_translation(), *checks.check_parvis(), *checks.check_api()]

    assert len({message.id for message in messages}) == len(messages) == 10
    assert [message.id for message in messages if not message.hint] == []


def test_command_tells_what_the_checks_say(settings):
    settings.WAGTAIL_I18N_ENABLED = False

    with pytest.raises(SystemCheckError, match="Set WAGTAIL_I18N_ENABLED = True"):
        call_command("check")


def test_language_whose_cards_cannot_be_drawn_is_named(monkeypatch):
    monkeypatch.setattr("events.cards.lettering._has_bidi", lambda: False)

    (warning,) = checks.check_cards()

    assert (warning.id, warning.msg) == ("parvis_events.W003", "No card can be drawn in he.")
