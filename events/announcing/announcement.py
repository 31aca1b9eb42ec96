"""One session as it is announced in one language: plain, frozen words and addresses, all that a renderer knows.

It has no field for the link, the ID or the passcode of a meeting, and every address is absolute.
"""

from dataclasses import dataclass

from events.languages import direction
from events.phrases import Name, Phrase
from events.pictures import Picture
from events.presentation_cycle import RhythmView
from events.presentation_session import LanguageRow
from events.presentation_state import Notice
from events.presentation_when import When
from events.text import clean_line


@dataclass(frozen=True)
class Prose:
    """A rich text: `html` by the allow-list of events.markup, `text` the same in lines, both in `language`."""

    html: str
    text: str
    language: str


@dataclass(frozen=True)
class WayIn:
    """Where one joins (the join address), what for ("Join on Zoom"), and a sentence on when or how it opens."""

    address: str
    label: str
    opens: str


@dataclass(frozen=True)
class Who:
    """Names of those who take part."""

    participants: tuple[Name, ...]
    people: tuple[Name, ...]
    moderators: tuple[Name, ...]
    more_to_come: bool


@dataclass(frozen=True)
class Logo:
    """A name that stands beside its logo, if it has one: the cycle first, then its organisations."""

    name: Name
    picture: Picture | None


@dataclass(frozen=True)
class Credit:
    """Organisations in a role, where no sentence of the cycle names them: "With the support of", and who."""

    label: str
    names: tuple[Name, ...]


@dataclass(frozen=True)
class Cycle:
    """What is said of the cycle; `kind`, `initiative` and `funding` are "" where nothing was written, in the title's language."""

    title: Phrase
    kind: str
    introduction: Prose | None
    rhythm: RhythmView | None
    initiative: str
    funding: str
    credits: tuple[Credit, ...]
    address: str


@dataclass(frozen=True)
class Announcement:
    """A session for readers of `language`; `words` is the language that its own text is in.

    `headline` has the place of the title in it as "%(title)s": "Cancelled: Session 7: %(title)s".
    `way_in` is None when there is nothing to join: called off, or over. `calendar` is "" for the same reason.
    """

    language: str
    words: str
    code: str
    headline: str
    title: Phrase
    notices: tuple[Notice, ...]
    when: When
    languages: tuple[LanguageRow, ...]
    channels: tuple[tuple[Phrase, Phrase], ...]
    platform: str
    way_in: WayIn | None
    introduction: Prose | None
    questions: tuple[str, ...]
    who: Who
    cycle: Cycle
    logos: tuple[Logo, ...]
    poster: Picture | None
    photos: tuple[Picture, ...]
    address: str
    short_address: str
    calendar: str
    replay: str
    contact: str

    @property
    def direction(self) -> str:
        """ "rtl" or "ltr"."""
        return direction(self.language)

    @property
    def is_fallback(self) -> bool:
        """Whether the session is not translated into the reader's language."""
        return self.words != self.language

    @property
    def mark(self) -> str:
        """What stands before a title that is not in the reader's language: "[FR] "; "" before one that is."""
        return f"[{self.title.language.upper()}] " if self.title.language != self.language else ""

    @property
    def subject(self) -> str:
        """One line whatever was stored: mark, status, number, title, date."""
        return clean_line(f"{self.mark}{self.heading} - {self.when.date}")

    @property
    def heading(self) -> str:
        """The headline as plain text, with its title."""
        return self.headline % {"title": self.title.text}
