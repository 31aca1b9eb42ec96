"""The app `events`: what editors write."""

from django.apps import AppConfig
from django.core.management import call_command
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    label = "parvis_events"
    verbose_name = _("Events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from events import api, localize, receivers, ticking  # noqa: PLC0415  (models are importable only now)

        api.install()
        localize.install()
        receivers.connect()
        ticking.register_job("publish scheduled pages", lambda _now: call_command("publish_scheduled"))
