"""The ways to an announcement in Wagtail's admin."""

from django.urls import include, path, reverse
from django.utils.translation import gettext as _

from wagtail import hooks
from wagtail.admin.widgets.button import Button

from events.announcing import urls
from events.announcing.access import may_announce
from events.announcing.views import ICON
from events.models import SessionPage


@hooks.register("register_admin_urls")
def register_announcing_urls():
    """Below "announcing"; the views say who may announce which session."""
    return [path("announcing/", include(urls))]


@hooks.register("register_page_listing_more_buttons")
def lead_to_announcement_from_listing(page, user, next_url=None):
    """Beside a session in a list of pages."""
    yield from _button(page, user)


@hooks.register("register_page_header_buttons")
def lead_to_announcement_from_page(page, user, view_name, next_url=None):
    """Above a session's form."""
    yield from _button(page, user)


def _button(page, user):
    session = page.specific_deferred
    if isinstance(session, SessionPage) and may_announce(session, user):
        address = reverse("announcing:announcement", args=[session.pk])
        yield Button(_("Announcement"), url=address, icon_name=ICON, priority=13)
