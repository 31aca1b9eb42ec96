"""What feeds cost, in queries: the same for one session and for three hundred."""

import datetime
import math
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wagtail.models import Site

import pytest
import time_machine

from events.models import CycleOrganisation, SessionPage
from feeds import files, generation
from feeds.marks import mark, mark_everything
from feeds.models import Mark
from feeds.refresh import refresh
from tests import factories
from tests.feeds.shelved import clear, event, put
from tests.feeds.stored import addresses
from tests.feeds.world import make_press, make_programme, utc

pytestmark = pytest.mark.django_db

MOMENT = utc(2021, 6, 1)
SIZES = (1, 30, pytest.param(300, marks=pytest.mark.slow))
# A read of what is stored, and one that puts a feed together from its items.
STORED, PUT_TOGETHER = 1, 2
# A look at one session that was edited (in two languages), and at everything while nothing differs. The API's
# part, language by language, is 15 and 24.
LOOK_AT_ONE, LOOK_AT_ALL = 62, 75

FEEDS = [
    f"/feeds/fr/{scope}/{file}"
    for scope in ("all", "cycle-solidarites", "org-icom-france")
    for file in ("sessions.ics", "sessions.rss", "sessions.atom", "news.json", "changes.atom")
]
DOWNLOADS = ["/feeds/en/session/solidarites-1.ics"]


@pytest.fixture
def organised(cycle):
    """The cycle with an organiser, so that all that it holds is in an organisation's feeds too."""
    draft = cycle.get_latest_revision_as_object()
    draft.organisation_rows.add(
        CycleOrganisation(organisation=factories.make_organisation("icom-france"), role="organiser")
    )
    draft.save_revision().publish()
    return cycle


def queries(work, *args, **kwargs) -> int:
    """How many it costs in a process that knows the addresses of the site, as all do after their first page."""
    Site.get_site_root_paths()
    with CaptureQueriesContext(connection) as captured:
        work(*args, **kwargs)
    return len(captured)


def read(path: str) -> None:
    assert Client().get(path).status_code == 200


def look() -> None:
    refresh(now=timezone.now())


@contextmanager
def no_query():
    """Whatever asks the database within fails."""

    def refuse(execute, sql, params, many, context):
        raise AssertionError(sql)

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize("languages", [1, 6])
@pytest.mark.parametrize("size", [10, pytest.param(1_000, marks=pytest.mark.slow)])
def test_feed_costs_two_queries_then_one_then_none(site, web_process, settings, size, languages):
    """In every format, its archives too: put together, from the store after a change elsewhere, from memory."""
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES[:languages]
    clear(now=MOMENT)
    put([event(number) for number in range(1, size + 1)], now=MOMENT)
    server, paths = (
        web_process(),
        [each.path for each in addresses() if each.language == "fr" and each.scope == "all"],
    )
    made = {path: queries(server.ask, path) for path in paths}
    generation.bump()
    stored = {path: queries(server.ask, path) for path in paths}
    tags = {path: server.ask(path)[0][1]["ETag"] for path in paths}

    assert (made, stored) == (dict.fromkeys(paths, PUT_TOGETHER), dict.fromkeys(paths, STORED))
    assert len(paths) == (9 if size == 10 else 10)
    with no_query():
        for path, tag in tags.items():
            asked = [
                server.ask(path),
                server.ask(path, method="HEAD"),
                server.ask(path, **{"If-None-Match": tag}),
            ]
            assert [(answer[0], passed_on) for answer, passed_on in asked] == [
                ("200 OK", False), ("200 OK", False), ("304 Not Modified", False),
            ]  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_everything_costs_as_many_queries_whatever_there_is(
    organised, site, size, settings, tmp_path, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(files, "BUDGET_SECONDS", math.inf)
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}
    make_programme(organised, size=size)
    make_press(site, cycle=organised, size=min(size, 3))
    look()
    page = SessionPage.objects.get(number=1)
    factories.translate(page, "en", title="One")
    look()

    reads = {path: (queries(read, path), queries(read, path)) for path in (*FEEDS, *DOWNLOADS)}
    assert reads == dict.fromkeys(FEEDS, (PUT_TOGETHER, STORED)) | dict.fromkeys(
        DOWNLOADS, (PUT_TOGETHER, STORED)
    )

    with django_capture_on_commit_callbacks(execute=True):
        factories.publish(page, introduction="<p>Autrement</p>", date=page.date.replace(day=4))
    reads = {
        path: (queries(read, path), queries(read, path))
        for path in (*FEEDS, *DOWNLOADS)
        if "news" not in path
    }
    assert reads == dict.fromkeys(reads, (STORED, STORED))

    # Later: its change is an entry of that second, and is modified too.
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=1)):
        factories.publish(page, introduction="<p>Encore autrement</p>")
    Mark.objects.all().delete()
    mark(page.translation_key)
    one = queries(look)
    mark_everything()
    assert (one, queries(look), queries(look)) == (LOOK_AT_ONE, LOOK_AT_ALL, 1)


def test_304_costs_what_the_bytes_cost(client, session, django_assert_num_queries):
    paths = ("/feeds/fr/all/sessions.ics", "/feeds/fr/session/solidarites-7.ics")
    tags = {path: client.get(path)["ETag"] for path in paths}

    for path, tag in tags.items():
        with django_assert_num_queries(STORED):
            assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_list_of_feeds_costs_two_queries(client, session, django_assert_num_queries):
    client.get("/feeds/fr/feeds.opml")

    with django_assert_num_queries(2):
        assert client.get("/feeds/fr/feeds.opml").status_code == 200


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/feeds/fr/session/nothing-1.ics", 3),
        ("/feeds/fr/cycle-nothing/sessions.ics", 3),
        ("/feeds/fr/all/sessions-1999.ics", 1),
        ("/feeds/fr/all/news.ics", 0),
        ("/feeds/de/all/sessions.ics", 1),
    ],
)
def test_what_does_not_exist_costs_little(session, path, expected):
    look()
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(path).status_code == 404

    assert len([query for query in captured.captured_queries if '"parvis_' in query["sql"]]) == expected
