import json

from hypothesis import given

from feeds.renderers import jsonfeed
from tests.feeds import hostile, samples


def read(feed):
    return json.loads(jsonfeed.render(feed).decode("utf-8", errors="strict"))


def item_of(entry):
    return read(samples.feed(entry, extension="json"))["items"][0]


def test_head_states_the_feed_and_begins_with_the_version():
    head = read(samples.feed(extension="json", channel=samples.channel(hub_url="https://hub.example/")))
    head.pop("items")

    assert list(head.items()) == [
        ("version", "https://jsonfeed.org/version/1.1"),
        ("title", "Débats : musées et solidarités"),
        ("home_page_url", "https://debates.example/fr/"),
        ("feed_url", "https://debates.example/feeds/fr/all/sessions.ics"),
        ("description", "Un mardi sur trois, à 13 h."),
        ("icon", "https://debates.example/static/logo.png"),
        ("favicon", "https://debates.example/static/icon.png"),
        ("authors", [{"name": "ICOM France", "url": "https://debates.example/fr/"}]),
        ("language", "fr"),
        ("hubs", [{"type": "WebSub", "url": "https://hub.example/"}]),
    ]


def test_item_of_a_session():
    assert item_of(samples.event()) == {
        "id": f"urn:uuid:{samples.KEY}",
        "url": "https://debates.example/fr/solidarites/seance-7/",
        "title": "mardi 18 mai 2021, 13:00 (Paris) : Musées et solidarités",
        "content_html": "<p>Trois questions, <em>une heure</em> &amp; demie.</p>",
        "summary": "Trois questions, une heure et demie.",
        "image": "https://debates.example/media/poster-7.png",
        "date_published": "2021-04-20T08:15:00Z",
        "date_modified": "2021-05-03T09:30:12Z",
        "authors": [{"name": "Émilie Girard"}, {"name": "Νίκη Παπαδοπούλου"}],
        "tags": ["Débats", "Musées, société"],
        "language": "fr",
        "attachments": [
            {
                "url": "https://debates.example/media/poster-7.png",
                "mime_type": "image/png",
                "title": "Placeholder for a photo by M. Durand",
                "size_in_bytes": 48213,
            }
        ],
        "_event": {
            "about": "https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1",
            "uid": f"{samples.KEY}@parvis.example",
            "sequence": 0,
            "status": "confirmed",
            "summary": "7. Musées et solidarités",
            "start": "2021-05-18T13:00:00+02:00",
            "end": "2021-05-18T14:30:00+02:00",
            "timezone": "Europe/Paris",
            "url": "https://debates.example/fr/solidarites/seance-7/",
            "join_url": samples.JOIN,
            "platform": "Zoom",
            "organizer": "ICOM France",
            "languages": ["fr", "en"],
        },
    }


def test_item_of_a_cancelled_session_leads_nowhere():
    event = item_of(samples.event(status="cancelled"))["_event"]

    assert (event["status"], event["join_url"]) == ("cancelled", None)


def test_item_of_news_leaves_out_what_it_has_not():
    item = item_of(samples.article(picture=None, authors=(), categories=()))

    assert sorted(item) == [
        "content_html",
        "date_modified",
        "date_published",
        "id",
        "language",
        "summary",
        "title",
        "url",
    ]


def test_text_is_not_written_as_escapes():
    assert "Νίκη".encode() in jsonfeed.render(samples.feed(extension="json"))


@given(texts=hostile.event_texts(), head=hostile.channel_texts(), credit=hostile.texts)
def test_hostile_feed_is_read_as_it_was_meant(texts, head, credit):
    event = samples.event(**texts, picture=samples.picture(credit=credit))
    feed = samples.feed(event, channel=samples.channel(**head))

    found = read(feed)

    assert (found["title"], len(found["items"])) == (feed.channel.title, 1)
    item = found["items"][0]
    assert (item["title"], item["content_html"]) == (event.headline, event.body_html)
    assert tuple(item.get("tags", [])) == event.categories
    assert item["_event"]["summary"] == event.summary


def test_empty_feed_is_valid():
    empty = samples.feed().__class__(channel=samples.channel(), entries=())

    assert read(empty)["items"] == []
