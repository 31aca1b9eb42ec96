"""The texts that partners take: a cycle in a few words and in more, from what the API says of it. Pure.

Speaks the active language, which `language` must name.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from events.languages import time_range
from events.phrases import Phrase
from events.presentation_when import zone_time

# What ends a sentence, the Greek question mark too.
ENDS = (".", "!", "?", "…", ";", "\N{GREEK QUESTION MARK}")


@dataclass(frozen=True)
class CycleTexts:
    """A cycle for a partner's page or programme; `short` is a paragraph, `long` several. All in the language of `title`.

    `address`: of its page, to stand behind either.
    """

    title: Phrase
    short: str
    long: str
    address: str


def texts_of(said: Mapping[str, Any], *, language: str) -> CycleTexts:
    """The texts of a cycle; `said`: what the API says of it in `language`. Words that fell back stay without the rhythm."""
    rhythm = "" if said["is_fallback"] else _rhythm(said["rhythm"], language=language)
    about = " ".join(_sentence(each) for each in (said["title"], said["kind"], rhythm) if each)
    carried = " ".join(_sentence(said[name]) for name in ("initiative", "funding") if said[name])
    paragraphs = (about, said["introduction"]["text"].strip(), carried)
    return CycleTexts(
        title=Phrase(said["title"], said["language"]),
        short=about,
        long="\n\n".join(filter(None, paragraphs)),
        address=said["url"],
    )


def _rhythm(rhythm: Mapping[str, str], *, language: str) -> str:
    start, end = (datetime.time.fromisoformat(rhythm[name]) for name in ("start_time", "end_time"))
    return (
        f"{rhythm['sentence']}, {time_range(start, end)}, {zone_time(rhythm['timezone'], language=language)}"
    )


def _sentence(text: str) -> str:
    text = capfirst(text.strip())
    return text if text.endswith(ENDS) else f"{text}."
