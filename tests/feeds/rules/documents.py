"""One small document of each format without a fault, and what makes one fault in it."""

from feeds.rules import RULES, examine

URLS = {name: f"https://museum.example/feeds/en/all/sessions.{name}" for name in RULES}

ICS = (
    """\
BEGIN:VCALENDAR
VERSION:2.0
CALSCALE:GREGORIAN
PRODID:-//Museum//Feeds 1//EN
METHOD:PUBLISH
X-WR-CALNAME:Debates
NAME;LANGUAGE=en:Debates
X-WR-TIMEZONE:Europe/Paris
REFRESH-INTERVAL;VALUE=DURATION:PT6H
X-PUBLISHED-TTL:PT6H
SOURCE;VALUE=URI:https://museum.example/feeds/en/all/sessions.ics
LAST-MODIFIED:20210510T070000Z
COLOR:teal
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:STANDARD
DTSTART:19961027T030000
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T020000
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:7@museum.example
DTSTAMP:20210503T093012Z
CREATED:20210420T081500Z
LAST-MODIFIED:20210503T093012Z
SEQUENCE:0
DTSTART;TZID=Europe/Paris:20210518T130000
DTEND;TZID=Europe/Paris:20210518T143000
SUMMARY;LANGUAGE=en:Museums and solidarity
DESCRIPTION;LANGUAGE=en:To join:\\nhttps://museum.example/en/join/7/
LOCATION:https://museum.example/en/join/7/
URL:https://museum.example/en/7/
ORGANIZER;CN="ICOM France":mailto:contact@museum.example
CATEGORIES;LANGUAGE=en:Debates,Museums\\, society
STATUS:CONFIRMED
TRANSP:OPAQUE
CLASS:PUBLIC
X-ALT-DESC;FMTTYPE=text/html:<p>Join us</p>
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
CONFERENCE;VALUE=URI;LABEL=Zoom:https://museum.example/en/join/7/
IMAGE;VALUE=URI;DISPLAY=BADGE:https://museum.example/7.png
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
).encode()

RSS = b"""\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:ev="http://purl.org/rss/1.0/modules/event/">
  <channel>
    <title>Debates</title>
    <link>https://museum.example/en/</link>
    <description>A cycle</description>
    <language>en</language>
    <lastBuildDate>Mon, 10 May 2021 07:00:00 GMT</lastBuildDate>
    <managingEditor>contact@museum.example (ICOM France)</managingEditor>
    <ttl>360</ttl>
    <image>
      <url>https://museum.example/logo.png</url>
      <title>Debates</title>
      <link>https://museum.example/en/</link>
      <width>144</width>
    </image>
    <atom:link rel="self" type="application/rss+xml" href="https://museum.example/feeds/en/all/sessions.rss"/>
    <atom:link rel="alternate" hreflang="fr" href="https://museum.example/feeds/fr/all/sessions.rss"/>
    <item>
      <title>Museums and solidarity</title>
      <link>https://museum.example/en/7/</link>
      <description>Three questions</description>
      <content:encoded>&lt;p&gt;Three questions&lt;/p&gt;</content:encoded>
      <guid isPermaLink="false">urn:uuid:5f0c1e52-8a8e-4f0e-9d3b-0d9a3f1c7a11</guid>
      <enclosure url="https://museum.example/7.png" length="48213" type="image/png"/>
      <pubDate>Tue, 20 Apr 2021 08:15:00 GMT</pubDate>
      <dc:language>en</dc:language>
      <ev:startdate>2021-05-18T13:00:00+02:00</ev:startdate>
    </item>
    <item>
      <title>News</title>
      <link>https://museum.example/en/news/</link>
      <description>Six sessions</description>
      <guid isPermaLink="false">urn:uuid:c2a7a1e0-40a5-4a4b-8f55-6f1f0d6b1b21</guid>
      <pubDate>Mon, 19 Apr 2021 08:15:00 GMT</pubDate>
    </item>
  </channel>
</rss>
"""

ATOM = b"""\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>urn:uuid:0e8f2b7c-5d0c-5b57-9a53-2f3f3f8a6c01</id>
  <title>Debates</title>
  <updated>2021-05-10T07:00:00Z</updated>
  <author>
    <name>ICOM France</name>
  </author>
  <link rel="self" href="https://museum.example/feeds/en/all/sessions.atom"/>
  <link rel="alternate" type="text/html" href="https://museum.example/en/"/>
  <icon>https://museum.example/icon.png</icon>
  <entry xml:lang="fr">
    <id>urn:uuid:5f0c1e52-8a8e-4f0e-9d3b-0d9a3f1c7a11</id>
    <title>Museums and solidarity</title>
    <updated>2021-05-03T09:30:12Z</updated>
    <published>2021-04-20T08:15:00Z</published>
    <link type="text/html" href="https://museum.example/en/7/"/>
    <summary>Three questions</summary>
    <category term="Debates"/>
    <content type="html">&lt;p&gt;Three questions&lt;/p&gt;</content>
  </entry>
  <entry>
    <id>urn:uuid:c2a7a1e0-40a5-4a4b-8f55-6f1f0d6b1b21</id>
    <title>News</title>
    <updated>2021-05-02T07:00:00Z</updated>
    <published>2021-05-02T07:00:00Z</published>
    <link rel="alternate" type="text/html" href="https://museum.example/en/news/"/>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Six sessions</p></div></content>
  </entry>
</feed>
"""

JSON = b"""\
{
"version": "https://jsonfeed.org/version/1.1",
"title": "Debates",
"home_page_url": "https://museum.example/en/",
"feed_url": "https://museum.example/feeds/en/all/sessions.json",
"language": "en",
"authors": [{"name": "ICOM France"}],
"hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
"items": [
{
"id": "urn:uuid:5f0c1e52-8a8e-4f0e-9d3b-0d9a3f1c7a11",
"url": "https://museum.example/en/7/",
"title": "Museums and solidarity",
"content_html": "<p>Three questions</p>",
"date_published": "2021-04-20T08:15:00Z",
"tags": ["Debates"],
"attachments": [{"url": "https://museum.example/7.png", "mime_type": "image/png", "size_in_bytes": 48213}],
"_event": {
"about": "https://www.rfc-editor.org/rfc/rfc5545",
"uid": "7@museum.example",
"start": "2021-05-18T13:00:00+02:00",
"end": "2021-05-18T14:30:00+02:00",
"timezone": "Europe/Paris",
"status": "confirmed",
"url": "https://museum.example/en/7/"
}
},
{
"id": "urn:uuid:c2a7a1e0-40a5-4a4b-8f55-6f1f0d6b1b21",
"url": "https://museum.example/en/news/",
"title": "News",
"content_text": "Six sessions"
}
]
}
"""

OPML = b"""\
<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0">
  <head>
    <title>Feeds in English</title>
    <dateModified>Mon, 10 May 2021 07:00:00 GMT</dateModified>
  </head>
  <body>
    <outline text="News">
      <outline type="rss" version="RSS2" text="Debates" title="Debates" language="en"
        xmlUrl="https://museum.example/feeds/en/all/sessions.rss" htmlUrl="https://museum.example/en/"/>
    </outline>
    <outline text="Calendars">
      <outline type="link" text="Debates" url="https://museum.example/feeds/en/all/sessions.ics"/>
    </outline>
  </body>
</opml>
"""

DOCUMENTS = {"ics": ICS, "rss": RSS, "atom": ATOM, "json": JSON, "opml": OPML}


def altered(name, old, new, *, count=-1):
    """The document of a format with a text replaced; line breaks are the format's."""
    old, new = (each.replace("\n", "\r\n") if name == "ics" else each for each in (old, new))
    assert old.encode() in DOCUMENTS[name]
    return DOCUMENTS[name].replace(old.encode(), new.encode(), count)


def rules_broken(body, name):
    """The rules that a document breaks, each once, in the order of their discovery."""
    return list(dict.fromkeys(finding.rule for finding in examine(body, format=name, url=URLS[name])))
