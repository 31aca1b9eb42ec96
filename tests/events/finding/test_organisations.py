"""The page of an organisation: what names it in public, and nothing that is not."""

import datetime

from wagtail.models import PageViewRestriction

import pytest

from events.models import CycleOrganisation, NewsOrganisation, Organisation
from tests import factories
from tests.events import announced
from tests.events.announced import DAY_BEFORE
from tests.events.reader import read, texts

pytestmark = pytest.mark.django_db

GREECE = "/fr/organisations/icom-greece/"


def name_in_cycle(cycle, organisation, role="partner"):
    draft = cycle.get_latest_revision_as_object()
    draft.organisation_rows.add(CycleOrganisation(organisation=organisation, role=role))
    draft.save_revision().publish()


def test_page_has_both_names_country_website_logo_and_roles(client, announcement):
    Organisation.objects.update(country="GR")

    response = read(client, GREECE)

    assert texts(response, "//h1 | //header/p[@class='original']") == ["ICOM Grèce", "ICOM Ελληνικό Τμήμα"]
    assert response.tree.xpath("//header/p[@class='original']/bdi/@lang") == ["el"]
    assert texts(response, "//header//dd") == [
        "Grèce",
        "https://icom-greece.example",
        "partenaire, participant",
    ]
    assert len(response.tree.xpath("//header//img[@alt='']")) == 1


def test_name_at_home_is_not_repeated(client, announcement):
    assert texts(read(client, "/el/organisations/icom-greece/"), "//h1") == ["ICOM Ελληνικό Τμήμα"]
    assert read(client, "/el/organisations/icom-greece/").tree.xpath("//p[@class='original']") == []


def test_sessions_of_its_own_and_of_its_cycles_are_listed(client, site, cycle):
    greece, other = factories.make_organisation(), factories.make_organisation("other")
    second = factories.make_cycle(site, title="Autre cycle", slug="autre", code="autre")
    name_in_cycle(second, greece)
    own = factories.make_session(cycle, number=1, title="La sienne", date=datetime.date(2021, 4, 20))
    factories.add_organisation(own, greece)
    factories.add_organisation(
        factories.make_session(cycle, number=2, title="D’une autre", date=datetime.date(2021, 4, 21)), other
    )
    factories.make_session(second, number=1, title="De son cycle", date=datetime.date(2021, 6, 15))

    response = read(client, GREECE)

    assert texts(response, "//section[@aria-labelledby='upcoming-title']//h3/a") == ["De son cycle"]
    assert texts(response, "//section[@aria-labelledby='past-title']//h3/a") == ["La sienne"]
    assert texts(response, "//ul[@class='cycles']/li") == ["Autre cycle"]


def test_news_are_those_of_the_readers_language(client, site):
    organisation = factories.make_organisation()
    news = factories.make_news(site, title="Du sien", slug="du-sien")
    draft = news.get_latest_revision_as_object()
    draft.organisation_rows.add(NewsOrganisation(organisation=organisation))
    draft.save_revision().publish()
    factories.make_news(site)

    assert texts(read(client, GREECE), "//ul[@class='news']//h3") == ["Du sien"]
    assert texts(read(client, "/he/organisations/icom-greece/"), "//ul[@class='news']//h3") == []


def test_page_leads_to_feeds_and_subscription_of_the_organisation(client, announcement):
    response = read(client, GREECE)

    assert response.tree.xpath("//main//header/p/a/@href") == ["/fr/subscribe/?scope=org-icom-greece"]
    feeds = response.tree.xpath("//section[@aria-labelledby='feeds-title']//a/@href")
    assert feeds == response.tree.xpath("//head/link[@rel='alternate' and @type and @title]/@href")
    assert feeds[0] == "https://parvis.example/feeds/fr/org-icom-greece/sessions.ics"
    assert {client.get(feed.removeprefix("https://parvis.example")).status_code for feed in feeds} == {200}
    assert client.get("/fr/subscribe/?scope=org-icom-greece").status_code == 200


def test_untranslated_session_is_shown_with_its_mark(client, announcement):
    response = read(client, "/he/organisations/icom-greece/")

    assert response.tree.xpath("//main//h3//span[@class='mark']/span[@dir='ltr']/text()") == ["[FR]"]


def test_unknown_organisation_is_not_found(client, announcement):
    paths = ["/fr/organisations/nobody/", "/fr/organisations/x/", "/fr/organisations/"]

    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_organisation_that_takes_part_in_nothing_is_not_found(client, site):
    factories.make_organisation()

    assert client.get(GREECE).status_code == 404


@pytest.mark.parametrize("hidden", ["unpublished", "private", "cycle"])
def test_organisation_of_what_is_not_public_is_not_found(client, session, hidden):
    session = factories.add_organisation(session, factories.make_organisation())
    if hidden == "unpublished":
        session.unpublish()
    page = session.get_parent() if hidden == "cycle" else session
    if hidden != "unpublished":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert client.get(GREECE).status_code == 404


def test_older_sessions_are_in_the_archive(client, session):
    name_in_cycle(session.get_parent().specific, factories.make_organisation())
    announced.clone_sessions(session, 13)

    response = read(client, GREECE, at=session.starts_at + datetime.timedelta(days=20))

    past = "//section[@aria-labelledby='past-title']"
    assert len(response.tree.xpath(f"{past}//h3")) == 12
    link = response.tree.xpath(f"{past}/div/p/a/@href")
    assert link == ["/fr/archive/?organisation=icom-greece"]
    archive = read(client, link[0], at=session.starts_at + datetime.timedelta(days=20))
    assert texts(archive, "//main/div/header/p")[0] == "14 séances"


def test_names_on_pages_lead_to_the_page(client, announcement):
    for path in ("/fr/", "/fr/solidarites/", "/fr/solidarites/seance-7/"):
        links = read(client, path).tree.xpath("//ul[@class='bodies']//a/@href")

        assert GREECE in links
        assert {client.get(link).status_code for link in links} == {200}


def test_no_secret_is_on_the_page(client, announcement):
    shown = read(client, GREECE, at=DAY_BEFORE).content.decode()

    assert factories.LINK not in shown
    assert "314159" not in shown
