"""Which items a feed has: who is public, in which order, and that one bad item never costs the feed."""

import datetime
import logging

from wagtail.models import PageViewRestriction

import pytest
import time_machine

from events.models import LedgerEntry, SessionPage
from feeds import build
from feeds.scopes import ALL, Scope, find_scope
from tests import factories
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

LATER = utc(2120, 1, 1)
DOWNLOAD = "/feeds/fr/session/solidarites-7.ics"


def codes(language: str = "fr", scope: Scope = ALL) -> list[str]:
    return [event.code for event in build.build_calendar(scope=scope, language=language).events]


def titles(language: str = "fr", scope: Scope = ALL) -> list[str]:
    feed = build.build_news_feed(scope=scope, language=language, file="news.rss")
    return [article.title for article in feed.entries]


def restrict(*pages) -> None:
    for page in pages:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_calendar_has_every_session_past_and_future_in_the_order_of_time(cycle):
    factories.make_session(cycle, number=9, date=datetime.date(2099, 1, 1))
    factories.make_session(cycle, number=7)
    factories.make_session(cycle, number=8, date=datetime.date(1999, 1, 1))

    assert codes() == ["solidarites-8", "solidarites-7", "solidarites-9"]


@pytest.mark.parametrize("status", ["tentative", "confirmed", "postponed", "cancelled"])
def test_session_of_every_status_is_there(cycle, status):
    factories.make_session(cycle, status=status)

    assert codes() == ["solidarites-7"]


def test_draft_is_never_there(session):
    factories.make_session(session.get_parent().specific, number=8, live=False)
    factories.translate(session, "en", live=False)
    draft = session.get_latest_revision_as_object()
    draft.title, draft.date = "Brouillon", datetime.date(2030, 1, 1)
    draft.save_revision()

    calendar = build.build_calendar(scope=ALL, language="en")

    assert [(each.code, each.lang, each.title, each.date.year) for each in calendar.events] == [
        ("solidarites-7", "fr", "Construire des solidarités", 2021)
    ]


def test_unpublished_session_is_not_there_while_a_translation_still_is(session):
    english = factories.translate(session, "en")
    session.unpublish()
    before = codes()
    english.unpublish()

    assert (before, codes(), codes("en")) == (["solidarites-7"], [], [])


@pytest.mark.parametrize("level", ["session", "cycle", "home"])
def test_private_session_is_never_there(session, level):
    other = factories.make_cycle(
        factories.Tree(None, {"fr": session.get_parent().get_parent().specific}), slug="autre", code="autre"
    )
    factories.make_session(other, number=1)
    restrict(
        {"session": session, "cycle": session.get_parent(), "home": session.get_parent().get_parent()}[level]
    )

    assert codes() == ([] if level == "home" else ["autre-1"])


def test_session_private_in_one_language_is_shown_in_another_s_words(session):
    factories.translate(session, "en", title="Building")
    restrict(session)

    (event,) = build.build_calendar(scope=ALL, language="fr").events

    assert (event.lang, event.title) == ("en", "Building")


def test_session_under_a_cycle_that_is_not_published_is_not_there(session):
    session.get_parent().specific.unpublish()

    assert (codes(), codes(scope=find_scope("cycle-solidarites"))) == ([], [])


def test_session_under_a_cycle_that_one_language_lost_has_another_s_words(session):
    factories.translate(session, "en", title="Building")
    session.get_parent().specific.unpublish()

    (event,) = build.build_calendar(scope=find_scope("cycle-solidarites"), language="fr").events

    assert (event.lang, event.title, event.url) == (
        "en", "Building", "https://parvis.example/en/solidarites/seance-7/",
    )  # fmt: skip


def test_session_under_a_home_that_is_not_published_is_not_there(session):
    session.get_parent().get_parent().specific.unpublish()

    assert codes() == []


def test_session_that_the_ledger_does_not_know_is_not_there(session):
    LedgerEntry.objects.all().delete()

    assert codes() == []


def test_session_without_a_moment_is_not_there(session):
    SessionPage.objects.update(starts_at=None)

    assert codes() == []


def test_scope_of_a_cycle_has_its_sessions_only(session, site):
    other = factories.make_cycle(site, title="Autre", slug="autre", code="autre")
    factories.make_session(other, number=1, date=datetime.date(2021, 6, 15))

    found = {name: codes(scope=find_scope(name)) for name in ("all", "cycle-autre", "cycle-solidarites")}

    assert found == {
        "all": ["solidarites-7", "autre-1"],
        "cycle-autre": ["autre-1"],
        "cycle-solidarites": ["solidarites-7"],
    }


def test_feed_has_the_newest_by_first_publication(monkeypatch, cycle):
    monkeypatch.setattr(build, "MAX_ENTRIES", 2)
    for number, day in ((1, 3), (2, 1), (3, 2)):
        with time_machine.travel(utc(2021, 4, day), tick=False):
            factories.make_session(cycle, number=number, date=datetime.date(2021, 5, number))

    feed = build.build_session_feed(scope=ALL, language="fr", file="sessions.rss")

    assert [entry.code for entry in feed.entries] == ["solidarites-1", "solidarites-3"]
    assert codes() == ["solidarites-1", "solidarites-2", "solidarites-3"]


def test_feed_holds_fifty():
    assert build.MAX_ENTRIES == 50


def test_later_edit_does_not_change_the_order(cycle):
    for number, day in ((1, 1), (2, 2)):
        with time_machine.travel(utc(2021, 4, day), tick=False):
            session = factories.make_session(cycle, number=number)
    factories.publish(SessionPage.objects.get(number=1), introduction="<p>Autrement</p>")

    feed = build.build_session_feed(scope=ALL, language="fr", file="sessions.rss")

    assert [entry.code for entry in feed.entries] == ["solidarites-2", "solidarites-1"]
    assert session.number == 2


@pytest.mark.parametrize("build_one", [
    lambda: build.build_calendar(scope=ALL, language="fr").channel.updated,
    lambda: build.build_session_feed(scope=ALL, language="fr", file="sessions.atom").channel.updated,
], ids=["calendar", "feed"])  # fmt: skip
@pytest.mark.parametrize("change", ["edit", "withdrawal"])
def test_date_of_the_whole_moves_with_an_edit_and_with_a_withdrawal(session, build_one, change):
    before = build_one()
    with time_machine.travel(LATER, tick=False):
        if change == "edit":
            factories.publish(session, introduction="<p>Autrement</p>")
        else:
            session.unpublish()

    assert (before < LATER, build_one()) == (True, LATER)


def test_date_of_the_whole_does_not_move_with_another_language_s_words(session):
    english = factories.translate(session, "en")
    before = build.build_calendar(scope=ALL, language="fr").channel.updated
    with time_machine.travel(LATER, tick=False):
        factories.publish(english, introduction="<p>Otherwise</p>")

    assert build.build_calendar(scope=ALL, language="fr").channel.updated == before


def test_equal_content_gives_equal_documents(session):
    factories.translate(session, "he")
    with time_machine.travel(LATER):
        later = [build.build_calendar(scope=ALL, language=language) for language in ("fr", "he", "en")]

    assert later == [build.build_calendar(scope=ALL, language=language) for language in ("fr", "he", "en")]


def test_session_that_no_format_could_publish_is_left_out_and_logged(session, caplog):
    factories.make_session(session.get_parent().specific, number=8)
    SessionPage.objects.filter(number=7).update(timezone="Europe/Atlantis")

    with caplog.at_level(logging.ERROR, logger="feeds.build"):
        found = codes()

    assert (found, [record.getMessage() for record in caplog.records]) == (
        ["solidarites-8"],
        ["Session solidarites-7 is left out of the feeds"],
    )


def test_date_out_of_reach_does_not_cost_the_feed(session):
    factories.make_session(session.get_parent().specific, number=8, date=datetime.date(9999, 12, 30))

    assert codes() == ["solidarites-7"]


# One session as a download


def test_download_has_one_session_under_its_own_address(session):
    factories.make_session(session.get_parent().specific, number=8)

    calendar = build.build_session_download(code="solidarites-7", language="fr", path=DOWNLOAD)

    (event,) = calendar.events
    assert (event.code, calendar.is_download, calendar.channel.self_url) == (
        "solidarites-7", True, f"https://parvis.example{DOWNLOAD}",
    )  # fmt: skip
    assert event in build.build_calendar(scope=ALL, language="fr").events


@pytest.mark.parametrize(
    "why", ["unknown", "draft", "withdrawn", "private", "cycle unpublished", "unpublishable"]
)
def test_there_is_no_download_of_what_is_not_public(session, why):
    code = "solidarites-7"
    if why == "unknown":
        code = "solidarites-70"
    elif why == "draft":
        code = factories.make_session(session.get_parent().specific, number=8, live=False).code
    elif why == "withdrawn":
        session.unpublish()
    elif why == "private":
        restrict(session)
    elif why == "cycle unpublished":
        session.get_parent().specific.unpublish()
    else:
        SessionPage.objects.update(timezone="Europe/Atlantis")

    assert build.build_session_download(code=code, language="fr", path=DOWNLOAD) is None


# News


def test_news_never_falls_back(site):
    factories.make_news(site, title="Nouvelle")
    factories.make_news(site, language="en", title="News")

    assert {language: titles(language) for language in ("fr", "en", "es")} == {
        "fr": ["Nouvelle"],
        "en": ["News"],
        "es": [],
    }


def test_news_has_the_newest_first_and_so_many(monkeypatch, site):
    monkeypatch.setattr(build, "MAX_ENTRIES", 2)
    for day in (1, 3, 2):
        with time_machine.travel(utc(2021, 4, day), tick=False):
            factories.make_news(site, title=f"Nouvelle {day}", slug=f"nouvelle-{day}")

    assert titles() == ["Nouvelle 3", "Nouvelle 2"]


def test_news_of_a_cycle_holds_whichever_language_s_page_was_chosen(cycle, site):
    english = factories.translate(cycle, "en")
    factories.make_news(site, language="en", title="Of the cycle", cycle=english)
    factories.make_news(site, language="en", title="Of nothing", slug="of-nothing")

    assert titles("en", scope=find_scope("cycle-solidarites")) == ["Of the cycle"]


def test_news_that_is_a_draft_unpublished_or_private_is_never_there(site):
    page = factories.make_news(site)
    private = factories.make_news(site, slug="interne")
    draft = page.copy(update_attrs={"slug": "brouillon", "title": "Brouillon"}, keep_live=False)
    restrict(private)
    before = titles()
    page.unpublish()

    assert (before, titles(), draft.live) == (["Une nouvelle"], [], False)


def test_news_without_words_is_still_published(site):
    factories.make_news(site, summary="", body="")

    assert titles() == ["Une nouvelle"]
