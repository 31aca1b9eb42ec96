"""The guide in the admin's help."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem

from events.guide.views import ICON, GuideView


@hooks.register("register_admin_urls")
def register_guide_url():
    """Wagtail lets in whoever may access the admin."""
    return [path("guide/", GuideView.as_view(), name="parvis_guide")]


@hooks.register("register_help_menu_item")
def register_guide():
    """The first item of the help menu."""
    return MenuItem(
        _("Editors' guide"), reverse("parvis_guide"), name="parvis-guide", icon_name=ICON, order=100
    )
