import feedparser
from hypothesis import given

from feeds.renderers import atom
from tests.feeds import hostile, samples
from tests.feeds.renderers.reading import NAMESPACES, parse_strictly, tags_of

ATOM = f"{{{NAMESPACES['atom']}}}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

FEED_TAGS = {
    ATOM + name
    for name in (
        "id",
        "title",
        "subtitle",
        "updated",
        "author",
        "link",
        "rights",
        "icon",
        "logo",
        "generator",
        "entry",
    )
}
ENTRY_TAGS = {
    ATOM + name
    for name in ("id", "title", "updated", "published", "author", "link", "summary", "content", "category")
} | {f"{{{NAMESPACES['media']}}}content"}


def root_of(feed):
    return parse_strictly(atom.render(feed))


def entry_of(entry):
    return root_of(samples.feed(entry, extension="atom")).find("atom:entry", NAMESPACES)


def links_of(parent):
    return [dict(link.attrib) for link in parent.findall("atom:link", NAMESPACES)]


def test_document_starts_with_the_declaration_and_the_namespace():
    document = atom.render(samples.feed(extension="atom"))

    assert document.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<feed ')
    assert root_of(samples.feed()).tag == f"{ATOM}feed"


def test_feed_states_itself():
    root = root_of(samples.feed(extension="atom"))

    stated = {child.tag.removeprefix(ATOM): child.text for child in root if child.text and child.text.strip()}
    assert stated == {
        "id": "urn:uuid:0e8f2b7c-5d0c-5b57-9a53-2f3f3f8a6c01",
        "title": "Débats : musées et solidarités",
        "subtitle": "Un mardi sur trois, à 13 h.",
        "updated": "2021-05-10T07:00:00Z",
        "rights": "© ICOM France",
        "icon": "https://debates.example/static/icon.png",
        "logo": "https://debates.example/static/logo.png",
        "generator": "Parvis",
    }
    assert root.get(LANG) == "fr"
    author = root.find("atom:author", NAMESPACES)
    assert [(each.tag.removeprefix(ATOM), each.text) for each in author] == [
        ("name", "ICOM France"),
        ("email", "contact@icom.example"),
        ("uri", "https://debates.example/fr/"),
    ]


def test_feed_without_rights_and_pictures_leaves_them_out():
    root = root_of(
        samples.feed(channel=samples.channel(rights="", icon_url=None, logo=None, publisher_email=None))
    )

    tags = [child.tag.removeprefix(ATOM) for child in root]
    assert [tag for tag in tags if tag in ("rights", "icon", "logo")] == []
    assert root.find("atom:author/atom:email", NAMESPACES) is None


def test_feed_links_to_itself_its_page_the_other_languages_and_the_hub():
    channel = samples.channel(
        extension="rss", self_url=f"{samples.SITE}/a.atom", hub_url="https://hub.example/"
    )

    kind = "application/atom+xml"
    assert links_of(root_of(samples.feed(channel=channel))) == [
        {"rel": "self", "type": kind, "hreflang": "fr", "href": f"{samples.SITE}/a.atom"},
        {"rel": "alternate", "type": "text/html", "hreflang": "fr", "href": "https://debates.example/fr/"},
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


def test_feed_leads_to_its_earlier_entries_and_an_archive_says_that_it_is_one():
    """RFC 5005 4."""
    earlier, current = f"{samples.SITE}/feeds/fr/all/a-2020.atom", f"{samples.SITE}/feeds/fr/all/a.atom"
    heads = {
        "feed": samples.channel(alternates=(), earlier_url=earlier),
        "archive": samples.channel(alternates=(), earlier_url=earlier, current_url=current),
        "oldest archive": samples.channel(alternates=(), current_url=current),
        "feed of few entries": samples.channel(alternates=()),
    }

    found = {}
    for name, channel in heads.items():
        root = root_of(samples.feed(channel=channel))
        marks = len(root.findall("fh:archive", NAMESPACES))
        found[name] = [marks, *(each for each in links_of(root) if each["rel"] not in ("self", "alternate"))]

    before, now = {"rel": "prev-archive", "href": earlier}, {"rel": "current", "href": current}
    assert found == {
        "feed": [0, before],
        "archive": [1, before, now],
        "oldest archive": [1, now],
        "feed of few entries": [0],
    }


def test_entry_of_a_session():
    entry = entry_of(samples.event())

    assert {
        name: entry.findtext(f"atom:{name}", None, NAMESPACES) for name in ("id", "title", "summary")
    } == {
        "id": f"urn:uuid:{samples.KEY}",
        "title": "mardi 18 mai 2021, 13:00 (Paris) : Musées et solidarités",
        "summary": "Trois questions, une heure et demie.",
    }
    assert entry.findtext("atom:updated", None, NAMESPACES) == "2021-05-03T09:30:12Z"
    assert entry.findtext("atom:published", None, NAMESPACES) == "2021-04-20T08:15:00Z"
    assert [each.text for each in entry.findall("atom:author/atom:name", NAMESPACES)] == [
        "Émilie Girard",
        "Νίκη Παπαδοπούλου",
    ]
    assert [each.get("term") for each in entry.findall("atom:category", NAMESPACES)] == [
        "Débats",
        "Musées, société",
    ]


def test_entry_content_is_escaped_html():
    content = entry_of(samples.event()).find("atom:content", NAMESPACES)

    assert (dict(content.attrib), len(content)) == ({"type": "html"}, 0)
    assert content.text == "<p>Trois questions, <em>une heure</em> &amp; demie.</p>"


def test_entry_links_keep_their_kind_and_language():
    assert links_of(entry_of(samples.event())) == [
        {
            "rel": "alternate",
            "type": "text/html",
            "hreflang": "fr",
            "href": "https://debates.example/fr/solidarites/seance-7/",
        },
        {
            "rel": "enclosure",
            "type": "image/png",
            "href": "https://debates.example/media/poster-7.png",
            "length": "48213",
        },
    ]


def test_entry_shows_the_credit_of_its_picture():
    credit = entry_of(samples.event()).find("media:content/media:credit", NAMESPACES)

    assert credit.text == "Placeholder for a photo by M. Durand"


def test_entry_states_its_language_when_it_is_not_the_feeds():
    assert entry_of(samples.hebrew_event(is_fallback=True)).get(LANG) == "he"
    assert entry_of(samples.event()).get(LANG) is None


def test_feedparser_reads_the_feed():
    feed = samples.feed(extension="atom")

    read = feedparser.parse(atom.render(feed))

    assert (read.bozo, read.version, read.feed.link) == (False, "atom10", "https://debates.example/fr/")
    assert [entry.id for entry in read.entries] == [entry.id for entry in feed.entries]
    assert [entry.title for entry in read.entries] == [entry.headline for entry in feed.entries]
    assert [entry.link for entry in read.entries] == [entry.url for entry in feed.entries]


@given(texts=hostile.event_texts(), head=hostile.channel_texts(), credit=hostile.texts)
def test_hostile_feed_is_valid_and_holds_no_other_element(texts, head, credit):
    event = samples.event(**texts, picture=samples.picture(credit=credit, alt=credit))
    feed = samples.feed(event, channel=samples.channel(**head))

    document = atom.render(feed)

    root = parse_strictly(document)
    assert tags_of(root) <= FEED_TAGS
    [entry] = root.findall("atom:entry", NAMESPACES)
    assert tags_of(entry) <= ENTRY_TAGS
    assert entry.findtext("atom:title", None, NAMESPACES) == event.headline
    assert entry.findtext("atom:content", None, NAMESPACES) == event.body_html
    assert root.findtext("atom:title", None, NAMESPACES) == feed.channel.title
    assert not feedparser.parse(document).bozo


def test_empty_feed_is_valid():
    empty = samples.feed().__class__(channel=samples.channel(), entries=())

    assert root_of(empty).findall("atom:entry", NAMESPACES) == []
