"""Documents for tests: the session of 18 May 2021 in three alphabets. Each maker takes changes as keyword arguments."""

import datetime as dt
from typing import Any
from uuid import UUID

from feeds.documents import Article, Calendar, Channel, Event, Feed, Link, Picture

KEY = UUID("5f0c1e52-8a8e-4f0e-9d3b-0d9a3f1c7a11")
NEWS_KEY = UUID("c2a7a1e0-40a5-4a4b-8f55-6f1f0d6b1b21")
PUBLISHED = dt.datetime(2021, 4, 20, 8, 15, tzinfo=dt.UTC)
REVISED = dt.datetime(2021, 5, 3, 9, 30, 12, tzinfo=dt.UTC)
SITE = "https://debates.example"
JOIN = f"{SITE}/fr/join/solidarites-7/"


def picture(**changes: Any) -> Picture:
    """A poster of 48 KB."""
    fields = {
        "url": f"{SITE}/media/poster-7.png",
        "mime_type": "image/png",
        "length": 48_213,
        "width": 1200,
        "height": 630,
        "alt": "Affiche : deux mains tendues",
        "credit": "Placeholder for a photo by M. Durand",
    }
    return Picture(**(fields | changes))


def event(**changes: Any) -> Event:
    """The seventh session in French."""
    fields = {
        "uid": f"{KEY}@parvis.example",
        "key": KEY,
        "code": "solidarites-7",
        "url": f"{SITE}/fr/solidarites/seance-7/",
        "join_url": JOIN,
        "lang": "fr",
        "title": "Musées et solidarités",
        "summary": "7. Musées et solidarités",
        "dated_title": "mardi 18 mai 2021, 13:00 (Paris) : Musées et solidarités",
        "description": f"Trois questions, une heure et demie.\n\nRejoindre :\n{JOIN}\n\n{SITE}/fr/solidarites/seance-7/",
        "content_html": "<p>Trois questions, <em>une heure</em> &amp; demie.</p>",
        "excerpt": "Trois questions, une heure et demie.",
        "date": dt.date(2021, 5, 18),
        "start_time": dt.time(13),
        "end_time": dt.time(14, 30),
        "timezone": "Europe/Paris",
        "status": "confirmed",
        "sequence": 0,
        "created": PUBLISHED,
        "last_modified": REVISED,
        "published": PUBLISHED,
        "categories": ("Débats", "Musées, société"),
        "organizer_name": "ICOM France",
        "organizer_email": "contact@icom.example",
        "authors": ("Émilie Girard", "Νίκη Παπαδοπούλου"),
        "picture": picture(),
        "platform": "Zoom",
        "languages": ("fr", "en"),
    }
    return Event(**(fields | changes))


def hebrew_event(**changes: Any) -> Event:
    """The eighth session in pointed Hebrew, in Jerusalem, postponed."""
    fields = {
        "key": UUID("5f0c1e52-8a8e-4f0e-9d3b-0d9a3f1c7a12"),
        "uid": "5f0c1e52-8a8e-4f0e-9d3b-0d9a3f1c7a12@parvis.example",
        "code": "solidarites-8",
        "url": f"{SITE}/he/solidarites/seance-8/",
        "lang": "he",
        "title": "מוּזֵיאוֹנִים וְסוֹלִידָרִיּוּת בִּזְמַן מַשְׁבֵּר",
        "summary": "נדחה: 8. מוּזֵיאוֹנִים וְסוֹלִידָרִיּוּת בִּזְמַן מַשְׁבֵּר",
        "dated_title": "יום שלישי, 15 ביוני 2021, 14:00 (ירושלים): מוּזֵיאוֹנִים",
        "description": "שיחה על תפקידם של המוזיאונים; שאלות, תשובות.",
        "content_html": '<p dir="rtl">שיחה על תפקידם של המוזיאונים</p>',
        "excerpt": "שיחה על תפקידם של המוזיאונים",
        "date": dt.date(2021, 6, 15),
        "start_time": dt.time(14),
        "end_time": dt.time(15, 30),
        "timezone": "Asia/Jerusalem",
        "status": "postponed",
        "sequence": 2,
        "published": dt.datetime(2021, 5, 4, 6, tzinfo=dt.UTC),
        "organizer_email": None,
        "organizer_url": f"{SITE}/he/organisations/icom-israel/",
        "organizer_name": 'איקו"ם ישראל',
        "picture": None,
    }
    return event(**(fields | changes))


def greek_event(**changes: Any) -> Event:
    """The ninth session in Greek, in Athens, tentative, without a picture."""
    fields = {
        "key": UUID("5f0c1e52-8a8e-4f0e-9d3b-0d9a3f1c7a13"),
        "uid": "5f0c1e52-8a8e-4f0e-9d3b-0d9a3f1c7a13@parvis.example",
        "code": "solidarites-9",
        "url": f"{SITE}/el/solidarites/seance-9/",
        "join_url": f"{SITE}/el/join/solidarites-9/",
        "lang": "el",
        "title": "Μουσεία και αλληλεγγύη: ποιος μιλάει, ποιος ακούει;",
        "summary": "9. Μουσεία και αλληλεγγύη: ποιος μιλάει, ποιος ακούει;",
        "dated_title": "Τρίτη 20 Ιουλίου 2021, 14:00 (Αθήνα): Μουσεία και αλληλεγγύη",
        "description": f"Συζήτηση.\n\n{SITE}/el/join/solidarites-9/\n\n{SITE}/el/solidarites/seance-9/",
        "content_html": "<p>Συζήτηση.</p>",
        "excerpt": "Συζήτηση.",
        "date": dt.date(2021, 7, 20),
        "start_time": dt.time(14),
        "end_time": dt.time(15, 30),
        "timezone": "Europe/Athens",
        "status": "tentative",
        "published": dt.datetime(2021, 5, 5, 6, tzinfo=dt.UTC),
        "organizer_name": "ICOM Ελλάδας",
        "organizer_email": "icom@icom-greece.example",
        "picture": None,
    }
    return event(**(fields | changes))


def article(**changes: Any) -> Article:
    """A news item."""
    fields = {
        "key": NEWS_KEY,
        "url": f"{SITE}/fr/news/programme/",
        "lang": "fr",
        "title": "Le programme d’automne est là",
        "excerpt": "Six séances, de septembre à février.",
        "content_html": "<p>Six séances.</p>",
        "published": dt.datetime(2021, 5, 10, 7, tzinfo=dt.UTC),
        "last_modified": dt.datetime(2021, 5, 10, 7, tzinfo=dt.UTC),
        "authors": ("Émilie Girard",),
        "categories": ("Programme",),
        "picture": picture(),
    }
    return Article(**(fields | changes))


def channel(*, extension: str = "ics", **changes: Any) -> Channel:
    """The head of the French calendar, or of a feed in another format."""
    fields = {
        "id": "urn:uuid:0e8f2b7c-5d0c-5b57-9a53-2f3f3f8a6c01",
        "title": "Débats : musées et solidarités",
        "description": "Un mardi sur trois, à 13 h.",
        "lang": "fr",
        "home_url": f"{SITE}/fr/",
        "self_url": f"{SITE}/feeds/fr/all/sessions.{extension}",
        "updated": dt.datetime(2021, 5, 10, 7, tzinfo=dt.UTC),
        "publisher_name": "ICOM France",
        "publisher_email": "contact@icom.example",
        "rights": "© ICOM France",
        "alternates": (
            Link(
                url=f"{SITE}/feeds/en/all/sessions.{extension}",
                title="Debates: museums and solidarity",
                lang="en",
            ),
            Link(url=f"{SITE}/feeds/he/all/sessions.{extension}", title="מוזיאונים וסולידריות", lang="he"),
        ),
        "logo": picture(url=f"{SITE}/static/logo.png", width=512, height=512),
        "icon_url": f"{SITE}/static/icon.png",
        "color": "teal",
        "timezone": "Europe/Paris",
    }
    return Channel(**(fields | changes))


def calendar(*events: Event, **changes: Any) -> Calendar:
    """A calendar of these events, of three alphabets when none are given."""
    fields = {
        "channel": channel(),
        "events": events or (event(), hebrew_event(is_fallback=True), greek_event()),
    }
    return Calendar(**(fields | changes))


def feed(*entries: Event | Article, extension: str = "rss", **changes: Any) -> Feed:
    """A feed of these entries; of three sessions and one news item when none are given."""
    entries = entries or (event(), hebrew_event(is_fallback=True), greek_event(is_fallback=True), article())
    fields = {"channel": channel(extension=extension), "entries": entries}
    return Feed(**(fields | changes))
