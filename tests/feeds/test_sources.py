"""What feeds are built from: the words of the right language, and nothing that the public may not see."""

from wagtail.models import Page, PageViewRestriction

import pytest

from events.models import LedgerEntry
from feeds.scopes import ALL, find_scope
from feeds.sources import addresses_of, load_organisations, load_public, news_of, sessions_of, stage_of
from tests import factories
from tests.feeds.reading_pieces import stage
from tests.feeds.world import links_to

pytestmark = pytest.mark.django_db

LANGUAGES = ("fr", "en", "es", "el", "he", "fi")


def test_everything_is_read_once_for_all_languages(session, django_assert_num_queries):
    public = load_public()

    with django_assert_num_queries(0):
        stages = [stage_of(public, language=language) for language in LANGUAGES]
        found = [(len(sessions_of(each)), news_of(each), addresses_of(each)) for each in stages]

    assert found == [(1, [], {})] * 6


def test_stage_of_a_language_has_its_home_and_its_words_of_each_cycle(session):
    factories.translate(session.get_parent().specific, "en", title="Solidarity")

    stages = {language: stage(language) for language in ("fr", "en", "he")}

    assert {language: each.home.title for language, each in stages.items()} == {
        "fr": "Parvis fr", "en": "Parvis en", "he": "Parvis he",
    }  # fmt: skip
    scope = find_scope("cycle-solidarites")
    cycles = {language: each.cycle_of(scope) for language, each in stages.items()}
    assert {language: (cycle.page.title, cycle.own and cycle.own.title) for language, cycle in cycles.items()} == {
        "fr": ("Solidarités, musées", "Solidarités, musées"), "en": ("Solidarity", "Solidarity"), "he": ("Solidarity", None),
    }  # fmt: skip


def test_only_the_scope_of_a_published_cycle_has_a_cycle(session):
    factories.make_organisation()
    scopes = [find_scope("cycle-solidarites"), ALL, find_scope("org-icom-greece")]
    found = [bool(stage().cycle_of(scope)) for scope in scopes]
    session.get_parent().specific.unpublish()

    assert (found, stage().cycle_of(scopes[0]), stage().find_cycle(None)) == (
        [True, False, False],
        None,
        None,
    )


def test_language_without_a_published_home_has_none(site):
    site.homes["he"].unpublish()

    assert (stage("he").home, stage("fr").home.title) == (None, "Parvis fr")


def test_fallback_of_a_cycle_is_its_origin_where_there_is_no_english(session):
    factories.translate(session.get_parent().specific, "el", title="Αλληλεγγύη")

    (cycle, *_same) = stage("fi").cycles.values()

    assert cycle.page.locale.language_code == "fr"


def test_fallbacks_of_a_language_are_a_setting(settings, session):
    for language in ("en", "es"):
        factories.translate(session, language, title=language)
    settings.PARVIS = settings.PARVIS | {"FALLBACKS": {"fi": ["es", "en"]}}

    found = {language: [each.lang for each in sessions_of(stage(language))] for language in ("fi", "he")}

    assert found == {"fi": ["es"], "he": ["en"]}


def test_session_comes_with_its_words_its_cycle_its_ledger_and_the_slug_of_its_origin(session):
    factories.translate(session, "en", title="Building", slug="building")

    french, english = (sessions_of(stage(language))[0] for language in ("fr", "en"))

    assert [
        (each.page.title, each.lang, each.is_fallback, each.origin_slug) for each in (french, english)
    ] == [
        ("Construire des solidarités", "fr", False, "seance-7"),
        ("Building", "en", False, "seance-7"),
    ]
    assert english.entry == LedgerEntry.objects.get() == french.entry
    assert (english.cycle.key, str(english)) == (
        session.get_parent().translation_key,
        "Session solidarites-7",
    )


def test_session_that_the_ledger_says_is_withdrawn_is_none(session):
    LedgerEntry.objects.update(withdrawn_at="2021-05-03T00:00Z")

    assert sessions_of(stage()) == []


def test_keys_choose_sessions_news_and_their_ledger(session, site):
    other = factories.make_session(session.get_parent().specific, number=8)
    news = factories.make_news(site)

    found = {}
    for page in (session, other, news):
        public = load_public(frozenset([page.translation_key]))
        codes = [each.page.code for each in sessions_of(stage_of(public, language="fr"))]
        found[page.slug] = (
            codes,
            [each.code for each in public.ledger.values()],
            [each.slug for each in public.news],
        )

    assert found == {
        "seance-7": (["solidarites-7"], ["solidarites-7"], []),
        "seance-8": (["solidarites-8"], ["solidarites-8"], []),
        "une-nouvelle": ([], [], ["une-nouvelle"]),
    }


def test_news_are_those_of_the_language(site):
    factories.make_news(site, title="Nouvelle")
    factories.make_news(site, language="en", title="News")

    assert {language: [page.title for page in news_of(stage(language))] for language in ("fr", "en", "he")} == {
        "fr": ["Nouvelle"], "en": ["News"], "he": [],
    }  # fmt: skip


def test_organisations_come_with_their_names_by_key(site, django_assert_num_queries):
    organisations = [factories.make_organisation(code) for code in ("icom-greece", "icom-israel")]

    with django_assert_num_queries(2):
        found = load_organisations()
        names = {key: each.name_in("fr")[0] for key, each in found.items()}

    assert names == {each.key: "ICOM Grèce" for each in organisations}


# Pages that texts link to


def linked(session, *pages) -> dict[str, dict[int, str]]:
    """The addresses that readers of three languages get of what a session's text links to."""
    factories.publish(session, introduction=links_to(*pages))
    return {language: addresses_of(stage(language)) for language in ("fr", "en", "he")}


def test_linked_page_has_the_address_of_the_reader_s_language_else_of_a_fallback(session):
    english = factories.translate(session, "en")
    cycle, missing = session.get_parent(), Page(pk=10**9, title="Jamais vue")

    addresses = linked(session, cycle, english, missing)

    french = {
        cycle.pk: "https://parvis.example/fr/solidarites/",
        english.pk: "https://parvis.example/fr/solidarites/seance-7/",
    }
    in_english = {key: address.replace("/fr/", "/en/") for key, address in french.items()}
    assert addresses == {"fr": french, "en": in_english, "he": in_english}


@pytest.mark.parametrize("how", ["unpublished", "private", "deleted"])
def test_page_that_nobody_may_see_has_no_address(session, how):
    other = factories.make_session(session.get_parent().specific, number=8)
    if how == "private":
        PageViewRestriction.objects.create(page=other, restriction_type=PageViewRestriction.LOGIN)
    key = other.pk
    if how != "private":
        (other.unpublish if how == "unpublished" else other.delete)()

    assert linked(session, Page(pk=key, title="Autre")) == {"fr": {}, "en": {}, "he": {}}
