"""What may not be seen, what caches may keep, and addresses that lead nowhere."""

import datetime

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

import pytest
from lxml import html

from events.models import SessionPage
from tests import factories
from tests.events import announced
from tests.events.announced import ADDRESS, DAY_BEFORE, FALLBACK
from tests.events.reader import read, text_of, texts

pytestmark = pytest.mark.django_db


def test_private_cycle_is_in_no_menu_and_no_list(client, session):
    cycle = session.get_parent()
    PageViewRestriction.objects.create(page=cycle, restriction_type=PageViewRestriction.LOGIN)

    home = read(client, "/fr/")

    assert ADDRESS not in home.content.decode()
    assert cycle.title not in home.content.decode()
    assert client.get(ADDRESS).status_code == 302


def test_private_session_is_in_no_list_and_at_no_other_address(client, cycle, session):
    factories.make_session(cycle, number=8, title="Huit", date=datetime.date(2021, 6, 15))
    PageViewRestriction.objects.create(page=session, restriction_type=PageViewRestriction.LOGIN)
    lists = ["/fr/", "/fr/solidarites/", "/fr/solidarites/seance-8/", "/fi/", "/"]

    pages = [read(client, path) for path in lists]

    assert [
        path for path, page in zip(lists, pages, strict=True) if session.title in page.content.decode()
    ] == []
    assert pages[-1].tree.xpath("//time/@datetime")[0].startswith("2021-06-15")
    assert [client.get(path).status_code for path in ("/s/solidarites-7", "/fr/join/solidarites-7/")] == [
        404,
        404,
    ]


def test_private_news_is_in_no_list(client, site):
    news = factories.make_news(site)
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)

    pages = [read(client, path) for path in ("/fr/", "/fr/actualites/")]

    assert [texts(page, "//ul[@class='news']//a") for page in pages] == [[], []]


def test_private_session_does_not_show_through_as_a_fallback(client, session, hebrew_cycle):
    hebrew = factories.translate(session, "he")
    PageViewRestriction.objects.create(page=hebrew, restriction_type=PageViewRestriction.LOGIN)

    response = client.get(FALLBACK)

    assert response.status_code == 302
    assert "no-store" in response["Cache-Control"]


def test_private_session_is_never_cached_for_others(client, admin_client, session):
    PageViewRestriction.objects.create(page=session, restriction_type=PageViewRestriction.LOGIN)

    response = admin_client.get(ADDRESS)

    assert response.status_code == 200
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))


def test_unpublished_words_are_not_shown(client, session):
    draft = session.get_latest_revision_as_object()
    draft.title = "Brouillon"
    draft.save_revision()

    assert texts(read(client, ADDRESS), "//h1") == ["Construire des solidarités"]


@pytest.mark.parametrize(
    ("at", "max_age"),
    [
        (DAY_BEFORE, 60),
        (announced.OPENS - datetime.timedelta(seconds=25), 25),
        (announced.STARTS - datetime.timedelta(seconds=1), 1),
        (announced.ENDS - datetime.timedelta(seconds=59), 59),
        (announced.CLOSES - datetime.timedelta(seconds=61), 60),
        (announced.CLOSES, 60),
    ],
)
def test_pages_are_kept_until_the_next_change_of_state(client, session, at, max_age):
    kept = {read(client, path, at=at)["Cache-Control"] for path in (ADDRESS, "/fr/", "/fr/solidarites/")}

    assert kept == {f"public, max-age={max_age}"}


def test_pages_set_no_cookie_and_do_not_vary_by_one(client, site, session):
    factories.make_news(site)
    paths = ["/", "/fr/", "/fr/solidarites/", ADDRESS, "/fr/join/solidarites-7/", "/fr/actualites/"]

    responses = [client.get(path) for path in paths]

    assert {response.status_code for response in responses} == {200}
    assert [response.cookies for response in responses if response.cookies] == []
    assert {response.get("Vary") for response in responses} == {None, "Accept-Language"}


def test_preview_is_in_the_pages_language_and_is_not_cached(client, session, hebrew_cycle):
    response = hebrew_cycle.make_preview_request(preview_mode="")

    assert 'lang="he"' in response.content.decode()
    assert "max-age=60" not in response.get("Cache-Control", "")


def test_session_that_is_not_saved_yet_can_be_previewed(cycle):
    page = SessionPage(
        title="Brouillon", slug="brouillon", date=datetime.date(2021, 6, 15), locale=cycle.locale
    )
    # As Wagtail's view for the preview of a new page does.
    page.depth, page.path = cycle.depth + 1, SessionPage._get_children_path_interval(cycle.path)[1]
    page.set_url_path(cycle)

    response = page.make_preview_request()

    assert response.status_code == 200
    assert html.fromstring(response.content).xpath("string(//h1)") == "Brouillon"


def test_preview_of_a_session_shows_the_times_that_are_not_stored_yet(session):
    session.start_time = datetime.time(18, 0)
    session.end_time = datetime.time(19, 30)

    page = html.fromstring(session.make_preview_request(preview_mode="").content)

    assert text_of(page.xpath("//section[@class='facts']//bdi[@class='times']")[0]) == "18:00-19:30"
    assert page.xpath("//nav[@class='neighbours']") == []


NOWHERE = [
    "/de/", "/xx/solidarites/", "/fr/nope/", "/fr/solidarites/nope/", "/fr/solidarites/seance-7/more/", "/fr/a/b/c/d/",
    "/nope/", "/fr/%00/", "/%00", "/fr/%ff%fe/", "/fr/%ED%A0%80/", "/fr/..%2f/", "/fr/join/%00/", "/fr/join/NOPE/",
    "/s/nope", "/s/%00", "/fr/solidarites/" + "x" * 3000 + "/", "/fr/é/", "/fr-ca/", "/EN/",
]  # fmt: skip


def test_address_that_leads_nowhere_is_not_found(client, session):
    found = {path: client.get(path).status_code for path in NOWHERE}

    assert found == dict.fromkeys(NOWHERE, 404)


@pytest.mark.parametrize(
    ("path", "language"), [("/he/nope/", "he"), ("/xx/", "el"), ("/fi/join/nope/", "fi")]
)
def test_not_found_page_is_in_the_readers_language(client, site, path, language):
    response = client.get(path, headers={"accept-language": "el"})

    assert (response.status_code, html.fromstring(response.content).get("lang")) == (404, language)


def test_withdrawn_page_is_gone_in_words(client, session):
    session.unpublish()

    response = client.get(ADDRESS)

    assert response.status_code == 410
    assert "410" in html.fromstring(response.content).xpath("//p[@class='status-code']/text()")


def test_page_that_was_never_published_is_not_gone(client, cycle):
    factories.make_session(cycle, live=False)

    assert client.get(ADDRESS).status_code == 404


def test_withdrawn_page_leads_where_an_editor_said(client, session):
    session.unpublish()
    Redirect.objects.create(old_path=ADDRESS.rstrip("/"), redirect_link="/fr/solidarites/")

    response = client.get(ADDRESS)

    assert (response.status_code, response["Location"]) == (301, "/fr/solidarites/")
