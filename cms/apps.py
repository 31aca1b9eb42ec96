"""The project as a Django app: it carries the demo's commands and the site's own templates."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    label = "parvis_cms"
    verbose_name = "Parvis project"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Connect the checks; have pages forgotten when something changes that feeds do not show."""
        from cms import checks, page_cache  # noqa: PLC0415  (settings are whole, and models importable, only now)

        checks.connect()
        page_cache.connect()
