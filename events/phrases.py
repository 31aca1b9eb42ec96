"""Words with the language they are in, so that a page can say so wherever it is not the reader's. Plain values."""

from dataclasses import dataclass

from events.addresses import organisation_path
from events.languages import direction


@dataclass(frozen=True)
class Phrase:
    """A text and the code of its language."""

    text: str
    language: str

    @property
    def direction(self) -> str:
        """ "rtl" or "ltr"."""
        return direction(self.language)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Name:
    """A name for a reader, and the same in its own script where that differs.

    `code` is an organisation's, `address` our page of it, "" for none.
    """

    shown: Phrase
    original: Phrase | None = None
    website: str = ""
    address: str = ""
    role: str = ""
    title: str = ""
    organisation: Phrase | None = None
    code: str = ""


def name_of(named, *, language: str, **extra: object) -> Name:
    """The name of an organisation or a person for a reader of `language`."""
    text, spoken = named.name_in(language)
    own = Phrase(named.name_original, named.script_language)
    code = getattr(named, "code", "")
    return Name(
        shown=Phrase(text, spoken),
        original=own if own.text != text else None,
        website=named.website,
        address=organisation_path(code, language=language) if code else "",
        code=code,
        **extra,
    )
