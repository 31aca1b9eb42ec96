"""What a rule is and what it finds.

Sentences stay msgids with their parameters beside them: whoever shows a finding translates `message`, then fills it in.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, Literal, TypeVar

Severity = Literal["error", "warning"]

MOST_OF_A_RULE = 20
_LONGEST_VALUE = 80


def gettext_noop(message: str) -> str:
    """Mark a sentence for the translators: their tools look for this name."""
    return message


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule: `sentence` says what holds in a good feed, `message` what is wrong otherwise and what to do.

    "error": its source demands it, or a reader in use refuses or misreads the feed. "warning": everything else. `source` names
    the standard and section, or begins with "Parvis:" and gives our own reason.
    """

    id: str
    severity: Severity
    sentence: str
    message: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Where:
    """A place in a document: its line, counted from 1, and its path, where the format has them."""

    line: int | None = None
    path: str = ""

    def __str__(self) -> str:
        return self.path or (f"line {self.line}" if self.line else "")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One fault: which rule, where, and the sentence as msgid and parameters; `str()` is the English sentence."""

    rule: str
    severity: Severity
    where: Where
    message: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    source: str

    def __str__(self) -> str:
        return self.message % self.parameters


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What a check returns: a place, and the parameters of its rule's message."""

    where: Where
    parameters: Mapping[str, str]


def at(*, line: int | None = None, path: str = "", **parameters: object) -> Problem:
    """Return a problem; values are cut short and made printable, since they may be anybody's bytes."""
    shown = {name: _shown(str(value)) for name, value in parameters.items()}
    return Problem(where=Where(line=line, path=path), parameters=shown)


SubjectT = TypeVar("SubjectT")
Check = Callable[[SubjectT], Iterable[Problem]]


class RuleBook(Generic[SubjectT]):
    """The rules about one kind of subject (a stream, a channel, an item), each with its check, in the order of reading."""

    def __init__(self) -> None:
        self.checks: list[tuple[Rule, Check[SubjectT]]] = []

    @property
    def rules(self) -> list[Rule]:
        """The rules without their checks."""
        return [rule for rule, _ in self.checks]

    def rule(
        self, name: str, *, holds: str, otherwise: str, source: str, severity: Severity = "error"
    ) -> Callable[[Check[SubjectT]], Check[SubjectT]]:
        """Decorate the check of a rule: a function of the subject that yields its problems."""
        rule = Rule(id=name, severity=severity, sentence=holds, message=otherwise, source=source)

        def register(check: Check[SubjectT]) -> Check[SubjectT]:
            self.checks.append((rule, check))
            return check

        return register


class Examination:
    """Collects findings in the order of reading: of each rule the first twenty, since more say nothing new."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._counts: Counter[str] = Counter()

    def read(self, book: RuleBook[SubjectT], subject: SubjectT) -> None:
        """Add what the rules of a book find in a subject."""
        for rule, check in book.checks:
            for problem in islice(check(subject), MOST_OF_A_RULE - self._counts[rule.id]):
                self._counts[rule.id] += 1
                self.findings.append(_finding(rule, problem))


def _finding(rule: Rule, problem: Problem) -> Finding:
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        where=problem.where,
        message=rule.message,
        parameters=problem.parameters,
        source=rule.source,
    )


def _shown(value: str) -> str:
    start = value if len(value) <= _LONGEST_VALUE else f"{value[: _LONGEST_VALUE - 1]}\N{HORIZONTAL ELLIPSIS}"
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in start)
