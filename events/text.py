"""Text that is valid in every format: calendars, XML, JSON, HTML.

Removes what some format refuses or what makes text lie about its direction, and nothing else. Any `str` is accepted and none
raises. Knows no model and no renderer: escaping is the renderer's work.
"""

import re
import unicodedata
from html.parser import HTMLParser

_PLANE_ENDS = "".join(rf"\U{plane:04X}FFFE\U{plane:04X}FFFF" for plane in range(17))
# C0 and C1 controls but for the line breaks and TAB, the byte order mark, bidi embeddings, overrides and isolates, lone
# surrogates, and non-characters (XML 1.0 2.2; Unicode 23.7). ZWJ, ZWNJ, LRM and RLM stay: words need them.
_REMOVED = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + _PLANE_ENDS
    + "]"
)
_MARKS_IN_A_ROW = 30
_MAY_BE_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MARKS_IN_A_ROW + 1},}}")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s{2,}")
_BLANK_LINES = re.compile(r"\n{3,}")

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_BEFORE_ELLIPSIS = " ,;:-\N{EN DASH}\N{EM DASH}\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_ZWJ = "\N{ZERO WIDTH JOINER}"
# What continues a cluster without being a combining mark: joiners, skin tones, and the tags of regional flags (UAX 29).
_CONTINUES = re.compile(r"[\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))

# What html.parser raises on or reads past: scripts, styles, comments and declarations (Word writes "<![if ...]>"). An empty
# comment stands for each, so that what is left cannot join into a new one.
_SKIPPED = re.compile(
    r"<(script|style)(?=[\s/>]|\Z).*?(?:</\1(?=[\s/>]|\Z)[^>]*>?|\Z)|<!--(?:-?>|.*?(?:--!?>|\Z))|<![^>]*>?",
    re.DOTALL | re.IGNORECASE,
)
# A "<" that opens no whole tag: it is text, and html.parser takes quadratic time over many of them. (Inside an attribute,
# rich text writes &lt;.)
_STRAY = re.compile(r"<(?!!---->|/?[a-z][^<>]*>)", re.IGNORECASE)
# More digits than a character has, and than int() may take.
_LONG_REFERENCE = re.compile(r"&#[0-9]{8,};?")
_HTML_SPACES = re.compile(r"[ \t\n\f\r]+")
_WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_LIST_START = re.compile(r"[0-9]{1,9}")
_LISTS = frozenset({"ul", "ol"})
_CELLS = frozenset({"td", "th"})
_BLOCK = re.compile(
    r"address|article|aside|blockquote|d[dlt]|details|div|fieldset|fig(caption|ure)|footer|form|h[1-6r]|header|main|nav"
    r"|p|pre|section|summary|table|tr"
)


def clean_line(value: str) -> str:
    """Return one line in NFC: invalid and misleading characters removed, line breaks and TAB as spaces, trimmed.

    A run of white space becomes one: a plain space, or the run's own character when it has only one kind, so that the
    no-break spaces of French stay. Idempotent.
    """
    return _squeezed(_normal(_LINE_BREAK.sub(" ", _REMOVED.sub("", value))))


def clean_text(value: str) -> str:
    r"""Return lines parted by "\n", each as `clean_line` makes it, with at most one blank line in a row. Idempotent."""
    text = _normal(_LINE_BREAK.sub("\n", _REMOVED.sub("", value)))
    lines = "\n".join(_squeezed(line) for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip()


def without_forbidden(value: str) -> str:
    """Return markup with the characters removed that clean_line removes, its white space as it was. Idempotent."""
    return _REMOVED.sub("", value)


def excerpt(text: str, *, limit: int) -> str:
    """Return one clean line of at most `limit` characters, the ellipsis included when something was cut.

    Cut between words; inside a word only when it is the first, and then never inside a grapheme cluster. Idempotent.
    """
    line = clean_line(text)
    if len(line) <= limit:
        return line
    if limit < 1:
        return ""
    end = line.rfind(" ", 0, limit)
    if end < 0:
        end = _cluster_border(line, limit - 1)
    return line[:end].rstrip(_BEFORE_ELLIPSIS) + _ELLIPSIS


def plain_from_html(html: str) -> str:
    """Return rich text as plain text that went through `clean_text`.

    Blocks are parted by a blank line, <br> breaks a line, items begin with "- " or with their number; a link keeps its text and
    adds its address, when that is http(s) and not the text itself. Scripts and styles are dropped.
    """
    writer = _PlainWriter()
    writer.feed(_parseable(html))
    writer.close()
    return clean_text(writer.text())


def _normal(text: str) -> str:
    """Return NFC with at most 30 combining marks in a row (UAX 15 13): sorting more of them takes quadratic time."""
    return _capped(unicodedata.normalize("NFC", _capped(text)))


def _capped(text: str) -> str:
    return _MAY_BE_MARKS.sub(lambda run: _with_fewer_marks(run[0]), text)


def _with_fewer_marks(run: str) -> str:
    kept = []
    marks = 0
    for char in run:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)


def _squeezed(line: str) -> str:
    line = line.replace("\t", " ")
    return _SPACES.sub(lambda run: run[0][0] if len(set(run[0])) == 1 else " ", line).strip()


def _cluster_border(line: str, end: int) -> int:
    while end > 0 and _is_inside_cluster(line, end):
        end -= 1
    return end


def _is_inside_cluster(line: str, index: int) -> bool:
    """Return whether the characters on both sides of an index belong together: marks, joined emoji, flags (UAX 29 3.1.1)."""
    before, after = line[index - 1], line[index]
    if unicodedata.category(after)[0] == "M" or _CONTINUES.match(after) or before == _ZWJ:
        return True
    head = line[:index]
    letters = len(head) - len(head.rstrip(_FLAG_LETTERS))
    return after in _FLAG_LETTERS and letters % 2 == 1


def _parseable(html: str) -> str:
    readable = _LONG_REFERENCE.sub("\N{REPLACEMENT CHARACTER}", _REMOVED.sub("", html))
    return _STRAY.sub("&lt;", _SKIPPED.sub("<!---->", readable))


class _PlainWriter(HTMLParser):
    """Collects text, with the line breaks and the bullet that the next visible text is owed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._owed_breaks = 0
        self._owed_bullet = ""
        self._lists: list[int | None] = []
        self._address = ""
        self._link_text: list[str] = []

    def text(self) -> str:
        """Return what was collected; to be asked once, after `close`."""
        self._end_link()
        return "".join(self._pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of what the next text is owed."""
        if tag == "br":
            self._owed_breaks += 1
        elif tag in _LISTS:
            self._start_list(tag, dict(attrs).get("start"))
        elif tag == "li":
            self._start_item()
        elif tag == "a":
            self._start_link(dict(attrs).get("href"))
        else:
            self._pass(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an item, a list, a link or a block."""
        if tag == "li":
            self._owed_bullet = ""
            self._break(1)
        elif tag in _LISTS:
            del self._lists[-1:]
            self._break(2)
        elif tag == "a":
            self._end_link()
        elif _BLOCK.fullmatch(tag):
            self._break(2)

    def handle_data(self, data: str) -> None:
        """Write text after what it is owed; white space alone is owed nothing."""
        text = _HTML_SPACES.sub(" ", data)
        if text == " " and self._owed_breaks:
            return
        self._pieces += ["\n" * self._owed_breaks, self._owed_bullet, text]
        self._owed_breaks, self._owed_bullet = 0, ""
        self._link_text.append(text)

    def _pass(self, tag: str) -> None:
        if _BLOCK.fullmatch(tag):
            self._break(2)
        elif tag in _CELLS:
            self.handle_data(" ")

    def _break(self, lines: int) -> None:
        """Owe line breaks; inside a list never a blank line."""
        self._owed_breaks = max(self._owed_breaks, 1 if self._lists else lines)

    def _start_list(self, tag: str, start: str | None) -> None:
        self._break(2)
        number = int(start) if start and _LIST_START.fullmatch(start) else 1
        self._lists.append(number if tag == "ol" else None)

    def _start_item(self) -> None:
        self._break(1)
        number = self._lists[-1] if self._lists else None
        self._owed_bullet = "- " if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1

    def _start_link(self, href: str | None) -> None:
        self._end_link()
        address = clean_line(href or "").replace(" ", "%20")
        self._address = address if _WEB_ADDRESS.match(address) else ""
        self._link_text = []

    def _end_link(self) -> None:
        address, shown = self._address, clean_line("".join(self._link_text))
        self._address = ""
        if address and not shown:
            self.handle_data(address)
        elif address and shown != address:
            space = " " if self._link_text[-1].endswith(" ") else ""
            self._pieces.append(f" ({address}){space}")
