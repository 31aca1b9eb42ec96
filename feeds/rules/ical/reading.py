"""An iCalendar stream, read exactly (RFC 5545 3.1, 3.4): physical lines, unfolded lines, content lines, components.

Forgives everything and forgets nothing, so that the rules can say what was wrong. No recursion: nesting may be of any depth.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_LINE_END = re.compile(rb"\r\n|\r|\n")
_VALUES = r'(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*'
_CONTENT_LINE = re.compile(rf"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+={_VALUES})*):(.*)", re.DOTALL)
_PARAMETER = re.compile(rf";([A-Za-z0-9-]+)=({_VALUES})")
_VALUE = re.compile(r'(?:\A|,)(?:"([^"]*)"|([^",]*))')


@dataclass(frozen=True)
class Logical:
    """An unfolded line: its octets, and the number of the physical line where it starts."""

    number: int
    octets: bytes

    @property
    def text(self) -> str:
        """The line as text; what is no UTF-8 becomes U+FFFD."""
        return self.octets.decode("utf-8", "replace")


@dataclass(frozen=True)
class ContentLine:
    """A property: its name and its parameters' names in capitals, its value as it is written."""

    number: int
    name: str
    parameters: Mapping[str, tuple[str, ...]]
    value: str

    def parameter(self, name: str) -> str:
        """The first value of a parameter, "" when there is none."""
        return self.parameters.get(name, ("",))[0]


@dataclass
class Component:
    """A component: its name in capitals, the line where it begins, its properties and its components."""

    name: str
    number: int
    parent: "Component | None" = None
    lines: list[ContentLine] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)

    def all(self, *names: str) -> list[ContentLine]:
        """The properties of these names, in order."""
        return [line for line in self.lines if line.name in names]

    def first(self, name: str) -> ContentLine | None:
        """The first property of a name."""
        return next((line for line in self.lines if line.name == name), None)

    def value(self, name: str) -> str:
        """The value of the first property of a name, "" when there is none."""
        line = self.first(name)
        return line.value if line else ""

    def inner(self, *names: str) -> list["Component"]:
        """The components of these names right inside, in order."""
        return [each for each in self.components if each.name in names]


@dataclass(frozen=True, kw_only=True)
class Stream:
    """What was read. `malformed` and `misnested` hold line numbers; `root` holds what stands outside every component."""

    body: bytes
    physical: list[bytes]
    logical: list[Logical]
    lines: list[ContentLine]
    malformed: list[int]
    misnested: list[int]
    root: Component


def read(body: bytes) -> Stream:
    """Read any bytes."""
    physical = _LINE_END.split(body.removeprefix(BYTE_ORDER_MARK))
    if not physical[-1]:
        physical.pop()
    logical = list(_unfolded(physical))
    parsed = [(each.number, _content_line(each)) for each in logical]
    lines = [line for _, line in parsed if line]
    root, misnested = _nested(lines)
    return Stream(
        body=body,
        physical=physical,
        logical=logical,
        lines=lines,
        malformed=[number for number, line in parsed if line is None],
        misnested=misnested,
        root=root,
    )


def is_continuation(physical: bytes) -> bool:
    """Whether a physical line goes on with the one before it."""
    return physical.startswith((b" ", b"\t"))


def _unfolded(physical: Iterable[bytes]) -> Iterator[Logical]:
    pieces: list[bytes] = []
    start = 0
    for number, line in enumerate(physical, start=1):
        if is_continuation(line) and pieces:
            pieces.append(line[1:])
        elif line:
            if pieces:
                yield Logical(start, b"".join(pieces))
            pieces, start = [line], number
    if pieces:
        yield Logical(start, b"".join(pieces))


def _content_line(line: Logical) -> ContentLine | None:
    match = _CONTENT_LINE.fullmatch(line.text)
    if not match:
        return None
    parameters = {name.upper(): _values(values) for name, values in _PARAMETER.findall(match[2])}
    return ContentLine(line.number, match[1].upper(), parameters, match[3])


def _values(written: str) -> tuple[str, ...]:
    return tuple(quoted or plain for quoted, plain in _VALUE.findall(written))


def _nested(lines: Iterable[ContentLine]) -> tuple[Component, list[int]]:
    """Build the tree; return it with the lines of each END that ends nothing and each BEGIN that is not ended."""
    stack = [Component("", 0)]
    opened: Counter[str] = Counter()
    misnested = []
    for line in lines:
        name = line.value.upper()
        if line.name == "BEGIN":
            _open(stack, name, line.number)
            opened[name] += 1
        elif line.name != "END":
            stack[-1].lines.append(line)
        elif opened[name]:
            misnested += _close(stack, opened, name)
        else:
            misnested.append(line.number)
    misnested += (each.number for each in stack[1:])
    return stack[0], sorted(misnested)


def _open(stack: list[Component], name: str, number: int) -> None:
    inner = Component(name, number, stack[-1])
    stack[-1].components.append(inner)
    stack.append(inner)


def _close(stack: list[Component], opened: Counter[str], name: str) -> list[int]:
    """Close the innermost component of a name; return the lines of those inside it that were still open."""
    unended = []
    while (each := stack.pop()).name != name:
        opened[each.name] -= 1
        unended.append(each.number)
    opened[name] -= 1
    return unended
