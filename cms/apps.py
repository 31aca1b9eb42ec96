"""The project as a Django app: it carries the demo's commands and the site's own templates."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    label = "parvis_cms"
    verbose_name = "Parvis project"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Have pages forgotten when something changes that feeds do not show."""
        from cms import page_cache  # noqa: PLC0415  (models are importable only now)

        page_cache.connect()
