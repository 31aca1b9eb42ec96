"""The project as a Django app: it carries the demo's commands and the site's own templates."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    label = "parvis_cms"
    verbose_name = "Parvis project"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Have errors reported; connect the checks; have pages forgotten when something changes that feeds do not show."""
        from django.conf import settings  # noqa: PLC0415
        from django.contrib.auth.signals import user_logged_in, user_login_failed  # noqa: PLC0415

        from cms import checks, newer, page_cache  # noqa: PLC0415  (settings are whole, and models importable, only now)
        from cms.cdn import purging  # noqa: PLC0415
        from cms.observing import counting  # noqa: PLC0415
        from cms.security import login  # noqa: PLC0415
        from cms.security.second_factor import accounts  # noqa: PLC0415

        if settings.SENTRY_DSN:
            from cms.observing import reports  # noqa: PLC0415  (not imported without)

            reports.connect()
        checks.connect()
        newer.connect()
        page_cache.connect()
        login.connect()
        user_logged_in.connect(accounts.note_due)
        user_login_failed.connect(counting.note_failed_login)
        purging.connect()
        # Behind every other job, whose figures it carries.
        counting.connect()
