"""The feed doctor in a browser: accessibility by axe in French and in Hebrew, wide and narrow."""

import dataclasses

from django.utils import timezone

import pytest

from feeds import store
from feeds.doctor.examination import all_files
from feeds.outbox import Delivery, enqueue
from feeds.serving import serve_feed
from tests import factories
from tests.browser.admin import log_in, violations
from tests.events import announced
from tests.feeds.stored import rebuild

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REPORT = "/admin/reports/feeds/"
PATHS = (
    "", "?only=findings", "?language=he&format=ics", "fr/all/sessions.ics/", "fr/all/sessions.rss/", "given-up/", "left-out/",
)  # fmt: skip
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


@pytest.mark.slow
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
