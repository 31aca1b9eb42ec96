"""What `manage.py check` says to another project about its settings: what is missing for translations, and how to mend it."""

import itertools
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import global_settings, settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import OperationalError, ProgrammingError
from django.middleware.locale import LocaleMiddleware
from django.utils.module_loading import import_string

from wagtail.models import Site

from events.cards.lettering import can_write
from events.conf import DEFAULTS, languages, parvis_setting, site_url
from events.models import HomePage


def connect() -> None:
    """Register the checks; called once, when all apps are ready."""
    register(check_translation)
    register(check_parvis)
    register(check_languages)
    register(check_lines)
    register(check_home, Tags.database)
    register(check_cards)


def check_translation(app_configs=None, **kwargs) -> list[CheckMessage]:
    """Languages, and wagtail-localize set up so that nothing goes live or is lost by being translated."""
    return [_error(*told) for holds, *told in _conditions() if not holds]


def _conditions() -> list[tuple[bool, str, str, str]]:
    """What must hold, with the number, the message and the hint for a project where it does not."""
    return [
        (
            getattr(settings, "WAGTAIL_I18N_ENABLED", False),
            "E001", "Pages have no languages.", "Set WAGTAIL_I18N_ENABLED = True.",
        ),
        (
            apps.is_installed("wagtail_localize") and apps.is_installed("wagtail_localize.locales")
            and not apps.is_installed("wagtail.locales"),
            "E002", "Pages cannot be translated.",
            'Add "wagtail_localize" and "wagtail_localize.locales" to INSTALLED_APPS, instead of "wagtail.locales".',
        ),
        (
            not getattr(settings, "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", True),
            "E003", "A page that is submitted for translation would go live untranslated.",
            "Set WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False.",
        ),
        (
            getattr(settings, "WAGTAILLOCALIZE_DISABLE_ON_DELETE", False),
            "E004", "Deleting a page would delete its translation memory.",
            "Set WAGTAILLOCALIZE_DISABLE_ON_DELETE = True.",
        ),
        (
            any(_is_locale_middleware(path) for path in settings.MIDDLEWARE),
            "E005", "Pages are not shown in the language of their address.",
            'Add "events.middleware.LanguageOfAddress" to MIDDLEWARE, before the ones of login sessions and of redirects.',
        ),
    ]  # fmt: skip


def check_parvis(app_configs=None, **kwargs) -> list[CheckMessage]:
    """The dictionary PARVIS: names that exist, and values of the right shape."""
    given = getattr(settings, "PARVIS", {})
    problems: list[CheckMessage] = []
    if unknown := sorted(set(given) - set(DEFAULTS)):
        hint = f"Its settings are {', '.join(DEFAULTS)}."
        problems.append(
            CheckWarning(f"PARVIS has no setting {', '.join(unknown)}.", hint=hint, id="parvis_events.W001")
        )
    if isinstance(given.get("MEETING_HOSTS", []), str):
        problems.append(
            _error("E006", 'PARVIS["MEETING_HOSTS"] is no list.', 'Write ["zoom.us"], not "zoom.us".')
        )
    if site_url() and not _is_site(site_url()):
        hint = 'Write "https://museum.example", without a path.'
        problems.append(_error("E007", 'PARVIS["SITE_URL"] is no address of a site.', hint))
    if strange := sorted(_named_in(given.get("FALLBACKS", {})) - set(languages())):
        hint = "Name languages of LANGUAGES only."
        problems.append(_error("E008", f'PARVIS["FALLBACKS"] names {", ".join(strange)}.', hint))
    if served := _served_with(given.get("STANDBY_DIR", "")):
        hint = "It holds meeting links and passcodes: name a folder that no web server serves."
        problems.append(_error("E009", f'PARVIS["STANDBY_DIR"] lies in {served}.', hint))
    return problems


def _served_with(folder: object) -> str:
    """The setting of a folder that web servers may serve and that holds this one; "" for none."""
    served = {
        "MEDIA_ROOT": settings.MEDIA_ROOT,
        "STATIC_ROOT": settings.STATIC_ROOT,
        "STORE_DIR": parvis_setting("STORE_DIR"),
    }
    place = Path(str(folder)).absolute()
    return next(
        (
            name
            for name, root in served.items()
            if folder and root and place.is_relative_to(Path(root).absolute())
        ),
        "",
    )


def _is_site(address: str) -> bool:
    parts = urlsplit(address)
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and not (parts.path or parts.query or parts.fragment)
    )


def _named_in(fallbacks: dict[str, list[str]]) -> set[str]:
    return {*fallbacks, *itertools.chain(*fallbacks.values())}


def check_languages(app_configs=None, **kwargs) -> list[CheckMessage]:
    """The languages are named, are Wagtail's too, and the first one is the site's own."""
    codes = languages()
    if settings.LANGUAGES is global_settings.LANGUAGES:
        hint = (
            'Set LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français"), ("en", "English")], or yours.'
        )
        return [_error("E010", f"The site offers all {len(codes)} languages that Django knows.", hint)]
    problems: list[CheckMessage] = []
    if sorted(dict(settings.LANGUAGES)) != sorted(dict(settings.WAGTAIL_CONTENT_LANGUAGES)):
        hint = "Set WAGTAIL_CONTENT_LANGUAGES = LANGUAGES."
        problems.append(_error("E011", "Pages have other languages than the site.", hint))
    if settings.LANGUAGE_CODE not in codes:
        message = f'LANGUAGE_CODE, "{settings.LANGUAGE_CODE}", is none of LANGUAGES.'
        problems.append(_error("E012", message, f'Set LANGUAGE_CODE = "{codes[0]}".'))
    if not (settings.USE_TZ and settings.USE_I18N):
        hint = "Set USE_TZ = True and USE_I18N = True."
        problems.append(_error("E013", "Moments have no time zone, or pages no language.", hint))
    return problems


def check_lines(app_configs=None, **kwargs) -> list[CheckMessage]:
    """What the README adds to a project's settings and what would only be missed later, each line with what is lost without it."""
    return [
        CheckWarning(lost, hint=hint, id=f"parvis_events.{number}")
        for holds, number, lost, hint in _lines()
        if not holds
    ]


def _lines() -> list[tuple[bool, str, str, str]]:
    middleware = settings.MIDDLEWARE
    return [
        (
            apps.is_installed("ninja"),
            "W002", "The API's documentation loads its scripts from another site.", 'Add "ninja" to INSTALLED_APPS.',
        ),
        (
            "events.kept_forms.KeepForms" in middleware and settings.CSRF_FAILURE_VIEW == "events.kept_forms.refuse",
            "W004", "What an editor typed is lost when the login expires.",
            'Add "events.kept_forms.KeepForms" to the end of MIDDLEWARE, and CSRF_FAILURE_VIEW = "events.kept_forms.refuse".',
        ),
        (
            "events.standby.middleware.StandBy" in middleware,
            "W005", "The way into the next meetings is closed while the database is away.",
            'Add "events.standby.middleware.StandBy" to the end of MIDDLEWARE.',
        ),
        (
            apps.is_installed("wagtail.contrib.redirects"),
            "W006", "Addresses of pages that were moved lead nowhere.",
            'Add "wagtail.contrib.redirects" to INSTALLED_APPS, and its RedirectMiddleware to MIDDLEWARE.',
        ),
        (
            apps.is_installed("wagtail.api.v3"),
            "W007", "Programs cannot read or write pages.", 'Add "wagtail.api.v3" to INSTALLED_APPS.',
        ),
        (
            not _plain_locale_middleware(),
            "W008", "Unknown feeds and addresses of the API are redirected into a language.",
            'Put "events.middleware.LanguageOfAddress" in the place of "django.middleware.locale.LocaleMiddleware".',
        ),
    ]  # fmt: skip


def _plain_locale_middleware() -> bool:
    return "django.middleware.locale.LocaleMiddleware" in settings.MIDDLEWARE


def check_home(app_configs=None, databases=None, **kwargs) -> list[CheckMessage]:
    """Cycles and news stand below a home page of ours (or of another project's type that extends it), which is the site's root page."""
    if not databases:
        return []
    try:
        roots = {site.root_page.specific_class for site in Site.objects.select_related("root_page")}
    except (OperationalError, ProgrammingError):
        return []  # before the first migration
    if not roots or any(issubclass(root, HomePage) for root in roots if root):
        return []
    hint = (
        'In the admin, add a page of the type "home page" below the root of all pages, and choose it as root page in Settings, Sites.'
        " A home page of your own type extends events.models.HomePage."
    )
    return [
        CheckWarning(
            "No cycle can be made: the site has no home page for it.", hint=hint, id="parvis_events.W009"
        )
    ]


def check_cards(app_configs=None, **kwargs) -> list[CheckMessage]:
    """Cards can be drawn in every language of the site."""
    lacking = [code for code in languages() if not can_write(code)]
    if not lacking:
        return []
    hint = "Install FriBidi (Debian: libfribidi0). Until then other sites show the posters of these sessions."
    return [
        CheckWarning(f"No card can be drawn in {', '.join(lacking)}.", hint=hint, id="parvis_events.W003")
    ]


def _error(number: str, message: str, hint: str) -> Error:
    return Error(message, hint=hint, id=f"parvis_events.{number}")


def _is_locale_middleware(path: str) -> bool:
    middleware = import_string(path)
    return isinstance(middleware, type) and issubclass(middleware, LocaleMiddleware)
