"""The list of feeds: every feed of a language, each once, at addresses that answer."""

from django.test import Client

import pytest
import time_machine
from lxml import etree

from feeds import store
from feeds.channels import EPOCH
from feeds.models import Shelf
from feeds.opml import build_list
from feeds.serving import serve_list
from tests import factories
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

PATH = "/feeds/{}/feeds.opml"
SITE = "https://parvis.example"


@pytest.fixture(autouse=True)
def empty_store(settings, tmp_path):
    """What other tests left in the store is another world's, though its bytes may be equal."""
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}


@pytest.fixture
def organisation(session):
    """Of which there are feeds beside those of everything and of the cycle."""
    return factories.make_organisation()


def read(language: str = "fr") -> etree._Element:
    response = Client().get(PATH.format(language))
    assert (response.status_code, response["Content-Type"]) == (200, "text/x-opml; charset=utf-8")
    return etree.fromstring(response.content)


def groups(root: etree._Element) -> dict[str, list[dict[str, str]]]:
    return {
        group.get("text"): [dict(each.attrib) for each in group] for group in root.findall("body/outline")
    }


def test_list_has_every_calendar_and_every_feed_once(organisation):
    found = groups(read("en"))

    scopes = ("all", "cycle-solidarites", "org-icom-greece")
    assert {
        name: [each.get("url") or each.get("xmlUrl") for each in feeds] for name, feeds in found.items()
    } == {
        "Calendars": [f"{SITE}/feeds/en/{scope}/sessions.ics" for scope in scopes],
        "Feeds": [
            f"{SITE}/feeds/en/{scope}/{kind}.rss"
            for scope in scopes
            for kind in ("sessions", "news", "changes")
        ],
    }


def test_every_address_of_the_list_answers(organisation):
    listed = [each for feeds in groups(read("he")).values() for each in feeds]

    answers = [
        Client().get((each.get("url") or each.get("xmlUrl")).removeprefix(SITE)).status_code
        for each in listed
    ]

    assert answers == [200] * 12


def test_entry_of_the_list_says_what_the_feed_says_of_itself(organisation):
    english = groups(read("en"))

    title = "Solidarités, musées: what has changed"
    assert english["Feeds"][5] == {
        "type": "rss", "version": "RSS2", "text": title, "title": title, "language": "en",
        "xmlUrl": f"{SITE}/feeds/en/cycle-solidarites/changes.rss", "htmlUrl": f"{SITE}/fr/solidarites/",
    }  # fmt: skip
    assert english["Calendars"][0] == {
        "type": "link", "text": "Parvis en", "title": "Parvis en", "language": "en",
        "url": f"{SITE}/feeds/en/all/sessions.ics",
    }  # fmt: skip


def test_list_is_headed_by_the_site_in_the_language(organisation):
    found = {language: read(language) for language in ("fr", "he")}

    assert {language: (root.findtext("head/title"), root.findtext("head/ownerName")) for language, root in found.items()} == {
        "fr": ("Parvis fr", "Parvis fr"), "he": ("Parvis he", "Parvis he"),
    }  # fmt: skip
    assert [len(groups(root)) for root in found.values()] == [2, 2]
    assert set(groups(found["fr"])).isdisjoint(groups(found["he"]))


def test_scope_that_is_over_is_not_listed(session, site):
    factories.make_cycle(site, title="Vide", slug="vide", code="vide").delete()

    listed = [each.get("url") or each.get("xmlUrl") for feeds in groups(read()).values() for each in feeds]

    assert (len(listed), [url for url in listed if "vide" in url]) == (8, [])


def test_list_is_stored_and_changes_with_its_titles_only(session):
    with time_machine.travel(utc(2120, 1, 1)):
        first = Client().get(PATH.format("fr"))
        factories.publish(session, title="Autrement")
        second = Client().get(PATH.format("fr"), headers={"If-None-Match": first["ETag"]})
    with time_machine.travel(utc(2120, 1, 2)):
        factories.publish(session.get_parent().specific, title="Un autre cycle")
        third = Client().get(PATH.format("fr"), headers={"If-None-Match": first["ETag"]})

    assert [each.status_code for each in (first, second, third)] == [200, 304, 200]
    assert (second["Last-Modified"], "Un autre cycle" in third.content.decode()) == (
        first["Last-Modified"],
        True,
    )
    assert third["Last-Modified"] > first["Last-Modified"]
    assert store.read(PATH.format("fr")).body == third.content


def test_list_that_was_stored_is_given_as_it_was(session):
    made = serve_list(language="fr", now=utc(2120, 1, 1))

    assert serve_list(language="fr", now=utc(2120, 1, 2)) == made == store.read(PATH.format("fr"))
    assert (made.filename, made.is_download, made.language) == ("feeds-fr.opml", False, "fr")


def test_list_without_a_shelf_is_empty_and_valid(site):
    Shelf.objects.all().delete()

    empty = build_list([], language="fr")

    assert (empty.title, empty.updated, [group.feeds for group in empty.groups]) == ("fr", EPOCH, [(), ()])
    assert list(groups(read("en")).items()) == [("Calendars", []), ("Feeds", [])]
