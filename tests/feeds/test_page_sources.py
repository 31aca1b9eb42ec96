"""Pages of a type that feeds do not know: what one class says of them, from publishing to withdrawal."""

import datetime

from django.db.models.signals import post_delete, post_save
from django.test import Client

from wagtail.models import PageViewRestriction

import feedparser
import icalendar
import pytest

from events.models import TextPage
from feeds import page_sources
from feeds.page_sources import PageSource, When, register_page_source
from feeds.sources import load_public
from tests import factories

pytestmark = pytest.mark.django_db

OPENS = When(datetime.date(2021, 6, 1), datetime.time(18), datetime.time(20), "Europe/Athens", sequence=2)


class Exhibitions(PageSource):
    """As another project would write it; pages whose slug says so take place."""

    name, model, title = "exhibitions", TextPage, "Expositions"

    def article(self, page, *, reading):
        if page.slug == "broken":
            raise KeyError("nothing that feeds know")
        if page.slug.startswith("opening"):
            return reading.event(page, when=OPENS, body=page.body)
        return reading.article(page, summary="En <deux> mots", body=page.body)

    def rich_texts(self, page):
        return [page.body]


@pytest.fixture
def source(monkeypatch):
    """Registered for one test."""
    monkeypatch.setattr(page_sources, "_registered", {})
    yield register_page_source(Exhibitions())
    for signal in (post_save, post_delete):
        signal.disconnect(sender=TextPage, dispatch_uid="parvis-exhibitions")


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def make(site, commit, source):
    """Publish a page of the type in a language."""

    def make(slug: str, *, language: str = "fr", body: str = "<p>Une page.</p>") -> TextPage:
        with commit():
            page = TextPage(title=f"Titre {slug}", slug=slug, body=body, locale=site.homes[language].locale)
            site.homes[language].add_child(instance=page)
            page.save_revision().publish()
        return TextPage.objects.get(pk=page.pk)

    return make


def read(path: str) -> feedparser.FeedParserDict:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return feedparser.parse(answer.content)


def titles(path: str) -> list[str]:
    return [entry.title for entry in read(path).entries]


# Homes, cycles, versions, news, the ledger, the source.
BUDGET = 7
OWN, ALL = "/feeds/fr/pages-exhibitions/news.rss", "/feeds/fr/all/news.rss"


def test_page_stands_in_the_feed_of_its_source_and_in_that_of_the_site(make):
    page = make("art")

    own = read(OWN)

    assert own.feed.title.startswith("Expositions")
    assert [(entry.id, entry.link, entry.title) for entry in own.entries] == [
        (f"urn:uuid:{page.translation_key}", "https://parvis.example/fr/art/", "Titre art")
    ]
    assert "<p>En &lt;deux&gt; mots</p><p>Une page.</p>" in own.entries[0].content[0].value
    assert titles(ALL) == ["Titre art"]
    assert titles("/feeds/en/pages-exhibitions/news.rss") == []


def test_page_that_takes_place_stands_in_calendars(make):
    page = make("opening")

    calendar = icalendar.Calendar.from_ical(Client().get("/feeds/fr/pages-exhibitions/sessions.ics").content)

    (event,) = calendar.walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == (f"{page.translation_key}@parvis.example", 2)
    assert event.decoded("DTSTART").isoformat() == "2021-06-01T18:00:00+03:00"
    assert str(event["SUMMARY"]) == "Titre opening"
    assert titles(OWN) == []


def test_change_and_withdrawal_reach_the_feed(make, commit):
    page = make("art")
    with commit():
        factories.publish(page, title="Autrement")
    changed = titles(OWN)
    with commit():
        TextPage.objects.get(pk=page.pk).unpublish()

    assert (changed, titles(OWN)) == (["Autrement"], [])


def test_page_that_becomes_private_leaves(make, commit):
    page = make("art")
    with commit():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert titles(OWN) == []


def test_page_that_moves_has_its_new_address(make, commit, site):
    page, below = make("art"), make("below")
    with commit():
        page.move(below, pos="last-child")

    assert {entry.link for entry in read(OWN).entries} == {
        "https://parvis.example/fr/below/",
        "https://parvis.example/fr/below/art/",
    }


def test_page_that_cannot_be_said_costs_no_other(make, caplog):
    make("broken")
    make("art")

    assert titles(OWN) == ["Titre art"]
    assert "Exhibitions, page" in caplog.text


def test_page_stands_with_a_cycle_that_the_source_names(cycle, make, monkeypatch):
    monkeypatch.setattr(Exhibitions, "stands_with", lambda self, page: [cycle.translation_key])
    make("art")

    assert titles("/feeds/fr/cycle-solidarites/news.rss") == ["Titre art"]


def test_links_lead_to_the_reader_page(make, session):
    page = make("art", body=f'<p><a linktype="page" id="{session.pk}">7</a></p>')

    (entry,) = read(OWN).entries
    assert page.live
    assert 'href="https://parvis.example/fr/solidarites/seance-7/"' in entry.content[0].value


def test_feed_of_a_source_is_offered_to_subscribers(make, client):
    make("art")

    page = client.get("/fr/subscribe/").content.decode()

    assert "Expositions" in page
    assert (
        "/feeds/fr/pages-exhibitions/"
        in client.get("/fr/subscribe/?scope=pages-exhibitions").content.decode()
    )
    assert "pages-exhibitions/news.rss" in client.get("/feeds/fr/feeds.opml").content.decode()


def test_scope_of_no_source_was_never_one(source, site, client):
    assert client.get("/feeds/fr/pages-nothing/news.rss").status_code == 404


def test_pages_take_as_many_queries_to_read_for_one_as_for_thirty(make, django_assert_num_queries):
    make("art")
    with django_assert_num_queries(BUDGET):
        load_public()
    for number in range(29):
        make(f"art-{number}")
    with django_assert_num_queries(BUDGET):
        assert len(load_public().others) == 30


@pytest.mark.parametrize("name", ["", "x", "Grand", "a b", "a" * 41])
def test_name_that_cannot_stand_in_an_address_is_refused(source, name):
    other = Exhibitions()
    other.name = name

    with pytest.raises(ValueError, match="Exhibitions: the name"):
        register_page_source(other)


def test_name_belongs_to_one_source(source):
    with pytest.raises(ValueError, match="is that of"):
        register_page_source(Exhibitions())


def test_source_that_does_not_say_how_a_page_is_an_item_cannot_be_made():
    with pytest.raises(TypeError, match="article"):
        type("Silent", (PageSource,), {"name": "silent", "model": TextPage, "title": "Silence"})()


def test_pages_of_a_source_are_in_feeds_and_neither_embedded_nor_in_the_kit(make, client):
    make("art")

    assert client.get("/embed/fr/pages-exhibitions/").status_code == 404
    assert "pages-exhibitions" not in client.get("/fr/partners/").content.decode()
