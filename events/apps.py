"""The app `events`: what editors write."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Puts our careful versions in place of Wagtail's and wagtail-localize's, and connects what follows a change."""

    name = "events"
    label = "parvis_events"
    verbose_name = _("Events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Connect everything, once all models are loaded."""
        from events import (  # noqa: PLC0415  (models are importable only now)
            checks,
            direction,
            localize,
            page_previews,
            pictures_ahead,
            receivers,
            scheduling,
            spreadsheets,
            ticking,
            uploads,
        )
        from events.api import pages  # noqa: PLC0415
        from events.board import receivers as board  # noqa: PLC0415
        from events.forgetting import aged  # noqa: PLC0415
        from events.standby import making  # noqa: PLC0415
        from events.standby import receivers as standby  # noqa: PLC0415

        pages.install()
        checks.connect()
        direction.install()
        localize.install()
        page_previews.connect()
        receivers.connect()
        board.connect()
        standby.connect()
        uploads.install()
        spreadsheets.install()
        aged.connect()
        ticking.register_job("publish scheduled pages", scheduling.publish_due)
        ticking.register_job("make answers ahead", making.make_answers)
        ticking.register_job("make pictures ahead", pictures_ahead.make_pictures)
