"""Lists of feeds that break one rule each: (rule, document)."""

from tests.feeds.rules.documents import OPML, altered

FEED = OPML[OPML.index(b'      <outline type="rss"') : OPML.index(b"    </outline>")].decode()


def feeds(old, new):
    return altered("opml", old, new)


BROKEN = [
    ("opml-xml", OPML[:-3]),
    ("opml-declaration", OPML[39:]),
    ("opml-doctype", feeds("<opml ", "<!DOCTYPE opml>\n<opml ")),
    ("opml-large", OPML + b" " * 800_000),
    ("opml-root", feeds("opml version", "rss version").replace(b"</opml>", b"</rss>")),
    ("opml-root", feeds('version="2.0"', 'version="1.0"')),
    ("opml-root", feeds("  <body>", "  <body/><body>")),
    ("opml-head", feeds("<title>Feeds in English</title>", "")),
    ("opml-head", feeds("<dateModified>Mon, 10 May 2021 07:00:00 GMT</dateModified>", "")),
    ("opml-date", feeds("Mon, 10 May 2021 07:00:00 GMT", "2021-05-10T07:00:00Z")),
    (
        "opml-head-element",
        feeds("</title>\n    <date", "</title><docs>http://opml.org/spec2.opml</docs><date"),
    ),
    ("opml-empty", OPML[: OPML.index(b"    <outline")] + b"  </body>\n</opml>\n"),
    ("opml-repeated", feeds(FEED, FEED * 2)),
    ("opml-text", feeds('<outline text="Calendars">', "<outline>")),
    ("opml-type", feeds('type="rss" ', "")),
    ("opml-type", feeds('type="link" ', "")),
    ("opml-feed", feeds(' htmlUrl="https://museum.example/en/"', "")),
    ("opml-feed", feeds(' title="Debates" language', " language")),
    ("opml-link", feeds(' url="https://museum.example/feeds/en/all/sessions.ics"', "")),
    ("opml-version", feeds('"RSS2"', '"2.0"')),
    ("opml-version", feeds('"RSS2"', '"ATOM"')),
    ("opml-address", feeds("https://museum.example/feeds/en/all/sessions.rss", "/feeds/en/all/sessions.rss")),
    ("opml-language", feeds('language="en"', 'language="english language"')),
]
