"""The app `events`: what editors write."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    label = "parvis_events"
    verbose_name = _("Events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from events import api, localize, receivers, scheduling, ticking  # noqa: PLC0415  (models are importable only now)

        api.install()
        localize.install()
        receivers.connect()
        ticking.register_job("publish scheduled pages", scheduling.publish_due)
