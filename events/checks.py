"""What `manage.py check` says to another project about its settings: what is missing for translations, and how to mend it."""

import itertools
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning
from django.middleware.locale import LocaleMiddleware
from django.utils.module_loading import import_string

from events.cards.lettering import can_write
from events.conf import DEFAULTS, languages, parvis_setting, site_url


def connect() -> None:
    """Register the checks; called once, when all apps are ready."""
    register(check_translation)
    register(check_parvis)
    register(check_api)
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
            'Add "django.middleware.locale.LocaleMiddleware" to MIDDLEWARE, after the one of login sessions.',
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


def check_api(app_configs=None, **kwargs) -> list[CheckMessage]:
    """The API's documentation comes from this site, and not from somebody else's."""
    if not apps.is_installed("wagtail.api.v3") or apps.is_installed("ninja"):
        return []
    return [
        CheckWarning(
            "The API's documentation loads its scripts from another site.",
            hint='Add "ninja" to INSTALLED_APPS.',
            id="parvis_events.W002",
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
