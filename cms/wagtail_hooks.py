"""What the project adds to Wagtail's admin: what protects an account."""

from pathlib import Path

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.urls.resolvers import URLResolver
from django.utils.translation import gettext as _

from wagtail import hooks

from cms.security import second_factor


@hooks.register("register_admin_urls")
def security_urls() -> list[URLResolver]:
    """Behind Wagtail's own check that somebody may use the admin."""
    return [path("security/", include("cms.security.second_factor.urls"))]


@hooks.register("register_account_menu_item")
def security_of_account(request: HttpRequest) -> dict[str, str]:
    """The way from the account's page."""
    return {
        "url": reverse("second_factor:account"),
        "label": _("Second factor and logins"),
        "help_text": _("A code from your telephone behind the password; log out everywhere else."),
    }


@hooks.register("parvis_guide_tasks")
def security_in_the_guide() -> Path:
    """What the editors' guide says about it."""
    return Path(second_factor.__file__).parent / "guide"
