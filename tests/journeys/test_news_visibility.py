"""Which news are public: states of an article x every outlet that tells news (reliability.md T2)."""

import datetime

from django.core.management import call_command
from django.test import TestCase

from wagtail.models import PageViewRestriction

import pytest
import time_machine

from events.models import NewsOrganisation, NewsPage
from tests import factories
from tests.feeds.happenings import look

pytestmark = [pytest.mark.django_db, pytest.mark.facts]

NOW = datetime.datetime(2021, 5, 10, 9, tzinfo=datetime.UTC)
DAY, MINUTE = datetime.timedelta(days=1), datetime.timedelta(minutes=1)
TITLE, ASKED = "Zenobie", "zenob"
PAGE = "/fr/actualites/zenobie/"
OUTLETS = {
    "page": PAGE,
    "list": "/fr/actualites/",
    "home": "/fr/",
    "organisation": "/fr/organisations/icom-greece/",
    "search": f"/fr/search/?q={ASKED}",
    "RSS": "/feeds/fr/all/news.rss",
    "Atom": "/feeds/fr/all/news.atom",
    "JSON Feed": "/feeds/fr/all/news.json",
    "feed of the cycle": "/feeds/fr/cycle-solidarites/news.rss",
    "feed of an organisation": "/feeds/fr/org-icom-greece/news.atom",
    "API list": "/api/v1/news?lang=fr&limit=100",
    "API search": f"/api/v1/news?lang=fr&q={ASKED}",
    "API changes": "/api/v1/changes?lang=fr&limit=100",
    "Wagtail's API": "/api/v3-preview/pages/?type=parvis_events.NewsPage",
    "sitemap": "/sitemap.xml",
}
# An article speaks one language, and never stands in for another.
ELSEWHERE = {
    name: path.replace("/fr/", "/he/", 1).replace("lang=fr", "lang=he")
    for name, path in OUTLETS.items()
    if "/fr/" in path or "lang=fr" in path
}


@pytest.fixture
def told(everybody):
    """Gives a function that names the outlets that tell of the article now."""

    def told(outlets: dict[str, str] = OUTLETS) -> set[str]:
        with commit():
            call_command("tick", verbosity=0)
            look()
        bodies = {name: everybody.get(path).content.decode() for name, path in outlets.items()}
        return {name for name, body in bodies.items() if TITLE in body or PAGE in body}

    with time_machine.travel(NOW, tick=False):
        yield told


@pytest.fixture
def make(session):
    """Gives a function that makes an article of a cycle and an organisation; another one stands there already."""
    with time_machine.travel(NOW - DAY, tick=False):
        index = factories.make_news(factories.read_site()).get_parent()
        look()

    def make(*, live: bool = True, **fields):
        with time_machine.travel(NOW - DAY, tick=False), commit():
            page = NewsPage(
                title=TITLE, slug="zenobie", date=NOW.date(), cycle=factories.read_cycle(), locale=index.locale, live=False
            )  # fmt: skip
            page.organisation_rows = [
                NewsOrganisation(organisation=factories.make_organisation(), role="organiser")
            ]
            index.add_child(instance=page)
            return factories.publish(page, **fields) if live else factories.redraft(page, **fields)

    return make


def commit():
    return TestCase.captureOnCommitCallbacks(execute=True)


def test_live_article_is_told_by_every_outlet_and_in_no_other_language(make, told):
    make()

    assert told() == set(OUTLETS)
    assert told(ELSEWHERE) == set()


def test_draft_article_is_told_by_none(make, told):
    make(live=False)

    assert told() == set()


def test_scheduled_article_is_told_by_none_until_its_moment(make, told):
    make(go_live_at=NOW + DAY)

    before = told()
    with time_machine.travel(NOW + DAY + MINUTE, tick=False):
        assert (before, told()) == (set(), set(OUTLETS))


def test_draft_words_of_a_live_article_are_told_by_none(make, told, everybody):
    page = make()
    factories.redraft(page, title=f"{TITLE} en brouillon", summary="brouillon")

    assert told() == set(OUTLETS)
    assert [name for name, path in OUTLETS.items() if b"brouillon" in everybody.get(path).content] == []


@pytest.mark.parametrize("how", ["unpublished", "deleted", "expired", "private", "below a private list"])
def test_article_that_has_left_the_public_is_told_by_none_not_even_by_an_old_tag(make, told, everybody, how):
    page = make(expire_at=NOW + MINUTE if how == "expired" else None)
    assert told() == set(OUTLETS)
    tags = {path: tag for path in OUTLETS.values() if (tag := everybody.get(path).get("ETag"))}
    assert set(tags) == set(OUTLETS.values()) - {OUTLETS["sitemap"]}

    leave(page, how)

    with time_machine.travel(NOW + 2 * MINUTE if how == "expired" else NOW, tick=False):
        assert told() == set()
        again = {path: everybody.get(path, headers={"If-None-Match": tag}) for path, tag in tags.items()}
    assert [path for path, answer in again.items() if answer.status_code == 304] == []


def leave(page, how: str) -> None:
    with commit():
        if how == "unpublished":
            page.unpublish()
        elif how == "deleted":
            page.delete()
        elif how != "expired":
            closed = page if how == "private" else page.get_parent()
            PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
