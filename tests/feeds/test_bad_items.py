"""What goes wrong with one item costs that item; what goes wrong with everything costs no reader what was good."""

import datetime
import logging

from django.db import OperationalError
from django.test import Client

import pytest

from events.models import LedgerChange, LedgerEntry, SessionPage
from events.ticking import JobRun, run_jobs
from feeds import entries, refresh
from feeds.doctor.left_out import keys_left_out
from feeds.marks import mark_everything
from feeds.models import Item, Kind, Mark
from feeds.page_sources import PageSource
from tests import factories
from tests.feeds.reading_pieces import articles, events, pieces
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

NOW = utc(2021, 5, 3, 9, 30)
ICS, DOWNLOAD = "/feeds/fr/all/sessions.ics", "/feeds/fr/session/solidarites-7.ics"
PATHS = [ICS, "/feeds/fr/all/news.atom", DOWNLOAD, "/feeds/fr/feeds.opml"]


@pytest.fixture
def sessions(session):
    """Numbers 7, which is bad in these tests, and 8."""
    factories.make_session(session.get_parent().specific, number=8, date=datetime.date(2021, 6, 15))
    return session


@pytest.fixture
def errors(caplog):
    """What was logged as an error, since last asked."""
    caplog.set_level(logging.ERROR, logger="feeds")

    def read() -> list[str]:
        said = [record.getMessage() for record in caplog.records]
        caplog.clear()
        return said

    return read


def fail(*_arguments, **_named):
    raise RuntimeError("another project's code")


# One item


def test_session_of_which_another_project_says_nothing_good_costs_only_itself(sessions, monkeypatch, errors):
    def sentences(page):
        return fail() if page.number == 7 else []

    monkeypatch.setattr(SessionPage, "feed_sentences", sentences)

    assert [event.code for event in events()] == ["solidarites-8"]
    assert errors() == ["Session solidarites-7 is left out of the feeds"]


@pytest.mark.parametrize("bad", [{}, {"date": "2021-05-18"}, [], "x", 7])
def test_ledger_that_is_broken_costs_only_its_tombstone(sessions, bad, errors):
    sessions.unpublish()
    entry = LedgerEntry.objects.filter(code="solidarites-7")
    entry.update(material=bad)

    assert [event.code for event in events()] == ["solidarites-8"]
    assert errors() == [f"{entry.get()} is left out of the feeds"]


def test_what_was_shown_last_that_is_broken_costs_only_its_tombstone_and_its_changes(sessions, errors):
    sessions.unpublish()
    entry = LedgerEntry.objects.filter(code="solidarites-7")
    entry.update(last_shown={"titles": "x", "cycle": "none"})

    assert [event.code for event in events()] == ["solidarites-8"]
    assert errors() == [f"{entry.get()} is left out of the feeds"]


def test_change_that_is_broken_costs_only_itself(sessions, errors):
    for number in (7, 8):
        factories.publish(SessionPage.objects.get(number=number), start_time=datetime.time(12, 30))
    change = LedgerChange.objects.filter(entry__code="solidarites-7").latest("pk")
    LedgerChange.objects.filter(pk=change.pk).update(after={"date": "soon"})

    found = pieces()

    assert [piece.kind for piece in found] == [Kind.SESSIONS, Kind.SESSIONS, Kind.CHANGES]
    assert errors() == [f"{change} is left out of the feeds"]


def test_article_that_fails_costs_only_itself(site, monkeypatch, errors):
    good, bad = factories.make_news(site, slug="bonne"), factories.make_news(site, slug="mauvaise")
    make = entries.article
    monkeypatch.setattr(
        entries, "article", lambda page, **named: fail() if page.pk == bad.pk else make(page, **named)
    )

    assert [article.key for article in articles()] == [good.translation_key]
    assert errors() == [f"{bad} is left out of the feeds"]


@pytest.mark.parametrize("method", ["article", "stands_with", "rich_texts"])
def test_page_of_a_source_that_fails_costs_only_itself(sessions, monkeypatch, method, errors):
    source = make_source(method)
    monkeypatch.setattr("feeds.page_sources._registered", {source.name: source})

    found = [piece.document.code for piece in pieces() if piece.kind == Kind.SESSIONS and piece.document.code]

    assert found == ["solidarites-7", "solidarites-8"]
    assert {f"{source}, page {sessions.pk}" in line for line in errors()} == {True}


def make_source(bad: str) -> PageSource:
    """Of session 7, one of whose methods fails."""

    class Source(PageSource):
        name, model, title = "others", SessionPage, "Autres"

        def article(self, page, *, reading):
            return reading.article(page, body=page.body)

        def pages(self):
            return SessionPage.objects.filter(number=7)

        def rich_texts(self, page):
            return [page.body]

        def stands_with(self, page):
            return []

    setattr(Source, bad, fail)
    return Source()


@pytest.mark.parametrize("failure", [OperationalError("gone"), KeyError("x")], ids=["database", "item"])
def test_database_that_goes_away_is_no_fault_of_an_item(sessions, monkeypatch, failure, errors):
    def sentences(_page):
        raise failure

    monkeypatch.setattr(SessionPage, "feed_sentences", sentences)

    if isinstance(failure, OperationalError):
        with pytest.raises(OperationalError):
            pieces()
    else:
        assert pieces() == []
        errors()


def test_session_whose_ledger_is_broken_is_reported_as_left_out(session):
    LedgerEntry.objects.update(material={})
    Item.objects.all().delete()

    assert keys_left_out(now=NOW) == {session.translation_key}


# Everything


def read(path: str) -> tuple[int, bytes]:
    answer = Client(raise_request_exception=False).get(path)
    return answer.status_code, answer.content


@pytest.mark.parametrize("path", PATHS)
def test_readers_get_the_last_bytes_while_nothing_new_can_be_made(session, path, monkeypatch, errors):
    before = read(path)
    monkeypatch.setattr(refresh, "build_pieces", fail)
    mark_everything()

    assert (before[0], read(path)) == (200, before)
    assert errors() == ["What has changed could not be brought into the feeds; readers get what is stored"]
    assert Mark.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/sessions",
        "/embed/fr/all/",
        "/fr/partners/",
        "/oembed?url=https://parvis.example/fr/solidarites/",
    ],
)
def test_other_readers_go_on_while_nothing_new_can_be_made(session, path, monkeypatch, errors):
    before = read(path)[0]
    monkeypatch.setattr(refresh, "build_pieces", fail)
    mark_everything()

    assert (before, read(path)[0]) == (200, 200)


@pytest.mark.parametrize("path", PATHS)
def test_readers_get_the_last_bytes_while_they_cannot_be_put_together(
    site, session, path, monkeypatch, errors
):
    before = read(path)
    factories.publish(session, title="Autre")
    factories.make_news(site)
    for made in ("feeds.assembly.put_together", "feeds.assembly.build_channel", "feeds.serving.current_list"):
        monkeypatch.setattr(made, fail)
    mark_everything()

    assert (before[0], read(path)) == (200, before)
    assert errors() == [f"{path} cannot be made, and readers get what was stored last"]


def test_what_was_never_stored_is_asked_for_again_and_nothing_is_a_500(
    session, monkeypatch, errors, tmp_path, settings
):
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}
    monkeypatch.setattr("feeds.assembly.build_channel", fail)

    assert read(ICS)[0] == 503
    assert f"{ICS} cannot be made, and readers get what was stored last" in errors()


def test_session_that_cannot_be_made_yet_is_not_gone(session, monkeypatch, errors):
    monkeypatch.setattr(refresh, "build_pieces", fail)
    other = factories.make_session(session.get_parent().specific, number=8, date=datetime.date(2021, 6, 15))
    mark_everything()

    assert read(f"/feeds/fr/session/{other.code}.ics")[0] == 503


def test_tick_says_what_is_wrong_and_mends_it_when_it_can(session, monkeypatch, caplog):
    with monkeypatch.context() as broken:
        broken.setattr(refresh, "build_pieces", fail)
        mark_everything()
        assert "feeds" in run_jobs()
    assert JobRun.objects.get(name="feeds").error == "RuntimeError: another project's code"

    assert "feeds" not in run_jobs()
    assert not Mark.objects.exists()
