"""Numbers that lose nothing, and what raises them."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from math import inf

from django.utils import timezone

import pytest

from feeds import figures, store
from feeds.deliveries import deliver_due
from feeds.models import Mark
from feeds.outbox import Delivery, enqueue
from feeds.refresh import refresh
from tests import factories
from tests.feeds.test_database_away import database_away

ICS = "/feeds/fr/all/sessions.ics"


pytestmark = pytest.mark.usefixtures("counts")


def test_threads_lose_no_count(counts):
    def add(_thread):
        for _each in range(50_000):
            counts["feed_answers", "ics", 304] += 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(8)))

    assert counts["feed_answers", "ics", 304] == 400_000


@pytest.mark.django_db
def test_answers_of_feeds_are_counted_by_format_and_by_how_they_came_about(
    web_process, session, counts, settings, tmp_path
):
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}
    server = web_process()

    (_status, headers, _body), _django = server.ask(ICS)
    server.ask(ICS)
    server.ask(ICS, **{"If-None-Match": headers["ETag"]})
    server.ask(ICS, **{"If-Match": '"other"'})
    server.ask("/feeds/fr/feeds.opml")
    server.ask("/feeds/fr/all/none.ics")

    assert {key: number for key, number in counts.items() if key[0] == "feed_answers"} == {
        ("feed_answers", "ics", "miss"): 1,
        ("feed_answers", "ics", 200): 1,
        ("feed_answers", "ics", 304): 1,
        ("feed_answers", "ics", 412): 1,
        ("feed_answers", "opml", "miss"): 1,
    }
    assert counts["feed_renders", "ics"] == 1


@pytest.mark.django_db
def test_last_known_bytes_are_counted(session, counts, settings, tmp_path, client):
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}
    client.get(ICS)
    assert store.read(ICS)

    with database_away():
        client.get(ICS)

    assert counts["feed_last_known",] == 1


@pytest.mark.parametrize(("seconds", "bound"), [(-3, 0.1), (0.1, 0.1), (0.11, 0.25), (59, 60), (4_000, inf)])
def test_freshness_falls_under_its_bound(counts, seconds, bound):
    figures.observe_freshness(seconds)

    assert counts == {("fresh_seconds", bound): 1, ("fresh_seconds", "sum"): max(seconds, 0)}


def test_absences_nobody_reads_do_not_pile_up():
    for number in range(150):
        figures.note_absence(number, number + 1)

    assert (len(figures.absences), figures.absences[0]) == (100, (50, 51))


@pytest.mark.django_db(transaction=True)
class TestCommitted:
    def test_publication_is_measured_until_feeds_show_it(self, counts):
        session = factories.make_session(factories.make_cycle(factories.read_site()))
        counts.clear()

        factories.publish(session, title="Autrement")

        measured = sum(number for key, number in _fresh(counts).items() if key[1] != "sum")
        assert measured >= 1
        assert 0 < counts["fresh_seconds", "sum"] / measured < 30
        assert Mark.objects.count() == 0

    def test_mark_of_a_release_before_is_not_measured(self, counts):
        Mark.objects.create(key=None, marked_at=None)

        refresh(now=timezone.now())

        assert (_fresh(counts), Mark.objects.count()) == ({}, 0)

    def test_deliveries_are_counted_by_kind_and_outcome(self, counts, settings):
        hub = "http://127.0.0.1:9/hub"
        settings.PARVIS = settings.PARVIS | {"WEBSUB_HUB": hub}
        moment = timezone.now()
        enqueue(kind="websub", target=hub, topics=["https://parvis.example/x"], now=moment)

        deliver_due(moment)
        Delivery.objects.update(due_at=moment, changed_at=moment - datetime.timedelta(hours=24))
        deliver_due(moment)
        Delivery.objects.update(due_at=moment, target="http://127.0.0.1:9/another")
        deliver_due(moment)

        outcomes = {key[1:]: number for key, number in counts.items() if key[0] == "deliveries"}
        assert outcomes == {("websub", "failed"): 2, ("websub", "given_up"): 1, ("websub", "sent"): 1}


def _fresh(counts) -> dict:
    return {key: number for key, number in counts.items() if key[0] == "fresh_seconds"}
