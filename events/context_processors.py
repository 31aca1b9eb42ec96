"""What every template of ours may use, whichever view renders it."""

from django.conf import settings


def site(request) -> dict[str, str]:
    """The name of the site."""
    return {"site_name": getattr(settings, "WAGTAIL_SITE_NAME", "")}
