"""RSS feeds that break one rule each: (rule, document)."""

from tests.feeds.rules.documents import RSS, altered

NEWS_ID = "urn:uuid:c2a7a1e0-40a5-4a4b-8f55-6f1f0d6b1b21"
SESSION_ID = "urn:uuid:5f0c1e52-8a8e-4f0e-9d3b-0d9a3f1c7a11"
ENCLOSURE = '<enclosure url="https://museum.example/7.png" length="48213" type="image/png"/>'
DESCRIPTION = "<description>Three questions</description>"
ENCODED = "<content:encoded>&lt;p&gt;Three questions&lt;/p&gt;</content:encoded>"
SELF = '<atom:link rel="self" type="application/rss+xml" href="https://museum.example/feeds/en/all/sessions.rss"/>'
ITEM = RSS[RSS.index(b"    <item>") : RSS.index(b"  </channel>")].decode()


def feed(old, new):
    return altered("rss", old, new)


def html(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return feed(ENCODED, f"<content:encoded>{escaped}</content:encoded>")


DOCUMENTS = [
    ("rss-xml", b""),
    ("rss-xml", b"\x00"),
    ("rss-xml", RSS[:-10]),
    ("rss-xml", feed("Three questions</description>", "Q&A</description>")),
    ("rss-xml", feed("xmlns:dc=", "xmlns:other=")),
    ("rss-xml", RSS.replace(b"A cycle", b"Un caf\xe9")),
    ("rss-xml", RSS.replace(b"A cycle", b"A\x0bcycle")),
    ("rss-declaration", RSS[39:]),
    ("rss-declaration", b"\xef\xbb\xbf" + RSS),
    ("rss-declaration", feed('encoding="utf-8"', 'encoding="iso-8859-1"')),
    ("rss-doctype", feed("<rss ", "<!DOCTYPE rss>\n<rss ")),
    ("rss-doctype", feed("<rss ", '<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss ').replace(b"A cycle", b"&a;")),
    ("rss-large", RSS + b" " * 800_000),
    ("rss-root", b'<?xml version="1.0" encoding="utf-8"?><html/>'),
    ("rss-root", feed('version="2.0"', 'version="0.91"')),
    ("rss-root", feed("  </channel>\n", "  </channel><channel/>\n")),
    ("rss-title-reference", feed("<title>News</title>", "<title>Q&amp;A</title>")),
]

CHANNELS = [
    ("rss-channel-required", feed("<description>A cycle</description>", "")),
    ("rss-channel-required", feed("<description>A cycle</description>", "<description> </description>")),
    ("rss-channel-repeated", feed("<ttl>360</ttl>", "<ttl>360</ttl><ttl>60</ttl>")),
    ("rss-channel-element", feed("<ttl>360</ttl>", "<ttl>360</ttl><author/>")),
    ("rss-address", feed("<ttl>360</ttl>", "<ttl>360</ttl><docs>/rss/</docs>")),
    ("rss-address", feed('href="https://museum.example/feeds/fr/all/sessions.rss"', 'href="/feeds/fr/"')),
    ("rss-address", feed("https://museum.example/en/</link>", "www.museum.example</link>")),
    ("rss-self", feed(SELF, "")),
    ("rss-self", feed(SELF, SELF * 2)),
    ("rss-self", feed("feeds/en/all/sessions.rss", "feeds/en/all/news.rss")),
    ("rss-self-type", feed(' type="application/rss+xml"', "")),
    ("rss-language", feed("<language>en</language>", "<language>english language</language>")),
    ("rss-language", feed("<dc:language>en<", "<dc:language>e<")),
    ("rss-language", feed('hreflang="fr"', 'hreflang=""')),
    ("rss-language-missing", feed("<language>en</language>", "")),
    ("rss-language-missing", feed(' hreflang="fr"', "")),
    ("rss-build-date", feed("<lastBuildDate>Mon, 10 May 2021 07:00:00 GMT</lastBuildDate>", "")),
    ("rss-build-date", feed("Mon, 10 May 2021", "lundi 10 mai 2021")),
    ("rss-build-date", feed("<ttl>", "<pubDate>2021-05-10</pubDate><ttl>")),
    ("rss-build-date-old", feed("Mon, 10 May 2021", "Mon, 19 Apr 2021")),
    ("rss-ttl", feed("<ttl>360</ttl>", "<ttl>6 h</ttl>")),
    ("rss-ttl", feed("<ttl>360</ttl>", "<ttl>0</ttl>")),
    ("rss-image", feed("<url>https://museum.example/logo.png</url>", "")),
    ("rss-image", feed("<title>Debates</title>\n      <link>", "<title>Logo</title>\n      <link>")),
    ("rss-image", feed("<width>144</width>", "<width>512</width>")),
    ("rss-image", feed("<width>144</width>", "<height>tall</height>")),
    ("rss-contact", feed("contact@museum.example (ICOM France)", "ICOM France")),
    ("rss-contact", feed("contact@museum.example (ICOM France)", "contact@museum.example")),
    ("rss-item-last", feed("<ttl>360</ttl>", "").replace(b"  </channel>", b"<ttl>360</ttl>  </channel>")),
    ("rss-guid-unique", feed(NEWS_ID, SESSION_ID)),
    ("rss-order", feed("Mon, 19 Apr 2021", "Wed, 21 Apr 2021")),
]

ITEMS = [
    *(
        ("rss-item-required", feed(element, ""))
        for element in (
            "<title>News</title>",
            "<link>https://museum.example/en/news/</link>",
            "<description>Six sessions</description>",
            f'<guid isPermaLink="false">{NEWS_ID}</guid>',
            "<pubDate>Mon, 19 Apr 2021 08:15:00 GMT</pubDate>",
        )
    ),
    ("rss-item-required", feed("<title>News</title>", "<title> </title>")),
    ("rss-item-repeated", feed("<title>News</title>", "<title>News</title><title>News</title>")),
    ("rss-item-element", feed("<title>News</title>", "<title>News</title><summary/>")),
    ("rss-item-address", feed("https://museum.example/en/news/", "/en/news/")),
    ("rss-item-address", feed('url="https://museum.example/7.png"', 'url="7.png"')),
    ("rss-item-address", feed("https://museum.example/en/news/", "https://museum.example/actualités/")),
    ("rss-guid-permalink", feed(f'<guid isPermaLink="false">{NEWS_ID}', f"<guid>{NEWS_ID}")),
    ("rss-guid-form", feed(NEWS_ID, "https://museum.example/en/news/")),
    ("rss-guid-form", feed(NEWS_ID, NEWS_ID.upper())),
    ("rss-pub-date", feed("Mon, 19 Apr 2021 08:15:00 GMT", "Mon, 19 Apr 21 08:15:00 GMT")),
    ("rss-pub-date", feed("Mon, 19 Apr 2021 08:15:00 GMT", "lun., 19 avr. 2021 08:15:00 GMT")),
    ("rss-pub-date", feed("Mon, 19 Apr 2021 08:15:00 GMT", "Tue, 19 Apr 2021 08:15:00 GMT")),
    ("rss-pub-date", feed("Mon, 19 Apr 2021 08:15:00 GMT", "2021-04-19T08:15:00Z")),
    ("rss-pub-date", feed("Mon, 19 Apr 2021 08:15:00 GMT", "Mon, 39 Apr 2021 08:15:00 GMT")),
    ("rss-pub-date-session", feed("2021-05-18T13:00:00+02:00", "2021-04-20T10:15:00+02:00")),
    (
        "rss-description-first",
        feed(DESCRIPTION, "").replace(ENCODED.encode(), (ENCODED + DESCRIPTION).encode()),
    ),
    ("rss-enclosures", feed(ENCLOSURE, ENCLOSURE * 2)),
    ("rss-enclosure", feed('<enclosure url="https://museum.example/7.png" ', "<enclosure ")),
    ("rss-enclosure", feed('length="48213"', 'length="47 KB"')),
    ("rss-enclosure", feed(' type="image/png"/>', "/>")),
    ("rss-html-relative", html('<a href="/en/7/">7</a>')),
    ("rss-html-relative", html('<img src="//museum.example/7.png">')),
    ("rss-html-relative", feed(DESCRIPTION, "<description>&lt;a href=#top></description>")),
    ("rss-html-active", html("<script>alert(1)</script>")),
    ("rss-html-active", html('<p style="color: red">Red</p>')),
    ("rss-html-active", html("<p onclick=alert(1)>")),
    ("rss-html-active", html('<a href="java&#10;script:alert(1)">x</a>')),
]

BROKEN = [*DOCUMENTS, *CHANNELS, *ITEMS]
