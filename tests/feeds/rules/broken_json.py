"""JSON feeds that break one rule each: (rule, document)."""

from tests.feeds.rules.documents import JSON, altered

NEWS_ID = "urn:uuid:c2a7a1e0-40a5-4a4b-8f55-6f1f0d6b1b21"
SESSION_ID = "urn:uuid:5f0c1e52-8a8e-4f0e-9d3b-0d9a3f1c7a11"
AUTHORS = '"authors": [{"name": "ICOM France"}]'
ATTACHMENT = '{"url": "https://museum.example/7.png", "mime_type": "image/png", "size_in_bytes": 48213}'


def feed(old, new):
    return altered("json", old, new)


def html(text):
    return feed("<p>Three questions</p>", text.replace('"', '\\"'))


BROKEN = [
    ("json-syntax", b""),
    ("json-syntax", JSON[:-4]),
    ("json-syntax", b"\xef\xbb\xbf" + JSON),
    ("json-syntax", JSON.replace(b"Debates", b"D\xe9bats")),
    ("json-syntax", feed("48213", "NaN")),
    ("json-syntax", feed("48213", "9" * 5000)),
    ("json-syntax", b"[" * 100_000),
    ("json-object", b"[]"),
    ("json-object", b"null"),
    ("json-repeated", feed('"language": "en",', '"language": "en", "language": "fr",')),
    ("json-large", JSON + b" " * 800_000),
    ("json-version", feed("version/1.1", "version/1")),
    ("json-version", feed("version/1.1", "version/1.1/")),
    (
        "json-version-first",
        feed(
            '{\n"version": "https://jsonfeed.org/version/1.1",',
            '{"expired": false, "version": "https://jsonfeed.org/version/1.1",',
        ),
    ),
    ("json-feed-url", feed('"feed_url": "https://museum.example/feeds/en/all/sessions.json",', "")),
    ("json-feed-url", feed("all/sessions.json", "all/news.json")),
    ("json-home-page-url", feed('"home_page_url": "https://museum.example/en/",', "")),
    (
        "json-next-url",
        feed(
            '"language": "en",',
            '"language": "en", "next_url": "https://museum.example/feeds/en/all/sessions.json",',
        ),
    ),
    ("json-language-missing", feed('"language": "en",', "")),
    ("json-id-unique", feed(NEWS_ID, SESSION_ID)),
    ("json-required", feed('"title": "Debates",', "")),
    ("json-required", feed(f'"id": "{NEWS_ID}",', "")),
    ("json-required", feed('"mime_type": "image/png", ', "")),
    ("json-required", feed('"type": "WebSub", ', "")),
    ("json-required", feed('"title": "Debates",', '"title": "",')),
    ("json-type", feed(f'"id": "{NEWS_ID}"', '"id": 7')),
    ("json-type", feed("48213", "true")),
    ("json-type", feed(AUTHORS, '"authors": "ICOM France"')),
    ("json-type", feed(AUTHORS, '"authors": ["ICOM France"]')),
    ("json-type", feed('"tags": ["Debates"]', '"tags": [7]')),
    ("json-type", feed('"language": "en"', '"expired": "no", "language": "en"')),
    ("json-address", feed("https://museum.example/en/news/", "/en/news/")),
    ("json-address", feed("https://museum.example/7.png", "7.png")),
    ("json-date", feed("2021-04-20T08:15:00Z", "2021-04-20")),
    ("json-date", feed("2021-04-20T08:15:00Z", "Tue, 20 Apr 2021 08:15:00 GMT")),
    ("json-language", feed('"language": "en"', '"language": "english language"')),
    ("json-author-deprecated", feed(AUTHORS, '"author": {"name": "ICOM France"}')),
    ("json-author", feed(AUTHORS, '"authors": [{}]')),
    ("json-unknown", feed('"language": "en"', '"copyright": "ICOM", "language": "en"')),
    ("json-unknown", feed('"language": "en"', '"_museum.name": {"about": "x"}, "language": "en"')),
    ("json-extension", feed('"about": "https://www.rfc-editor.org/rfc/rfc5545",', "")),
    ("json-extension", feed('"language": "en"', '"_museum": 7, "language": "en"')),
    ("json-content", feed('"content_text": "Six sessions"', '"content_text": ""')),
    ("json-item-shown", feed('"title": "News",', "")),
    ("json-item-shown", feed('"url": "https://museum.example/en/news/",', "")),
    ("json-id-form", feed(NEWS_ID, "https://museum.example/en/news/")),
    ("json-html-relative", html('<a href="/en/7/">7</a>')),
    ("json-html-active", html("<script>alert(1)</script>")),
    ("json-html-active", html("\\u0000<script>alert(1)</script>")),
    ("json-event", feed('"uid": "7@museum.example",', "")),
    ("json-event", feed('"status": "confirmed"', '"status": null')),
    ("json-event-zone", feed("Europe/Paris", "Romance Standard Time")),
    ("json-event-time", feed("2021-05-18T14:30:00+02:00", "2021-05-18T14:30:00")),
    ("json-event-time", feed("2021-05-18T14:30:00+02:00", "2021-05-18T14:30:00+01:00")),
    ("json-event-order", feed("2021-05-18T14:30:00+02:00", "2021-05-18T13:00:00+02:00")),
    ("json-event-published", feed("2021-04-20T08:15:00Z", "2021-05-18T11:00:00Z")),
]
