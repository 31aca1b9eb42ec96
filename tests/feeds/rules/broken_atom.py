"""Atom feeds that break one rule each: (rule, document)."""

from tests.feeds.rules.documents import ATOM, URLS, altered

NEWS_ID = "urn:uuid:c2a7a1e0-40a5-4a4b-8f55-6f1f0d6b1b21"
SESSION_ID = "urn:uuid:5f0c1e52-8a8e-4f0e-9d3b-0d9a3f1c7a11"
FEED_ID = "urn:uuid:0e8f2b7c-5d0c-5b57-9a53-2f3f3f8a6c01"
AUTHOR = "<author>\n    <name>ICOM France</name>\n  </author>"
SELF = '<link rel="self" href="https://museum.example/feeds/en/all/sessions.atom"/>'
PAGE = '<link rel="alternate" type="text/html" href="https://museum.example/en/"/>'
ARCHIVE = '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>'
ESCAPED = '<content type="html">&lt;p&gt;Three questions&lt;/p&gt;</content>'
XHTML = '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Six sessions</p></div></content>'


def feed(old, new):
    return altered("atom", old, new)


def html(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return feed(ESCAPED, f'<content type="html">{escaped}</content>')


def xhtml(inner):
    return feed("<p>Six sessions</p>", inner)


BROKEN = [
    ("atom-xml", ATOM[:-3]),
    ("atom-declaration", ATOM[39:]),
    ("atom-doctype", feed("<feed ", "<!DOCTYPE feed>\n<feed ")),
    ("atom-large", ATOM + b" " * 800_000),
    ("atom-root", feed("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")),
    ("atom-element", feed("<icon>", "<description>x</description><icon>")),
    ("atom-element", feed("<icon>", '<item xmlns=""/><icon>')),
    ("atom-self", feed(SELF, "")),
    ("atom-self", feed(SELF, SELF * 2)),
    ("atom-self", feed("all/sessions.atom", "all/news.atom")),
    ("atom-author", feed(AUTHOR, "")),
    ("atom-author", feed(AUTHOR, "")[: ATOM.index(b"  <entry") - len(AUTHOR)] + b"</feed>"),
    ("atom-language", feed('<entry xml:lang="fr">', '<entry xml:lang="french language">')),
    (
        "atom-language",
        feed(
            'type="text/html" href="https://museum.example/en/"',
            'hreflang="" type="text/html" href="https://museum.example/en/"',
        ),
    ),
    ("atom-language-missing", feed(' xml:lang="en"', "")),
    ("atom-language-repeated", feed('<entry xml:lang="fr">', '<entry xml:lang="en">')),
    ("atom-updated-old", feed("2021-05-10T07:00:00Z", "2021-05-03T09:30:11Z")),
    ("atom-id-unique", feed(NEWS_ID, SESSION_ID)),
    ("atom-id-unique", feed(NEWS_ID, FEED_ID)),
    ("atom-archive", feed("<icon>", f"{ARCHIVE}<icon>")),
    ("atom-archive", feed("<icon>", f'{ARCHIVE}<link rel="current" href="{URLS["atom"]}"/><icon>')),
    ("atom-required", feed(f"<id>{NEWS_ID}</id>", "")),
    ("atom-required", feed("<title>News</title>", "<title></title>")),
    ("atom-required", feed("<updated>2021-05-10T07:00:00Z</updated>", "")),
    ("atom-repeated", feed("<title>News</title>", "<title>News</title><title>News</title>")),
    ("atom-id", feed(NEWS_ID, "news 1")),
    ("atom-id-form", feed(NEWS_ID, "https://museum.example/en/news/")),
    ("atom-date", feed("<updated>2021-05-02T07:00:00Z", "<updated>2021-05-02")),
    ("atom-date", feed("<published>2021-05-02T07:00:00Z", "<published>2021-05-02T07:00:00")),
    ("atom-date", feed("<published>2021-05-02T07:00:00Z", "<published>2021-05-32T07:00:00Z")),
    ("atom-date-utc", feed("<updated>2021-05-02T07:00:00Z", "<updated>2021-05-02T09:00:00+02:00")),
    ("atom-address", feed("https://museum.example/icon.png", "/icon.png")),
    ("atom-address", feed('href="https://museum.example/en/news/"', "")),
    ("atom-alternate", feed(PAGE, "")),
    (
        "atom-alternate",
        feed('<link rel="alternate" type="text/html" href="https://museum.example/en/news/"/>', ""),
    ),
    ("atom-alternate-repeated", feed(PAGE, PAGE * 2)),
    ("atom-person", feed("<name>ICOM France</name>", "<email>contact@museum.example</email>")),
    ("atom-category", feed('<category term="Debates"/>', "<category>Debates</category>")),
    ("atom-text-type", feed("<title>News</title>", '<title type="text/plain">News</title>')),
    ("atom-entry-element", feed("<title>News</title>", "<title>News</title><subtitle>x</subtitle>")),
    ("atom-published", feed("<published>2021-05-02T07:00:00Z</published>", "")),
    ("atom-content-type", feed('<content type="html">', "<content>")),
    ("atom-content-type", feed('<content type="html">', '<content type="CDATA">')),
    ("atom-content-form", feed(ESCAPED, '<content type="html"><p>Three questions</p></content>')),
    (
        "atom-content-form",
        feed(XHTML, '<content type="xhtml"><p xmlns="http://www.w3.org/1999/xhtml"/></content>'),
    ),
    ("atom-content-form", feed("<title>News</title>", "<title><b>News</b></title>")),
    ("atom-html-relative", html('<a href="/en/7/">7</a>')),
    ("atom-html-relative", xhtml('<a href="/en/7/">7</a>')),
    ("atom-html-active", html("<script>alert(1)</script>")),
    ("atom-html-active", xhtml('<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>')),
    ("atom-html-active", feed("<summary>Three", '<summary type="html">&lt;iframe>Three')),
]
