"""How an embed is asked for: layout, theme, accent, whether what is not translated is shown. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

LAYOUTS = ("list", "next", "table")
THEMES = ("auto", "light", "dark")
# Hues whose contrast was checked on both papers (static/feeds/embed.css); free colours could not be read by everybody.
ACCENTS = ("red", "blue", "green", "violet", "ochre", "ink")
UNTRANSLATED = ("show", "hide")
CHOICES = {"layout": LAYOUTS, "theme": THEMES, "accent": ACCENTS, "untranslated": UNTRANSLATED}


class ChoiceError(ValueError):
    """A value that means nothing. `name`, and what there is to choose from."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name, self.offered = name, CHOICES[name]


@dataclass(frozen=True)
class Choices:
    """What was chosen, of the values above."""

    layout: str = "list"
    theme: str = "auto"
    accent: str = "red"
    untranslated: str = "show"

    @property
    def query(self) -> str:
        """What differs from the defaults, as a query with its question mark; "" for nothing."""
        plain = Choices()
        given = {name: getattr(self, name) for name in CHOICES if getattr(self, name) != getattr(plain, name)}
        return f"?{urlencode(given)}" if given else ""


def read_choices(query: Mapping[str, str]) -> Choices:
    """The choices of a query; parameters of other names, such as those that count visits, are passed over. Raises ChoiceError."""
    given = {name: query[name] for name in CHOICES if query.get(name)}
    for name, value in given.items():
        if value not in CHOICES[name]:
            raise ChoiceError(name)
    return Choices(**given)
