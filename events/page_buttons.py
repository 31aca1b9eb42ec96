"""Buttons of ours for a page: the same beside it in a list of pages, and above its form."""

from collections.abc import Callable, Iterator

from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

Buttons = Callable[[Page, object], Iterator[Button]]


def offer(buttons: Buttons) -> Buttons:
    """Offer what `buttons(page, user)` yields, of the page's own class; a decorator, used while Wagtail gathers hooks."""

    @hooks.register("register_page_listing_more_buttons")
    def in_listing(page, user, next_url=None):
        yield from buttons(page.specific_deferred, user)

    @hooks.register("register_page_header_buttons")
    def above_form(page, user, view_name, next_url=None):
        yield from buttons(page.specific_deferred, user)

    return buttons
