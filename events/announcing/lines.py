"""What an announcement says, line by line: every renderer lays out these lines and words nothing of its own.

A line is made of parts: plain words of the reader's language, and what is in a language of its own or leads somewhere.
Speaks the active language, which must be that of the announcement.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from events.announcing import wording
from events.announcing.announcement import Announcement, Credit
from events.phrases import Name, Phrase
from events.pictures import Picture
from events.presentation_cycle import RhythmView
from events.presentation_session import LanguageRow
from events.presentation_state import Notice
from events.presentation_when import Elsewhere, When

# Digits and addresses belong to no language and run from left to right everywhere.
NO_LANGUAGE = "zxx"
# The language of a name that somebody typed.
UNKNOWN = ""
_PLACE = re.compile(r"(%\(\w+\)s)")


@dataclass(frozen=True)
class Link:
    """An address, and what stands for it on a screen."""

    address: str
    shown: str


Part = str | Phrase | Name | Link
Line = tuple[Part, ...]


@dataclass(frozen=True)
class Fact:
    """A label with its lines."""

    label: str
    lines: tuple[Line, ...]


def plain(line: Line) -> str:
    """A line as text."""
    return "".join(_plain(part) for part in line)


def filled(pattern: str, **values: Part | Line) -> Line:
    """A translated pattern ("%(label)s: %(value)s") with parts in its places."""
    parts: list[Part] = []
    for piece in _PLACE.split(pattern):
        value = values[piece[2:-2]] if _PLACE.fullmatch(piece) else piece
        parts += value if isinstance(value, tuple) else [value]
    return tuple(part for part in parts if part != "")


def labelled(label: str, *value: Part) -> Line:
    """ "Platform: Zoom", in the punctuation of the language."""
    return filled(wording.label_pattern(), label=label, value=value)


def joined(parts: Iterable[Part | Line], *, by: str = ", ") -> Line:
    """Parts or lines in one line, with commas between them."""
    found: list[Part] = []
    for part in parts:
        found += [by, *(part if isinstance(part, tuple) else [part])]
    return tuple(found[1:])


def headline(announcement: Announcement) -> Line:
    """Status, number and title."""
    return filled(announcement.headline, title=announcement.title)


def notices(announcement: Announcement) -> list[Line]:
    """What has changed, with the editor's reason; that the text is not in the reader's language."""
    said = [_notice(notice, language=announcement.words) for notice in announcement.notices]
    if announcement.is_fallback:
        mark = Phrase(f"[{announcement.words.upper()}]", NO_LANGUAGE)
        said.append((mark, " ", wording.fallback(announcement.words, language=announcement.language)))
    return said


def facts(announcement: Announcement) -> list[Fact]:
    """When, in which languages, on which platform."""
    when = announcement.when
    return [
        Fact(gettext("Date"), ((when.date,),)),
        Fact(gettext("Time"), times(when)),
        *_offered(announcement),
    ]


def offers(announcement: Announcement) -> list[Line]:
    """In which languages and on which platform, a line each."""
    return [labelled(fact.label, *joined(fact.lines, by="; ")) for fact in _offered(announcement)]


def _offered(announcement: Announcement) -> list[Fact]:
    channel = pgettext("a language and its channel", "%(language)s: %(channel)s")
    found = [
        *map(_languages, announcement.languages),
        Fact(
            gettext("Language channels"),
            tuple(
                filled(channel, language=language, channel=name) for language, name in announcement.channels
            ),
        ),
        Fact(gettext("Platform"), ((announcement.platform,),) if announcement.platform else ()),
    ]
    return [fact for fact in found if fact.lines]


def times(when: When) -> tuple[Line, ...]:
    """In the organisers' zone, then what clocks show in other cities."""
    return ((Phrase(when.times, NO_LANGUAGE), ", ", when.zone), *map(_elsewhere, when.elsewhere))


def joining(announcement: Announcement) -> list[Line]:
    """The join address and when it opens; the replay once there is nothing to join."""
    if announcement.way_in:
        way_in = announcement.way_in
        return [labelled(way_in.label, Link(way_in.address, way_in.address)), (way_in.opens,)]
    if announcement.replay:
        return [labelled(gettext("Watch the replay"), Link(announcement.replay, announcement.replay))]
    return []


def who(announcement: Announcement) -> list[Line]:
    """Everybody who takes part, one each."""
    names: list[Line] = [(name,) for name in announcement.who.participants]
    if announcement.who.more_to_come:
        names.append((gettext("and others"),))
    return [*names, *map(_presented, announcement.who.people)]


def moderation(announcement: Announcement) -> Line:
    """Who moderates; nothing for nobody."""
    names = announcement.who.moderators
    return (gettext("Moderated by:"), " ", *joined(names)) if names else ()


def cycle(announcement: Announcement) -> list[Line]:
    """The rhythm, whose initiative the cycle is, and who pays for it."""
    said, language = announcement.cycle, announcement.cycle.title.language
    sentences = [(Phrase(text, language),) for text in (said.initiative, said.funding) if text]
    return [*_rhythm(said.rhythm), *sentences, *map(_credit, said.credits)]


def under(picture: Picture, *, language: str) -> Line:
    """What stands under a picture: its caption in `language`, and who made it."""
    caption: Line = (Phrase(picture.caption, language),) if picture.caption else ()
    credit: Line = ("© ", Phrase(picture.credit, UNKNOWN)) if picture.credit else ()
    return (*caption, " ", *credit) if caption and credit else (*caption, *credit)


def addresses(announcement: Announcement) -> list[Line]:
    """Where one reads more, and whom one asks."""
    contact = announcement.contact
    found = [
        (gettext("About this session"), Link(announcement.address, announcement.address)),
        (gettext("Short address"), Link(announcement.short_address, announcement.short_address)),
        (gettext("Add to my calendar"), Link(announcement.calendar, announcement.calendar)),
        (gettext("Contact"), Link(contact and f"mailto:{contact}", contact)),
    ]
    return [labelled(label, link) for label, link in found if link.address]


def _plain(part: Part) -> str:
    if isinstance(part, Name):
        return f"{part.shown} ({part.original})" if part.original else part.shown.text
    return part.shown if isinstance(part, Link) else str(part)


def _notice(notice: Notice, *, language: str) -> Line:
    return (notice.words, " - ", Phrase(notice.detail, language)) if notice.detail else (notice.words,)


def _languages(row: LanguageRow) -> Fact:
    return Fact(row.label, (joined(row.languages),))


def _elsewhere(place: Elsewhere) -> Line:
    date = f" ({place.date})" if place.date else ""
    return (Phrase(place.times, NO_LANGUAGE), f" {', '.join(place.cities)}{date}")


def _presented(name: Name) -> Line:
    """A person with title, organisation and role."""
    parts = (name, name.title, name.organisation)
    return (*joined(part for part in parts if part), f" ({name.role})")


def _rhythm(view: RhythmView | None) -> list[Line]:
    if view is None:
        return []
    said: list[Line] = [
        (f"{capfirst(view.words.sentence)}, ", Phrase(view.times, NO_LANGUAGE), f", {view.zone}")
    ]
    if view.words.skipped:
        said.append((gettext("Not on %(dates)s.") % {"dates": view.words.skipped},))
    if view.words.added:
        said.append((gettext("Also on %(dates)s.") % {"dates": view.words.added},))
    return said


def _credit(credit: Credit) -> Line:
    return labelled(credit.label, *joined(credit.names))
