"""The feed doctor: our rules for a good calendar or feed as code, each with its source.

Reads bytes, and whoever wrote them. Knows no page, document or renderer, so that it can contradict them.
"""

from collections.abc import Callable

from feeds.rules import atom, ical, jsonfeed, opml, rss
from feeds.rules.findings import Finding, Rule, Severity, Where

__all__ = ["RULES", "Finding", "Rule", "Severity", "Where", "examine"]

_EXAMINERS: dict[str, Callable[..., list[Finding]]] = {
    "ics": ical.examine,
    "rss": rss.examine,
    "atom": atom.examine,
    "json": jsonfeed.examine,
    "opml": opml.examine,
}

RULES: dict[str, list[Rule]] = {
    "ics": ical.RULES,
    "rss": rss.RULES,
    "atom": atom.RULES,
    "json": jsonfeed.RULES,
    "opml": opml.RULES,
}


def examine(body: bytes, *, format: str, url: str) -> list[Finding]:  # noqa: A002  (the word of FORMATS and of addresses)
    """Return what is wrong with a document, in the order of reading; of each rule at most twenty findings.

    `format` is a key of RULES (KeyError otherwise); `url` the address where the bytes were fetched, "" when that is unknown.
    Any bytes will do: what cannot be read is a finding.
    """
    return _EXAMINERS[format](body, url=url)
