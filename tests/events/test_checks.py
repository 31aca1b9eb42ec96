"""What `manage.py check` tells another project."""

from django.apps import apps
from django.conf import global_settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.middleware.locale import LocaleMiddleware

from wagtail.models import Page, Site

import pytest

from events import checks
from tests import factories


class OwnLocaleMiddleware(LocaleMiddleware):
    """As another project may have it."""


def without_apps(monkeypatch, *names, added=()):
    installed = {config.name for config in apps.get_app_configs()} - set(names) | set(added)
    monkeypatch.setattr(apps, "is_installed", installed.__contains__)


def told(messages):
    return [message.id.removeprefix("parvis_events.") for message in messages]


def test_this_project_has_nothing_to_be_told():
    assert [
        *checks.check_translation(),
        *checks.check_parvis(),
        *checks.check_lines(),
        *checks.check_languages(),
    ] == []


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


@pytest.mark.parametrize(
    ("lost", "number"), [("ninja", "W002"), ("wagtail.contrib.redirects", "W006"), ("wagtail.api.v3", "W007")]
)
def test_app_that_would_be_missed_later_is_told(monkeypatch, lost, number):
    without_apps(monkeypatch, lost)

    assert told(checks.check_lines()) == [number]


@pytest.mark.parametrize(
    ("lost", "number"),
    [("events.kept_forms.KeepForms", "W004"), ("events.standby.middleware.StandBy", "W005")],
)
def test_middleware_that_would_be_missed_later_is_told(settings, lost, number):
    settings.MIDDLEWARE = [path for path in settings.MIDDLEWARE if path != lost]

    assert told(checks.check_lines()) == [number]


def test_view_of_kept_forms_that_is_missing_is_told(settings):
    settings.CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"

    assert told(checks.check_lines()) == ["W004"]


def test_stock_locale_middleware_is_told_and_ours_is_not(settings):
    others = [path for path in settings.MIDDLEWARE if not checks._is_locale_middleware(path)]
    settings.MIDDLEWARE = [*others, "django.middleware.locale.LocaleMiddleware"]
    stock = told(checks.check_lines())
    settings.MIDDLEWARE = [*others, "events.middleware.LanguageOfAddress"]

    assert (stock, told(checks.check_lines())) == (["W008"], [])


@pytest.mark.parametrize(
    ("name", "value", "numbers"),
    [
        ("LANGUAGES", global_settings.LANGUAGES, ["E010"]),
        ("WAGTAIL_CONTENT_LANGUAGES", [("fr", "Français")], ["E011"]),
        ("LANGUAGE_CODE", "en-us", ["E012"]),
        ("USE_TZ", False, ["E013"]),
        ("USE_I18N", False, ["E013"]),
    ],
)
def test_languages_and_zones_that_are_not_set_up_are_told(settings, name, value, numbers):
    setattr(settings, name, value)

    assert told(checks.check_languages()) == numbers


@pytest.mark.django_db
def test_site_whose_root_is_no_home_page_is_told_where_to_make_one():
    Site.objects.update(root_page=Page.get_first_root_node())
    before = told(checks.check_home(databases=["default"]))
    Site.objects.update(root_page=factories.make_site().home)

    assert (before, checks.check_home(databases=["default"]), checks.check_home()) == (["W009"], [], [])


def test_every_message_says_how_to_mend_it(settings, monkeypatch):
    without_apps(monkeypatch, "wagtail_localize", "ninja", "wagtail.contrib.redirects", "wagtail.api.v3")
    settings.WAGTAIL_I18N_ENABLED = settings.WAGTAILLOCALIZE_DISABLE_ON_DELETE = settings.USE_TZ = False
    settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
    settings.MIDDLEWARE, settings.LANGUAGE_CODE, settings.WAGTAIL_CONTENT_LANGUAGES = [], "xx", []
    settings.PARVIS = {"x": 1, "MEETING_HOSTS": "", "SITE_URL": "x", "FALLBACKS": {"yy": []}}

    messages = [
        *checks.check_translation(),
        *checks.check_parvis(),
        *checks.check_lines(),
        *checks.check_languages(),
    ]

    assert len({message.id for message in messages}) == len(messages) == 17
    assert [message.id for message in messages if not message.hint] == []


def test_command_tells_what_the_checks_say(settings):
    settings.WAGTAIL_I18N_ENABLED = False

    with pytest.raises(SystemCheckError, match="Set WAGTAIL_I18N_ENABLED = True"):
        call_command("check")


def test_language_whose_cards_cannot_be_drawn_is_named(monkeypatch):
    monkeypatch.setattr("events.cards.lettering._has_bidi", lambda: False)

    (warning,) = checks.check_cards()

    assert (warning.id, warning.msg) == ("parvis_events.W003", "No card can be drawn in he.")
