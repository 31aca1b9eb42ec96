"""What stands on a card, as plain values. Pure.

Of the way into a meeting a card knows nothing: it has no field for it.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

from events.phrases import Phrase

WIDTH, HEIGHT = 1200, 630
# Raised with every change of the drawing, so that kept cards are drawn again.
EDITION = 1


@dataclass(frozen=True)
class Card:
    """Everything that is written on a card. `day` and the words around it are "" where there is no date.

    `above`: what stands over the title; `notice`: a status that readers must not miss; `times` and `zone` are apart, because
    figures keep their order in right-to-left text only by themselves.
    """

    language: str
    weekday: str
    day: str
    month: str
    above: Phrase
    number: str
    title: Phrase
    notice: str
    times: str
    zone: str
    languages: tuple[Phrase, ...]
    site: str

    @property
    def digest(self) -> str:
        """Equal for cards that look the same; 16 hexadecimal digits."""
        written = json.dumps([EDITION, asdict(self)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()[:16]
