"""The ways to an announcement in Wagtail's admin."""

from django.urls import include, path, reverse
from django.utils.translation import gettext as _

from wagtail import hooks
from wagtail.admin.widgets.button import Button

from events import page_buttons
from events.announcing import urls
from events.announcing.access import may_announce
from events.announcing.views import ICON
from events.models import SessionPage


@hooks.register("register_admin_urls")
def register_announcing_urls():
    """Below "announcing"; the views say who may announce which session."""
    return [path("announcing/", include(urls))]


@page_buttons.offer
def lead_to_announcement(page, user):
    """From a session, for whoever may announce it."""
    if isinstance(page, SessionPage) and may_announce(page, user):
        address = reverse("announcing:announcement", args=[page.pk])
        yield Button(_("Announcement"), url=address, icon_name=ICON, priority=13)
