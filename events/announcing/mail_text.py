"""The mail as plain text: blocks of lines, parted by blank lines."""

from collections.abc import Iterable

from django.utils.translation import gettext, override

from events.announcing import lines
from events.announcing.announcement import Announcement
from events.announcing.lines import Line, plain
from events.pictures import Picture


def mail_text(announcement: Announcement) -> str:
    r"""Lines parted by "\n", ending with one; in the reader's language, whatever the active one is."""
    with override(announcement.language):
        blocks = [block for block in _blocks(announcement) if block]
    return "\n\n".join(blocks) + "\n"


def _blocks(announcement: Announcement) -> Iterable[str]:
    cycle, introduction = announcement.cycle, announcement.introduction
    yield _stacked([cycle.title.text, cycle.kind])
    yield _stacked(map(plain, [lines.headline(announcement), *lines.notices(announcement)]))
    yield _stacked(_facts(announcement))
    yield _stacked(map(plain, lines.joining(announcement)))
    yield introduction.text if introduction else ""
    yield from _list(gettext("Guiding questions"), _numbered(announcement.questions))
    yield from _list(gettext("Who takes part"), _items(lines.who(announcement)))
    yield plain(lines.moderation(announcement))
    yield from _list(gettext("The cycle"), [cycle.title.text])
    yield cycle.introduction.text if cycle.introduction else ""
    yield _stacked(map(plain, lines.cycle(announcement)))
    yield from _list(gettext("Organisations"), _items([(logo.name,) for logo in announcement.logos]))
    yield from _list(gettext("Pictures"), _pictures(announcement))
    yield _stacked(map(plain, lines.addresses(announcement)))


def _stacked(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)


def _list(heading: str, items: list[str]) -> Iterable[str]:
    """A heading and its items; nothing without any."""
    if items:
        yield heading
        yield "\n".join(items)


def _facts(announcement: Announcement) -> Iterable[str]:
    """No line begins with a foreign word: mail programs take the direction of a line from its first."""
    here, *elsewhere = lines.times(announcement.when)
    yield plain(lines.labelled(gettext("Date"), announcement.when.date))
    yield plain(lines.labelled(gettext("Time"), *here))
    yield from (f"  {plain(line)}" for line in elsewhere)
    yield from map(plain, lines.offers(announcement))


def _items(found: Iterable[Line]) -> list[str]:
    return [f"- {plain(line)}" for line in found]


def _numbered(texts: Iterable[str]) -> list[str]:
    return [f"{number}. {text}" for number, text in enumerate(texts, start=1)]


def _pictures(announcement: Announcement) -> list[str]:
    """What can be said of pictures: poster and photos by their captions and credits, else by what they show."""
    poster = [announcement.poster] if announcement.poster else []
    posters = [plain(lines.labelled(gettext("Poster"), _said(each, announcement))) for each in poster]
    photos = [_said(photo, announcement) for photo in announcement.photos]
    return [f"- {text}" for text in (*posters, *photos) if text]


def _said(picture: Picture, announcement: Announcement) -> str:
    credit = plain(lines.under(picture, language=announcement.words))
    return credit if picture.caption else " ".join(text for text in (picture.alt, credit) if text)
