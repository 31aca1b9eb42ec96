"""What the doctor says of one file: from its bytes to a verdict. Plain values; knows neither tables nor pages of the admin."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from feeds.rules import RULES, Finding, Rule, examine

# From here on some clients are slow, or stop reading at a megabyte (bytes).
LARGE = 800_000
LONGEST_EXCERPT = 160


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found out about one file in one version.

    `size` in bytes; `count` of its items. `is_stable`: putting it together again gives equal bytes. `is_stored`: the bytes that
    readers are given were among those compared; before the first reader there are none.
    """

    size: int
    count: int
    findings: tuple[Finding, ...]
    is_stable: bool
    is_stored: bool

    @property
    def is_large(self) -> bool:
        """Whether some clients may not take it."""
        return self.size >= LARGE

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors

    @property
    def is_good(self) -> bool:
        """Whether there is nothing to do."""
        return not self.findings and self.is_stable and not self.is_large


@dataclass(frozen=True, kw_only=True)
class FeedRow:
    """One line of the report. `changed` (UTC) is the feed's last change; without a verdict it was not examined yet."""

    path: str
    place: tuple[str, str, str]
    changed: datetime.datetime
    verdict: Verdict | None


@dataclass(frozen=True)
class CheckedRule:
    """A rule, and how many findings of it a file has."""

    rule: Rule
    count: int


@dataclass(frozen=True)
class ShownFinding:
    """A finding, and the beginning of the line that it is about; "" where the format has no lines."""

    finding: Finding
    excerpt: str


def judge(
    *,
    stored: bytes | None,
    renderings: Sequence[bytes],
    format: str,  # noqa: A002  (the word of feeds.rules)
    url: str,
    count: int,
) -> Verdict:
    """Examine what readers are given: the stored bytes, or what would be stored for the next one.

    `renderings`: the file put together from its items, at least once.
    """
    body = renderings[0] if stored is None else stored
    return Verdict(
        size=len(body),
        count=count,
        findings=tuple(examine(body, format=format, url=url)),
        is_stable=all(each == body for each in renderings),
        is_stored=stored is not None,
    )


def checked_rules(extension: str, findings: Sequence[Finding]) -> list[CheckedRule]:
    """Every rule of a format, in the order of reading."""
    counts = Counter(finding.rule for finding in findings)
    return [CheckedRule(rule, counts[rule.id]) for rule in RULES[extension]]


def shown_findings(findings: Sequence[Finding], *, body: bytes) -> list[ShownFinding]:
    """Findings with the lines of `body` that they are about."""
    lines = body.split(b"\n")
    return [ShownFinding(each, _excerpt(lines, line=each.where.line)) for each in findings]


def _excerpt(lines: Sequence[bytes], *, line: int | None) -> str:
    if line is None or not 0 < line <= len(lines):
        return ""
    # A character has four bytes at most.
    text = lines[line - 1][: LONGEST_EXCERPT * 4].decode(errors="replace").strip()[:LONGEST_EXCERPT]
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
