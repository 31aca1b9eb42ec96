"""The admin in a browser: somebody who is logged in, clicks that are counted, what axe finds."""

from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from wagtail.users.models import UserProfile

from axe_playwright_python.sync_playwright import Axe

from events.roles import make_roles
from tests import factories

# Wagtail's own colours are of AA, not of AAA.
AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


def log_in(context, base: str, *, language: str, group: str = "") -> None:
    """A member of a role, or an administrator, who reads the admin in a language."""
    if group:
        make_roles()
        user = factories.make_user("member")
        user.groups.add(Group.objects.get(name=group))
    else:
        user = factories.make_admin()
    UserProfile.objects.create(user=user, preferred_language=language)
    client = Client()
    client.force_login(user)
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base}])


def violations(page, *, leave_out: str = "") -> list[str]:
    """What axe finds that is serious or critical, as lines that say the rule and the element.

    `leave_out` selects elements of Wagtail's own which we cannot mend.
    """
    context = {"exclude": [[leave_out]]} if leave_out and page.locator(leave_out).count() else None
    found = Axe().run(page, context=context, options=AXE).response["violations"]
    bad = [each for each in found if each["impact"] in ("serious", "critical")]
    return [f"{each['id']}: {node['html'][:120]}" for each in bad for node in each["nodes"]]


class Mouse:
    """Clicks, counted."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, locator) -> None:
        locator.click()
        self.clicks += 1


def translate_next(page, words: str) -> None:
    """Translate the next string of wagtail-localize's editor, by keyboard: Enter opens it, Tab leads past Cancel to Save."""
    page.locator(".js-translation-editor li.incomplete button").first.focus()
    page.keyboard.press("Enter")
    field = page.locator(
        ".js-translation-editor textarea, .js-translation-editor [contenteditable=true]"
    ).first
    field.wait_for()
    page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    field.wait_for(state="detached")


def open_home(new_context, base: str, language: str, group: str) -> tuple:
    """The home of the admin, as a role, in a language: the page, and a mouse whose clicks are counted."""
    context = new_context(viewport={"width": 1280, "height": 1200})
    log_in(context, base, language=language, group=group)
    page = context.new_page()
    page.goto(f"{base}{reverse('wagtailadmin_home')}")
    return page, Mouse(page)
