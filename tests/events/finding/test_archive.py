"""The archive over HTTP: what is past, by cycle, filtered by links, and a readable answer whatever is asked."""

import datetime

from wagtail.models import PageViewRestriction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.events.announced import CLOSES, DAY_BEFORE
from tests.events.reader import read, texts

AFTER = CLOSES + datetime.timedelta(days=1)
TITLES = "//ol[@class='programme']//h3/a"


@pytest.fixture
def past(site, cycle):
    """Three sessions of a cycle, 2019 to 2021, and a later one of another."""
    for number, year in enumerate((2019, 2020, 2021), start=1):
        factories.make_session(
            cycle,
            number=number,
            title=f"De {year}",
            date=datetime.date(year, 4, 20),
            spoken=["el"] if year == 2020 else ["fr"],
            interpreted=["he"] if year == 2019 else [],
            replay="https://video.example/1" if year == 2019 else "",
        )
    other = factories.make_cycle(site, title="Autre cycle", slug="autre", code="autre")
    return factories.make_session(other, number=1, title="Ailleurs", date=datetime.date(2021, 5, 4))


@pytest.mark.django_db
def test_archive_has_what_is_over_by_cycle_the_latest_first(client, past):
    response = read(client, "/fr/archive/")

    assert texts(response, "//section/h2") == ["Autre cycle", "Solidarités, musées"]
    assert texts(response, TITLES) == ["Ailleurs", "De 2021", "De 2020", "De 2019"]


@pytest.mark.django_db
def test_session_joins_the_archive_when_it_is_over(client, session):
    at = [read(client, "/fr/archive/", at=moment) for moment in (DAY_BEFORE, CLOSES)]

    assert [texts(response, TITLES) for response in at] == [[], ["Construire des solidarités"]]


@pytest.mark.django_db
def test_filters_are_plain_links(client, past):
    asked = {
        "year=2020": ["De 2020"],
        "language=he": ["De 2019"],
        "language=fr&year=2021": ["Ailleurs", "De 2021"],
        "replay=yes": ["De 2019"],
        "replay=yes&year=2021": [],
        "unknown=1": ["Ailleurs", "De 2021", "De 2020", "De 2019"],
    }

    responses = {query: read(client, f"/fr/archive/?{query}") for query in asked}

    assert {query: texts(each, TITLES) for query, each in responses.items()} == asked
    assert {each.status_code for each in responses.values()} == {200}


@pytest.mark.django_db
def test_every_filter_on_the_page_leads_to_as_many_sessions_as_it_says(client, past):
    factories.add_organisation(past, factories.make_organisation())
    links = read(client, "/fr/archive/?year=2021").tree.xpath("//nav[@class='filters']//li")

    told = {link.xpath("a/@href")[0]: int(link.xpath("span/text()")[0].strip("()")) for link in links}
    found = {path: len(read(client, path).tree.xpath(TITLES)) for path in told}

    assert found == told
    assert "/fr/archive/?year=2021&organisation=icom-greece" in told


@pytest.mark.django_db
def test_value_that_no_session_has_gets_a_word_and_a_way_back(client, past):
    for query in ("year=1999", "year=x", "language=xx", "organisation=nobody", "replay=no"):
        response = read(client, f"/fr/archive/?{query}")

        assert response.status_code == 404
        assert len(texts(response, "//main//header/p")) == 2
        assert response.tree.xpath("//main//header//a/@href") == ["/fr/archive/"]
        assert response.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.text(), st.sampled_from(["year", "language", "organisation", "replay", "page"]))
@pytest.mark.django_db
def test_archive_answers_whatever_is_asked(client, typed, other, name):
    response = client.get("/fr/archive/", {name: typed, "page": other})

    assert response.status_code in {200, 404}


@pytest.mark.django_db
def test_archive_is_paged_and_keeps_its_filters(client, cycle, monkeypatch):
    monkeypatch.setattr("events.finding.archive.PER_PAGE", 2)
    for number in (1, 2, 3):
        factories.make_session(
            cycle, number=number, title=f"N° {number}", date=datetime.date(2021, 1, number)
        )

    first = read(client, "/fr/archive/?year=2021")
    second = read(client, first.tree.xpath("//nav[@class='pages']/a/@href")[0])

    assert texts(second, TITLES) == ["N° 1"]
    assert second.tree.xpath("//nav[@class='pages']/a/@href") == ["/fr/archive/?year=2021"]


@pytest.mark.django_db
def test_session_says_what_it_left_behind(client, announcement):
    factories.publish(
        announcement,
        replay="https://video.example/7",
        minutes="<p>On a parlé.</p>",
        transcript="<p>Bonjour à tous.</p>",
    )

    response = read(client, "/fr/archive/", at=AFTER)

    assert texts(response, "//p[@class='badges']") == ["Compte rendu · Transcription · Ressources"]
    assert texts(response, "//ul[@class='notices']/li") == ["Enregistrement disponible"]


@pytest.mark.django_db
def test_private_session_is_neither_listed_nor_counted(client, session):
    PageViewRestriction.objects.create(page=session, restriction_type=PageViewRestriction.LOGIN)

    response = read(client, "/fr/archive/", at=AFTER)

    assert texts(response, TITLES) == []
    assert response.tree.xpath("//nav[@class='filters']//details") == []


@pytest.mark.django_db
def test_untranslated_session_is_shown_with_its_mark(client, session):
    response = read(client, "/he/archive/", at=AFTER)

    assert texts(response, TITLES) == ["Construire des solidarités"]
    assert response.tree.xpath("//main//h3//span[@class='mark']/span[@dir='ltr']/text()") == ["[FR]"]


@pytest.mark.django_db
def test_whole_archive_is_indexed_and_its_parts_are_not(client, past):
    whole, part = (read(client, f"/he/archive/{query}") for query in ("", "?year=2021"))

    assert whole.tree.xpath("//link[@hreflang='fr']/@href") == ["https://parvis.example/fr/archive/"]
    assert whole.tree.xpath("//meta[@name='robots']") == []
    assert part.tree.xpath("//link[@rel='alternate' and @hreflang]") == []
    assert part.tree.xpath("//link[@rel='canonical']/@href") == ["https://parvis.example/he/archive/"]
    assert part.tree.xpath("//nav[@class='languages']//a/@href")[0] == "/fr/archive/?year=2021"
