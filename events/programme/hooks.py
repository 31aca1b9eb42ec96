"""What the programme adds to Wagtail's admin: its pages, and its place in the menu."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem

from events.programme import urls
from events.programme.views import ICON


class ProgrammeMenuItem(MenuItem):
    """For whoever finds pages in the admin."""

    def is_shown(self, request):
        return user_has_any_page_permission(request.user)


@hooks.register("register_admin_urls")
def register_programme_urls():
    """Below "programme"; the views say who sees and publishes what."""
    return [path("programme/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_programme():
    """Right below the pages: it is the other way to the same sessions."""
    return ProgrammeMenuItem(
        _("Programme"), reverse("programme:list"), name="programme", icon_name=ICON, order=110
    )
