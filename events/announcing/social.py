"""Texts for social networks: a long one, and one that is counted."""

from django.utils.translation import override

from events.announcing import lines
from events.announcing.announcement import Announcement
from events.announcing.counted import short_text
from events.announcing.lines import plain
from events.text import excerpt

INTRODUCTION = 400
BULLET = "\N{BULLET}"


def social_long(announcement: Announcement) -> str:
    """For LinkedIn and Facebook: what, when, who, and where one reads more. In the reader's language."""
    with override(announcement.language):
        names = [plain((name,)) for name in announcement.who.participants]
        blocks = [
            [plain(lines.headline(announcement)), *map(plain, lines.notices(announcement))],
            [announcement.when.date, *map(plain, lines.times(announcement.when))],
            [excerpt(announcement.introduction.text, limit=INTRODUCTION)]
            if announcement.introduction
            else [],
            [f"{BULLET} {name}" for name in names],
            [plain(lines.moderation(announcement)), *map(plain, lines.offers(announcement))],
            [announcement.cycle.title.text, *map(plain, lines.cycle(announcement))],
            [announcement.short_address],
        ]
    texts = ("\n".join(line for line in block if line) for block in blocks)
    return "\n\n".join(text for text in texts if text) + "\n"


def social_short(announcement: Announcement) -> str:
    """For X, Bluesky and Mastodon: at most 280 characters, see events.announcing.counted. In the reader's language."""
    with override(announcement.language):
        headline = plain(lines.headline(announcement))
        time = plain(lines.times(announcement.when)[0])
    when = f"{announcement.when.date}, {time}"
    return (
        short_text(headline=f"{announcement.mark}{headline}", when=when, address=announcement.short_address)
        + "\n"
    )


def social_file(announcement: Announcement) -> str:
    """Both, one below the other."""
    return f"{social_short(announcement)}\n---\n\n{social_long(announcement)}"
