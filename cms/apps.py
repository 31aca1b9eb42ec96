"""The project as a Django app: it carries the demo's commands and the site's own templates."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    label = "parvis_cms"
    verbose_name = "Parvis project"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Connect the checks."""
        from cms import checks  # noqa: PLC0415  (settings are whole only now)

        checks.connect()
