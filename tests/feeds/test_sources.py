"""What a feed reads: as many queries for one session as for three hundred, and the words of the right language."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wagtail.models import Page, PageViewRestriction, Site

import pytest

from events.models import CycleOrganisation, LedgerEntry
from feeds.scopes import ALL, find_scope
from feeds.sources import load_addresses, load_ledger, load_news, load_sessions, load_stage, newest_withdrawal
from feeds.store import bump
from tests import factories
from tests.feeds.world import make_press, make_programme, utc

pytestmark = pytest.mark.django_db

# What a read costs: a hit, and the one miss after each change.
HIT = {"all": 1, "cycle-solidarites": 2}
MISS_OF_SESSIONS = {"all": 22, "cycle-solidarites": 23}
MISS_OF_NEWS = {"all": 14, "cycle-solidarites": 15}
DOWNLOAD_HIT, DOWNLOAD_MISS = 1, 22
SIZES = (1, 30, pytest.param(300, marks=pytest.mark.slow))


@pytest.fixture
def organised(cycle):
    draft = cycle.get_latest_revision_as_object()
    draft.organisation_rows.add(
        CycleOrganisation(organisation=factories.make_organisation("icom-france"), role="organiser")
    )
    draft.save_revision().publish()
    return cycle


def queries(path: str) -> int:
    """How many one anonymous read costs; the addresses of sites are known, as they are to every process after its first read."""
    Site.get_site_root_paths()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert Client().get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("size", SIZES)
def test_feed_costs_as_many_queries_whatever_its_length(organised, site, size):
    make_programme(organised, size=size)
    make_press(site, cycle=organised, size=min(size, 30))
    costs = {}
    for scope in HIT:
        for file in ("sessions.ics", "sessions.rss", "news.json"):
            path = f"/feeds/en/{scope}/{file}" if file.startswith("sessions") else f"/feeds/fr/{scope}/{file}"
            queries(path)
            bump()
            costs[scope, file] = (queries(path), queries(path))

    expected = {
        (scope, file): ((MISS_OF_NEWS if file == "news.json" else MISS_OF_SESSIONS)[scope], HIT[scope])
        for scope, file in costs
    }
    assert costs == expected
    assert max(HIT.values()) <= 3


@pytest.mark.parametrize("size", SIZES)
def test_download_costs_as_many_queries_whatever_else_there_is(organised, size):
    make_programme(organised, size=size)
    path = "/feeds/en/session/solidarites-1.ics"
    queries(path)
    bump()

    assert (queries(path), queries(path)) == (DOWNLOAD_MISS, DOWNLOAD_HIT)


def test_unknown_session_costs_little(session):
    with CaptureQueriesContext(connection) as captured:
        Client().get("/feeds/fr/session/nothing-1.ics")

    feeds = [
        query
        for query in captured.captured_queries
        if "parvis_feeds" in query["sql"] or "ledger" in query["sql"]
    ]
    assert len(feeds) <= 4


def test_304_costs_what_a_hit_costs(client, session, django_assert_num_queries):
    first = client.get("/feeds/fr/all/sessions.ics")

    with django_assert_num_queries(HIT["all"]):
        client.get("/feeds/fr/all/sessions.ics", headers={"If-None-Match": first["ETag"]})


def test_stage_of_a_language_has_its_home_and_its_words_of_each_cycle(session):
    factories.translate(session.get_parent().specific, "en", title="Solidarity")

    stages = {language: load_stage(language=language) for language in ("fr", "en", "he")}

    assert {language: stage.home.title for language, stage in stages.items()} == {
        "fr": "Parvis fr", "en": "Parvis en", "he": "Parvis he",
    }  # fmt: skip
    scope = find_scope("cycle-solidarites")
    cycles = {language: stage.cycle_of(scope) for language, stage in stages.items()}
    assert {language: (cycle.page.title, cycle.own and cycle.own.title) for language, cycle in cycles.items()} == {
        "fr": ("Solidarités, musées", "Solidarités, musées"), "en": ("Solidarity", "Solidarity"), "he": ("Solidarity", None),
    }  # fmt: skip
    assert stages["fr"].cycle_of(ALL) is None


def test_fallback_of_a_cycle_is_its_origin_where_there_is_no_english(session):
    factories.translate(session.get_parent().specific, "el", title="Αλληλεγγύη")

    (cycle, *_same) = load_stage(language="fi").cycles.values()

    assert cycle.page.locale.language_code == "fr"


def test_fallbacks_of_a_language_are_a_setting(settings, session):
    for language in ("en", "es"):
        factories.translate(session, language, title=language)
    settings.PARVIS = settings.PARVIS | {"FALLBACKS": {"fi": ["es", "en"]}}
    languages = {}
    for language in ("fi", "he"):
        stage = load_stage(language=language)
        (found,) = load_sessions(stage=stage, ledger=load_ledger(), scope=ALL)
        languages[language] = found.lang

    assert languages == {"fi": "es", "he": "en"}


def test_newest_sessions_are_those_first_published_last(cycle):
    sessions = [factories.make_session(cycle, number=number) for number in (1, 2, 3)]
    for page, day in zip(sessions, (2, 3, 1), strict=True):
        LedgerEntry.objects.filter(code=page.code).update(first_published=utc(2021, 4, day))
    stage = load_stage(language="fr")

    found = load_sessions(stage=stage, ledger=load_ledger(), scope=ALL, newest=2)

    assert {str(each) for each in found} == {"Session solidarites-1", "Session solidarites-2"}


def test_newest_withdrawal_is_the_last_one(cycle):
    assert newest_withdrawal(load_ledger()) == []
    for number in (1, 2):
        factories.make_session(cycle, number=number).unpublish()
    LedgerEntry.objects.filter(code="solidarites-1").update(withdrawn_at=utc(2120, 1, 1))

    assert newest_withdrawal(load_ledger()) == [utc(2120, 1, 1)]


def test_ledger_of_one_code_is_one_row(cycle):
    for number in (1, 2):
        factories.make_session(cycle, number=number)

    assert [entry.code for entry in load_ledger(code="solidarites-2").values()] == ["solidarites-2"]


def test_news_comes_with_its_newest_first(site):
    pages = [factories.make_news(site, slug=f"nouvelle-{number}") for number in (1, 2)]
    stage = load_stage(language="fr")

    assert [page.pk for page in load_news(stage=stage, scope=ALL, newest=5)] == [pages[1].pk, pages[0].pk]


def test_no_links_cost_no_query(session, django_assert_num_queries):
    stage = load_stage(language="fr")

    with django_assert_num_queries(0):
        assert load_addresses(set(), stage=stage) == {}


def test_linked_page_has_the_address_of_the_reader_s_language_else_of_a_fallback(session):
    english = factories.translate(session, "en")
    cycle = session.get_parent()

    addresses = {language: load_addresses({cycle.pk, english.pk, 10**9}, stage=load_stage(language=language))
                 for language in ("fr", "en", "he")}  # fmt: skip

    french = {
        cycle.pk: "https://parvis.example/fr/solidarites/",
        english.pk: "https://parvis.example/fr/solidarites/seance-7/",
    }
    in_english = {key: address.replace("/fr/", "/en/") for key, address in french.items()}
    assert addresses == {"fr": french, "en": in_english, "he": in_english}


@pytest.mark.parametrize("how", ["unpublished", "private", "deleted"])
def test_page_that_nobody_may_see_has_no_address(session, how):
    key = session.pk
    page = Page.objects.get(pk=key)
    if how == "private":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    else:
        (page.unpublish if how == "unpublished" else page.delete)()

    assert load_addresses({key}, stage=load_stage(language="fr")) == {}
