import locale

import feedparser
import pytest
from hypothesis import given
from lxml import etree

from feeds.renderers import rss
from tests.feeds import hostile, samples
from tests.feeds.renderers.reading import NAMESPACES, parse_strictly, tags_of

CHANNEL_TAGS = {
    "title",
    "link",
    "description",
    "language",
    "copyright",
    "lastBuildDate",
    "managingEditor",
    "docs",
    "generator",
    "ttl",
    "image",
    "item",
    f"{{{NAMESPACES['atom']}}}link",
}
ITEM_TAGS = {
    "title",
    "link",
    "description",
    "guid",
    "pubDate",
    "category",
    "enclosure",
    f"{{{NAMESPACES['content']}}}encoded",
    f"{{{NAMESPACES['dc']}}}creator",
    f"{{{NAMESPACES['dc']}}}language",
    f"{{{NAMESPACES['media']}}}content",
    f"{{{NAMESPACES['ev']}}}startdate",
    f"{{{NAMESPACES['ev']}}}enddate",
    f"{{{NAMESPACES['ev']}}}location",
    f"{{{NAMESPACES['ev']}}}organizer",
}


def channel_of(feed):
    return parse_strictly(rss.render(feed))[0]


def item_of(entry):
    return channel_of(samples.feed(entry)).find("item")


def texts_of(parent, path):
    return [element.text for element in parent.findall(path, NAMESPACES)]


def test_document_starts_with_the_declaration_and_has_no_doctype():
    document = rss.render(samples.feed())

    assert document.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<rss ')
    assert b"<!DOCTYPE" not in document


def test_channel_states_itself():
    channel = channel_of(samples.feed())

    assert {each.tag: each.text for each in channel if each.tag not in ("image", "item") and each.text} == {
        "title": "Débats : musées et solidarités",
        "link": "https://debates.example/fr/",
        "description": "Un mardi sur trois, à 13 h.",
        "language": "fr",
        "copyright": "© ICOM France",
        "lastBuildDate": "Mon, 10 May 2021 07:00:00 GMT",
        "managingEditor": "contact@icom.example (ICOM France)",
        "docs": "https://www.rssboard.org/rss-specification",
        "generator": "Parvis 1",
        "ttl": "360",
    }


def test_channel_image_repeats_the_title_and_link_without_a_size_over_the_limit():
    image = channel_of(samples.feed()).find("image")

    assert {each.tag: each.text for each in image} == {
        "url": "https://debates.example/static/logo.png",
        "title": "Débats : musées et solidarités",
        "link": "https://debates.example/fr/",
    }


def test_channel_image_within_the_limit_states_its_size():
    logo = samples.picture(width=144, height=72)

    image = channel_of(samples.feed(channel=samples.channel(logo=logo))).find("image")

    assert (image.findtext("width"), image.findtext("height")) == ("144", "72")


@pytest.mark.parametrize("logo", [None, samples.picture(mime_type="image/svg+xml")])
def test_channel_without_a_logo_that_readers_show_has_no_image(logo):
    assert channel_of(samples.feed(channel=samples.channel(logo=logo))).find("image") is None


def test_channel_links_to_itself_the_other_languages_and_the_hub():
    feed = samples.feed(
        channel=samples.channel(
            extension="rss", self_url=f"{samples.SITE}/a.rss", hub_url="https://hub.example/"
        )
    )

    links = [dict(link.attrib) for link in channel_of(feed).findall("atom:link", NAMESPACES)]

    kind = "application/rss+xml"
    assert links == [
        {"rel": "self", "type": kind, "hreflang": "fr", "href": f"{samples.SITE}/a.rss"},
        {
            "rel": "alternate",
            "type": kind,
            "hreflang": "en",
            "title": "Debates: museums and solidarity",
            "href": f"{samples.SITE}/feeds/en/all/sessions.rss",
        },
        {
            "rel": "alternate",
            "type": kind,
            "hreflang": "he",
            "title": "מוזיאונים וסולידריות",
            "href": f"{samples.SITE}/feeds/he/all/sessions.rss",
        },
        {"rel": "hub", "href": "https://hub.example/"},
    ]


def test_channel_without_rights_and_mail_leaves_them_out():
    channel = channel_of(samples.feed(channel=samples.channel(rights="", publisher_email=None)))

    assert (channel.find("copyright"), channel.find("managingEditor")) == (None, None)


def test_item_of_a_session():
    item = item_of(samples.event())

    assert [(each.tag, each.text) for each in item if each.text and not each.tag.startswith("{")] == [
        ("title", "mardi 18 mai 2021, 13:00 (Paris) : Musées et solidarités"),
        ("link", "https://debates.example/fr/solidarites/seance-7/"),
        ("description", "Trois questions, une heure et demie."),
        ("guid", f"urn:uuid:{samples.KEY}"),
        ("category", "Débats"),
        ("category", "Musées, société"),
        ("pubDate", "Tue, 20 Apr 2021 08:15:00 GMT"),
    ]
    assert item.find("guid").attrib == {"isPermaLink": "false"}
    assert texts_of(item, "content:encoded") == ["<p>Trois questions, <em>une heure</em> &amp; demie.</p>"]
    assert texts_of(item, "dc:creator") == ["Émilie Girard", "Νίκη Παπαδοπούλου"]
    assert texts_of(item, "ev:startdate") == ["2021-05-18T13:00:00+02:00"]
    assert texts_of(item, "ev:enddate") == ["2021-05-18T14:30:00+02:00"]
    assert texts_of(item, "ev:location") == [samples.JOIN]


def test_item_has_one_enclosure_and_the_picture_with_its_credit():
    item = item_of(samples.event())

    url = "https://debates.example/media/poster-7.png"
    assert [dict(each.attrib) for each in item.findall("enclosure")] == [
        {"url": url, "length": "48213", "type": "image/png"}
    ]
    content = item.find("media:content", NAMESPACES)
    assert dict(content.attrib) == {
        "url": url,
        "type": "image/png",
        "medium": "image",
        "fileSize": "48213",
        "width": "1200",
        "height": "630",
    }
    assert texts_of(content, "media:credit") == ["Placeholder for a photo by M. Durand"]
    assert texts_of(content, "media:description") == ["Affiche : deux mains tendues"]


def test_item_without_a_picture_has_no_enclosure():
    item = item_of(samples.event(picture=None))

    assert (item.find("enclosure"), item.find("media:content", NAMESPACES)) == (None, None)


def test_item_of_news_has_no_session_times():
    assert item_of(samples.article()).find("ev:startdate", NAMESPACES) is None


def test_item_says_its_language_when_it_is_not_the_feeds():
    assert texts_of(item_of(samples.hebrew_event(is_fallback=True)), "dc:language") == ["he"]
    assert texts_of(item_of(samples.event()), "dc:language") == []


def test_item_description_is_html_and_comes_before_the_content():
    item = item_of(samples.event(excerpt="a < b & c"))

    tags = [each.tag for each in item]
    assert item.findtext("description") == "a &lt; b &amp; c"
    assert tags.index("description") < tags.index(f"{{{NAMESPACES['content']}}}encoded")


def test_titles_write_markup_as_numeric_references():
    document = rss.render(samples.feed(samples.event(dated_title="Q&A <live>")))

    assert b"<title>Q&#x26;A &#x3C;live&#x3E;</title>" in document
    assert item_of(samples.event(dated_title="Q&A <live>")).findtext("title") == "Q&A <live>"


def test_items_are_newest_publication_first():
    guids = texts_of(channel_of(samples.feed()), "item/guid")

    assert [guid[-2:] for guid in guids] == ["21", "13", "12", "11"]


def test_dates_are_english_and_the_locale_of_the_process_is_left_alone(monkeypatch):
    def refuse(*_):
        raise AssertionError("the locale of the process was switched")

    monkeypatch.setattr(locale, "setlocale", refuse)

    assert b"<pubDate>Tue, 20 Apr 2021 08:15:00 GMT</pubDate>" in rss.render(samples.feed())


def test_feedparser_reads_the_feed():
    read = feedparser.parse(rss.render(samples.feed()))

    assert (read.bozo, read.version, read.feed.link) == (False, "rss20", "https://debates.example/fr/")
    assert [entry.id for entry in read.entries] == [entry.id for entry in samples.feed().entries]
    assert [entry.title for entry in read.entries] == [entry.headline for entry in samples.feed().entries]


@given(texts=hostile.event_texts(), head=hostile.channel_texts(), credit=hostile.texts)
def test_hostile_feed_is_valid_and_holds_no_other_element(texts, head, credit):
    event = samples.event(**texts, picture=samples.picture(credit=credit, alt=credit))
    feed = samples.feed(event, channel=samples.channel(**head))

    document = rss.render(feed)

    channel = parse_strictly(document)[0]
    assert tags_of(channel) <= CHANNEL_TAGS
    [item] = channel.findall("item")
    assert tags_of(item) <= ITEM_TAGS
    assert item.findtext("title") == event.headline
    assert texts_of(item, "content:encoded") == [event.body_html]
    assert channel.findtext("title") == feed.channel.title
    assert not feedparser.parse(document).bozo


def test_empty_feed_is_valid():
    empty = samples.feed().__class__(channel=samples.channel(), entries=())

    assert channel_of(empty).findall("item") == []


def test_fragment_declares_no_namespace():
    fragment = rss.compose(samples.event())

    assert fragment.startswith(b"<item>")
    assert b"xmlns" not in fragment
    with pytest.raises(etree.XMLSyntaxError):
        parse_strictly(fragment)
