"""What tests of announcements read: those of a session at a moment, and what each rendering says."""

import datetime
import re

from wagtail.models import Site

from lxml import html

from events.announcing.announcement import Announcement
from events.announcing.mail import mail_html
from events.announcing.mail_text import mail_text
from events.announcing.poster import poster_html
from events.announcing.social import social_file
from events.announcing.sources import read_announcements
from events.models import SessionPage
from events.site_tree import read_tree
from tests.events.announced import DAY_BEFORE

LANGUAGES = ["fr", "en", "es", "el", "he", "fi"]


def announcements(session: SessionPage, *, at: datetime.datetime = DAY_BEFORE) -> dict[str, Announcement]:
    """The announcements of a session in every language at a moment."""
    return read_announcements(session, tree=read_tree(Site.objects.get().root_page), now=at)


def announced(session: SessionPage, language: str = "fr", **moment) -> Announcement:
    return announcements(session, **moment)[language]


def shown(document: str) -> str:
    """What a reader of an HTML document sees, on one line."""
    body = html.document_fromstring(document).find("body")
    return re.sub(r"\s+", " ", body.text_content()).strip()


def renderings(announcement: Announcement) -> dict[str, str]:
    """What mail and poster say, as text on one line each."""
    return {
        "mail html": shown(mail_html(announcement)),
        "mail text": re.sub(r"\s+", " ", mail_text(announcement)),
        "poster": shown(poster_html(announcement)),
    }


def everything(announcement: Announcement) -> str:
    """All that leaves the site, as it is written."""
    return "\n".join(
        [
            mail_html(announcement),
            mail_text(announcement),
            poster_html(announcement),
            social_file(announcement),
        ]
    )
