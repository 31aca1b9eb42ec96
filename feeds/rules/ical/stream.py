"""The rules of a stream: its octets, its physical lines, and how components nest (RFC 5545 3.1, 3.4)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from feeds.rules.findings import Problem, RuleBook, at
from feeds.rules.findings import gettext_noop as _
from feeds.rules.ical.reading import BYTE_ORDER_MARK, Component, Stream, is_continuation

STREAM = RuleBook[Stream]()

LARGE_OCTETS = 800_000
LARGEST_OCTETS = 1_000_000
LONGEST_LINE_OCTETS = 75

# RFC 5545's CONTROL and the other controls of Unicode; and the two separators that readers take for line ends.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
_BARE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_ZERO_WIDTH_JOINER = "\u200d"


def calendars_of(stream: Stream) -> list[Component]:
    """Return the VCALENDARs of a stream."""
    return stream.root.inner("VCALENDAR")


@STREAM.rule(
    "ics-too-large",
    holds=_("A calendar has at most 1 MB."),
    otherwise=_(
        "The calendar has %(size)s bytes, and some clients refuse more than 1 MB: move old years away."
    ),
    source="Parvis: some clients refuse a calendar of more than 1 MB",
)
def _at_most_1_mb(stream: Stream) -> Iterator[Problem]:
    if len(stream.body) > LARGEST_OCTETS:
        yield at(size=len(stream.body))


@STREAM.rule(
    "ics-large",
    severity="warning",
    holds=_("A calendar stays below 800 KB."),
    otherwise=_("The calendar has %(size)s bytes; at 1 MB some clients refuse it. Move old years away soon."),
    source="Parvis: some clients refuse a calendar of more than 1 MB",
)
def _below_800_kb(stream: Stream) -> Iterator[Problem]:
    if LARGE_OCTETS < len(stream.body) <= LARGEST_OCTETS:
        yield at(size=len(stream.body))


@STREAM.rule(
    "ics-bom",
    holds=_("The file has no byte order mark."),
    otherwise=_("The file begins with a byte order mark, which is no part of BEGIN:VCALENDAR: remove it."),
    source="RFC 5545 3.4",
)
def _no_byte_order_mark(stream: Stream) -> Iterator[Problem]:
    if stream.body.startswith(BYTE_ORDER_MARK):
        yield at(line=1)


@STREAM.rule(
    "ics-utf8",
    holds=_("The file is UTF-8."),
    otherwise=_("This line is not UTF-8: write the file in UTF-8."),
    source="RFC 5545 3.1.4",
)
def _utf8(stream: Stream) -> Iterator[Problem]:
    return (at(line=each.number) for each in stream.logical if not _is_utf8(each.octets))


@STREAM.rule(
    "ics-line-end",
    holds=_("Every line ends with CR and LF."),
    otherwise=_("%(count)s lines end with CR or LF alone: end every line with CR and LF."),
    source="RFC 5545 3.1",
)
def _line_ends(stream: Stream) -> Iterator[Problem]:
    bare = list(_BARE_LINE_END.finditer(stream.body))
    if bare:
        before = stream.body[: bare[0].start()]
        yield at(line=before.count(b"\n") + 1, count=len(bare))


@STREAM.rule(
    "ics-last-line",
    holds=_("The last line is complete."),
    otherwise=_("The last line has no end: end it with CR and LF."),
    source="RFC 5545 3.1",
)
def _last_line(stream: Stream) -> Iterator[Problem]:
    if not stream.body.endswith((b"\n", b"\r")):
        yield at(line=len(stream.physical))


@STREAM.rule(
    "ics-empty-line",
    holds=_("No line is empty."),
    otherwise=_("This line is empty: remove it."),
    source="RFC 5545 3.1",
)
def _no_empty_line(stream: Stream) -> Iterator[Problem]:
    return (at(line=number) for number, line in enumerate(stream.physical, start=1) if not line)


@STREAM.rule(
    "ics-line-length",
    severity="warning",
    holds=_("No line is longer than 75 octets."),
    otherwise=_("This line has %(octets)s octets: fold it after 75 octets or fewer."),
    source="RFC 5545 3.1",
)
def _line_lengths(stream: Stream) -> Iterator[Problem]:
    for number, line in enumerate(stream.physical, start=1):
        if len(line) > LONGEST_LINE_OCTETS:
            yield at(line=number, octets=len(line))


@STREAM.rule(
    "ics-fold-character",
    holds=_("No fold stands inside a character."),
    otherwise=_("The fold before this line parts the octets of one character: fold between characters."),
    source="RFC 5545 3.1",
)
def _folds_between_characters(stream: Stream) -> Iterator[Problem]:
    broken = {each.number for each in stream.logical if not _is_utf8(each.octets)}
    start = 0
    for number, before, after in _folds(stream):
        start = start if is_continuation(before) else number - 1
        if start not in broken and not _is_utf8(after):
            yield at(line=number)


@STREAM.rule(
    "ics-fold-mark",
    severity="warning",
    holds=_("No fold parts a letter from its accents or points."),
    otherwise=_("The fold before this line parts a letter from its marks: fold before the letter."),
    source="Parvis: some readers show both pieces apart",
)
def _folds_between_letters(stream: Stream) -> Iterator[Problem]:
    for number, before, after in _folds(stream):
        left, right = (line.decode("utf-8", "ignore") for line in (before, after[1:]))
        if unicodedata.category(right[:1] or " ").startswith("M") and _has_better_fold(left.lstrip(" ")):
            yield at(line=number)


@STREAM.rule(
    "ics-control",
    holds=_("Texts hold no control characters."),
    otherwise=_(
        "This line holds the control character %(character)s, where readers cut or refuse it: remove it."
    ),
    source="RFC 5545 3.1",
)
def _no_controls(stream: Stream) -> Iterator[Problem]:
    for each in stream.logical:
        match = _CONTROL.search(each.text)
        if match:
            yield at(line=each.number, character=f"U+{ord(match[0]):04X}")


@STREAM.rule(
    "ics-content-line",
    holds=_("Every line is NAME;PARAMETER=value:value."),
    otherwise=_(
        "This line is not of the form NAME:value; quote a parameter that holds a colon, comma or semicolon."
    ),
    source="RFC 5545 3.1",
)
def _content_lines(stream: Stream) -> Iterator[Problem]:
    return (at(line=number) for number in stream.malformed)


@STREAM.rule(
    "ics-nesting",
    holds=_("Every BEGIN has its END."),
    otherwise=_("This BEGIN or END has no counterpart: the file is cut off, or a component is not closed."),
    source="RFC 5545 3.6",
)
def _nesting(stream: Stream) -> Iterator[Problem]:
    return (at(line=number) for number in stream.misnested)


@STREAM.rule(
    "ics-outside",
    holds=_("Everything stands inside VCALENDAR."),
    otherwise=_("%(name)s stands outside VCALENDAR, where readers ignore it: move it inside."),
    source="RFC 5545 3.4",
)
def _nothing_outside(stream: Stream) -> Iterator[Problem]:
    for line in stream.root.lines:
        yield at(line=line.number, name=line.name)
    for component in stream.root.components:
        if component.name != "VCALENDAR":
            yield at(line=component.number, name=component.name)


@STREAM.rule(
    "ics-one-calendar",
    holds=_("The file is one calendar."),
    otherwise=_("A second VCALENDAR begins here, and some readers see only the first: join them."),
    source="RFC 5545 3.4",
)
def _one_calendar(stream: Stream) -> Iterator[Problem]:
    return (at(line=each.number) for each in calendars_of(stream)[1:])


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True


def _folds(stream: Stream) -> Iterable[tuple[int, bytes, bytes]]:
    """Yield each fold: the number of the line after it, and both physical lines."""
    for number, (before, after) in enumerate(pairwise(stream.physical), start=2):
        if is_continuation(after):
            yield number, before, after


def _has_better_fold(line: str) -> bool:
    """Whether a line could have been folded earlier, between two characters that do not belong together."""
    return any(not _belong_together(left, right) for left, right in pairwise(line))


def _belong_together(left: str, right: str) -> bool:
    is_mark = unicodedata.category(right).startswith("M")
    is_joined = left in ("\\", _ZERO_WIDTH_JOINER) or right == _ZERO_WIDTH_JOINER
    return is_mark or is_joined or unicodedata.category(right) == "Sk" or _are_flags(left, right)


def _are_flags(left: str, right: str) -> bool:
    return all("\U0001f1e6" <= each <= "\U0001f1ff" for each in (left, right))
