"""The app `feeds`: what subscribers and partners read."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


def events_folder() -> Path | None:
    """Where Python finds the package `events`; None where it finds none, or one without an __init__.py."""
    spec = find_spec("events")
    return Path(spec.origin).parent if spec and spec.origin else None


def check_events_is_ours() -> None:
    """Raise ImproperlyConfigured when another package `events` hides ours: an app of the project, or a distribution.

    The distribution Events on PyPI, which opensearch-py needs, installs a module of that name.
    """
    folder = events_folder()
    if folder is None or not (folder / "facts.py").exists():
        raise ImproperlyConfigured(
            f"The package 'events' at {folder} is not Parvis's. If it is an app of your project, move it into another package"
            " (myproject.events, with its label and tables as they are) or rename it; if a distribution installed it (such as"
            " Events, which opensearch-py needs), uninstall that, and reinstall wagtail-parvis."
        )


def check_events_is_installed(installed: Iterable[str]) -> None:
    """Raise ImproperlyConfigured where the feeds' models would look for the pages' in vain."""
    if not {"events", "events.apps.EventsConfig"} & set(installed):
        raise ImproperlyConfigured(
            '"feeds" shows what "events" holds: add "events" to INSTALLED_APPS, before "feeds".'
        )


class FeedsConfig(AppConfig):
    """Refuses to start beside a foreign `events`; connects what changes feeds, and shows the feeds' links on pages."""

    name = "feeds"
    label = "parvis_feeds"
    verbose_name = _("Feeds")
    default_auto_field = "django.db.models.BigAutoField"

    def __init__(self, app_name, app_module):
        check_events_is_ours()
        check_events_is_installed(settings.INSTALLED_APPS)
        super().__init__(app_name, app_module)

    def ready(self):
        """Connect to what events tells and asks."""
        from events.ticking import register_job  # noqa: PLC0415  (models are importable only now)
        from feeds import checks, deliveries, links, mails, previews, readiness, receivers, websub  # noqa: PLC0415
        from feeds.drafts import previews as drafts  # noqa: PLC0415  (the same)
        from feeds.embed import oembed  # noqa: PLC0415  (the same)
        from feeds.files import renew_stale_files  # noqa: PLC0415  (the same)
        from feeds.kit import views as kit  # noqa: PLC0415
        from feeds.refresh import look_at_the_clock  # noqa: PLC0415
        from feeds.subscribe import choices  # noqa: PLC0415

        checks.connect()
        choices.connect()
        kit.connect()
        links.connect()
        oembed.connect()
        previews.connect()
        drafts.connect()
        readiness.connect()
        receivers.connect(self)
        websub.connect()
        mails.connect()
        register_job("feeds", look_at_the_clock)
        register_job("files", renew_stale_files)
        # Behind the job that may have something to tell.
        deliveries.connect()
