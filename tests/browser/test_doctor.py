"""The feed doctor in a browser: accessibility by axe in French and in Hebrew, wide and narrow."""

import dataclasses

from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from wagtail.users.models import UserProfile

import pytest
from axe_playwright_python.sync_playwright import Axe

from feeds import store
from feeds.doctor.examination import all_files
from feeds.outbox import Delivery, enqueue
from feeds.serving import serve_feed
from tests import factories
from tests.events import announced
from tests.feeds.stored import rebuild

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REPORT = "/admin/reports/feeds/"
PATHS = (
    "", "?only=findings", "?language=he&format=ics", "fr/all/sessions.ics/", "fr/all/sessions.rss/", "given-up/", "left-out/",
)  # fmt: skip
# Wagtail's own colours are of AA, not of AAA.
AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
SIZES = [pytest.param({"width": 1280, "height": 800}, marks=pytest.mark.slow), {"width": 768, "height": 1024}]


@pytest.fixture
def base(live_server, transactional_db, tmp_path, settings):
    """The announced session; a calendar with a fault in it, and a message that was given up. Gives the server's address."""
    settings.MEDIA_ROOT = tmp_path
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path / "store")}
    announced.make_announced(factories.read_site())
    rebuild()
    file = all_files()[0]
    made = serve_feed(file.address, now=timezone.now())
    store.write(dataclasses.replace(made, body=made.body.replace(b"VERSION:2.0", b"VERSION:3.0")))
    enqueue(kind="websub", target="https://hub.example/", topics=[made.path], now=timezone.now())
    Delivery.objects.update(due_at=None, attempts=9, error="The hub answered 500.")
    return live_server.url


def log_in(context, base: str, *, language: str) -> None:
    """An administrator who reads the admin in a language."""
    user = factories.make_admin()
    UserProfile.objects.create(user=user, preferred_language=language)
    client = Client()
    client.force_login(user)
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base}])


def violations(page) -> list[str]:
    """What axe finds that is serious or critical, as lines that say the rule and the element."""
    found = Axe().run(page, options=AXE).response["violations"]
    bad = [each for each in found if each["impact"] in ("serious", "critical")]
    return [f"{each['id']}: {node['html'][:120]}" for each in bad for node in each["nodes"]]


@pytest.mark.parametrize("size", SIZES, ids=["1280", "768"])
@pytest.mark.parametrize("language", [pytest.param("fr", marks=pytest.mark.slow), "he"])
def test_axe_finds_nothing_in_the_doctor(base, new_context, language, size):
    context = new_context(viewport=size)
    log_in(context, base, language=language)
    page = context.new_page()

    found = {}
    for path in PATHS:
        assert page.goto(f"{base}{REPORT}{path}").status == 200
        found[path] = violations(page)

    assert {path: each for path, each in found.items() if each} == {}
