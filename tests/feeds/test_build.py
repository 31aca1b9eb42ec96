"""Which items the feeds of a language have: who is public, in which scopes, and that one bad item never costs the others."""

import datetime
import logging

from wagtail.models import PageViewRestriction

import pytest
import time_machine

from events.models import CycleOrganisation, LedgerEntry, NewsOrganisation, SessionOrganisation, SessionPage
from feeds.models import Kind
from tests import factories
from tests.feeds.reading_pieces import articles, events, pieces
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

LATER = utc(2120, 1, 1)
SEEN_IN = {"all", "cycle-solidarites", "org-icom-greece"}


def statuses(language: str = "fr", *, scope: str = "all") -> dict[str, str]:
    """The status of each session of a scope by its code, the earliest first."""
    return {event.code: event.status for event in events(language, scope=scope)}


def titles(language: str = "fr", *, scope: str = "all") -> list[str]:
    return [article.title for article in articles(language, scope=scope)]


def restrict(*pages) -> None:
    for page in pages:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def with_organisations(page, *rows):
    """Published, with these rows of organisations."""
    draft = page.get_latest_revision_as_object()
    for row in rows:
        draft.organisation_rows.add(row)
    draft.save_revision().publish()


# Sessions


def test_every_session_is_there_past_and_future(cycle):
    factories.make_session(cycle, number=9, date=datetime.date(2099, 1, 1))
    factories.make_session(cycle, number=7)
    factories.make_session(cycle, number=8, date=datetime.date(1999, 1, 1))

    assert list(statuses()) == ["solidarites-8", "solidarites-7", "solidarites-9"]


@pytest.mark.parametrize(
    ("status", "leaves_at"),
    [
        ("tentative", None),
        ("confirmed", None),
        ("postponed", utc(2021, 8, 16, 12, 30)),
        ("cancelled", utc(2021, 8, 16, 12, 30)),
    ],
)
def test_session_of_every_status_is_there_and_leaves_only_when_it_is_called_off(cycle, status, leaves_at):
    session = factories.make_session(cycle, status=status)

    (piece,) = pieces()

    assert (piece.document.status, piece.leaves_at) == (status, leaves_at)
    assert piece.parent == session.translation_key


def test_draft_is_never_there(session):
    factories.make_session(session.get_parent().specific, number=8, live=False)
    factories.translate(session, "en", live=False)
    draft = session.get_latest_revision_as_object()
    draft.title, draft.date = "Brouillon", datetime.date(2030, 1, 1)
    draft.save_revision()

    assert [(each.code, each.lang, each.title, each.date.year) for each in events("en")] == [
        ("solidarites-7", "fr", "Construire des solidarités", 2021)
    ]


def test_unpublished_session_is_withdrawn_only_when_no_translation_is_left(session):
    english = factories.translate(session, "en")
    session.unpublish()
    before = statuses()
    english.unpublish()

    assert (before, statuses(), statuses("en")) == (
        {"solidarites-7": "confirmed"},
        {"solidarites-7": "withdrawn"},
        {"solidarites-7": "withdrawn"},
    )


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("session", {"autre-1": "Aussi", "solidarites-7": "Session"}),
        ("cycle", {"autre-1": "Aussi", "solidarites-7": "Session"}),
        ("home", {"autre-1": "Session", "solidarites-7": "Session"}),
    ],
)
def test_of_a_private_session_nothing_is_there_but_that_it_is_withdrawn(session, level, expected):
    cycle = session.get_parent()
    tree = factories.Tree(None, {"fr": cycle.get_parent().specific})
    other = factories.make_cycle(tree, slug="autre", code="autre")
    factories.make_session(other, number=1, title="Aussi", date=datetime.date(2021, 5, 1))
    restrict({"session": session, "cycle": cycle, "home": cycle.get_parent()}[level])

    found = {event.code: (event.title, event.status) for event in events("en")}

    withdrawn = {"Session": "withdrawn", "Aussi": "confirmed"}
    assert found == {code: (title, withdrawn[title]) for code, title in expected.items()}
    assert articles("en", kind=Kind.CHANGES) == []


def test_session_private_in_one_language_is_shown_in_another_s_words(session):
    factories.translate(session, "en", title="Building")
    restrict(session)

    (event,) = events()

    assert (event.lang, event.title) == ("en", "Building")


def test_session_under_a_cycle_that_is_not_published_is_withdrawn(session):
    session.get_parent().specific.unpublish()

    withdrawn = {"solidarites-7": "withdrawn"}
    assert (statuses(), statuses(scope="cycle-solidarites")) == (withdrawn, withdrawn)


def test_session_under_a_cycle_that_one_language_lost_has_another_s_words(session):
    factories.translate(session, "en", title="Building")
    session.get_parent().specific.unpublish()

    (event,) = events(scope="cycle-solidarites")

    assert (event.lang, event.title, event.url) == (
        "en", "Building", "https://parvis.example/en/solidarites/seance-7/",
    )  # fmt: skip


def test_session_under_a_home_that_is_not_published_is_withdrawn(session):
    session.get_parent().get_parent().specific.unpublish()

    assert statuses() == {"solidarites-7": "withdrawn"}


def test_session_that_the_ledger_does_not_know_is_not_there(session):
    LedgerEntry.objects.all().delete()

    assert statuses() == {}


def test_session_without_a_moment_is_not_there(session):
    SessionPage.objects.update(starts_at=None)

    assert statuses() == {}


def test_equal_content_gives_equal_pieces(session):
    factories.translate(session, "he")
    with time_machine.travel(LATER):
        later = [pieces(language) for language in ("fr", "he", "en")]

    assert later == [pieces(language) for language in ("fr", "he", "en")]


def test_pieces_of_some_keys_are_those_among_all_pieces(session, site):
    other = factories.make_session(session.get_parent().specific, number=8)
    factories.publish(other, date=datetime.date(2021, 6, 15))
    news = factories.make_news(site)
    everything = pieces()

    for key in (session.translation_key, other.translation_key, news.translation_key):
        assert pieces(keys=frozenset([key])) == [piece for piece in everything if piece.parent == key]
    assert [piece.kind for piece in everything] == [Kind.SESSIONS, Kind.SESSIONS, Kind.CHANGES, Kind.NEWS]
    assert pieces(keys=frozenset()) == []


def test_session_that_no_format_could_publish_is_left_out_and_logged(session, caplog):
    factories.make_session(session.get_parent().specific, number=8)
    SessionPage.objects.filter(number=7).update(timezone="Europe/Atlantis")

    with caplog.at_level(logging.ERROR, logger="feeds.build"):
        found = statuses()

    assert (found, [record.getMessage() for record in caplog.records]) == (
        {"solidarites-8": "confirmed"},
        ["Session solidarites-7 is left out of the feeds"],
    )


def test_date_out_of_reach_does_not_cost_the_others(session):
    factories.make_session(session.get_parent().specific, number=8, date=datetime.date(9999, 12, 30))

    assert statuses() == {"solidarites-7": "confirmed"}


# Scopes


def test_scope_of_a_cycle_has_its_sessions_only(session, site):
    other = factories.make_cycle(site, title="Autre", slug="autre", code="autre")
    factories.make_session(other, number=1, date=datetime.date(2021, 6, 15))

    found = {scope: list(statuses(scope=scope)) for scope in ("all", "cycle-autre", "cycle-solidarites")}

    assert found == {
        "all": ["solidarites-7", "autre-1"],
        "cycle-autre": ["autre-1"],
        "cycle-solidarites": ["solidarites-7"],
    }


def test_scope_of_an_organisation_has_what_it_takes_part_in_and_all_of_its_cycles(session, site):
    speaker, funder, guest, nobody = (
        factories.make_organisation(code) for code in ("orateur", "mecene", "invite", "personne")
    )
    other = factories.make_cycle(site, title="Autre", slug="autre", code="autre")
    with_organisations(other, CycleOrganisation(organisation=funder, role="funder"))
    factories.make_session(other, number=1, date=datetime.date(2021, 6, 15))
    with_organisations(
        session,
        SessionOrganisation(organisation=speaker, role="participant"),
        SessionOrganisation(organisation=speaker, role="moderator"),
        SessionOrganisation(organisation=guest, role="organiser"),
    )
    news = factories.make_news(site, cycle=other)
    with_organisations(news, NewsOrganisation(organisation=guest, role="partner"))

    found = {
        each.code: (list(statuses(scope=f"org-{each.code}")), titles(scope=f"org-{each.code}"))
        for each in (speaker, funder, guest, nobody)
    }

    assert found == {
        "orateur": (["solidarites-7"], []),
        "mecene": (["autre-1"], []),
        "invite": (["solidarites-7"], ["Une nouvelle"]),
        "personne": ([], []),
    }


def test_changes_stand_where_their_session_stands(session):
    with_organisations(
        session, SessionOrganisation(organisation=factories.make_organisation(), role="participant")
    )
    factories.publish(SessionPage.objects.get(pk=session.pk), date=datetime.date(2021, 5, 19))

    found = {piece.kind: piece.scopes for piece in pieces()}

    assert found == {Kind.SESSIONS: SEEN_IN, Kind.CHANGES: SEEN_IN}


def test_withdrawn_session_stays_in_the_scopes_that_it_was_seen_in(session):
    factories.add_organisation(session, factories.make_organisation())
    SessionPage.objects.get(pk=session.pk).delete()

    found = {piece.kind: piece.scopes for piece in pieces()}

    assert found == {Kind.SESSIONS: SEEN_IN, Kind.CHANGES: SEEN_IN}


# News


def test_news_never_falls_back(site):
    factories.make_news(site, title="Nouvelle")
    factories.make_news(site, language="en", title="News")

    assert {language: titles(language) for language in ("fr", "en", "es")} == {
        "fr": ["Nouvelle"],
        "en": ["News"],
        "es": [],
    }


def test_news_of_a_cycle_holds_whichever_language_s_page_was_chosen(cycle, site):
    english = factories.translate(cycle, "en")
    factories.make_news(site, language="en", title="Of the cycle", cycle=english)
    factories.make_news(site, language="en", title="Of nothing", slug="of-nothing")

    assert titles("en", scope="cycle-solidarites") == ["Of the cycle"]


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
