"""The README's table of promises: every threat and failure of the list once, and every file that it names has tests, which run for
every change or are said to be the audit's.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
SECTION = README[README.index("### What is promised") : README.index("\n## Decisions")]
ROWS = re.findall(r"^\| ((?:[TF]\d+(?:, )?)+) \| (.+) \| (.+) \|$", SECTION, re.MULTILINE)


def test_every_threat_and_failure_is_promised_or_said_to_be_missing():
    promised = [each for names, _promise, _files in ROWS for each in names.split(", ")]
    missing = re.findall(r"\(([TF]\d+)\)", SECTION[SECTION.index("Not shown yet") :])

    everything = [*(f"T{number}" for number in range(1, 21)), *(f"F{number}" for number in range(1, 21))]
    assert sorted([*promised, *missing]) == sorted(everything)


def functions_of(tree: ast.Module) -> list[ast.FunctionDef]:
    return [
        each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
    ]


def is_audits_alone(tree: ast.Module) -> bool:
    """Whether no test of a file runs before `make audit` does: all are marked slow, one by one or by the file."""
    named = [
        each
        for each in tree.body
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "pytestmark"
    ]
    if any("pytest.mark.slow" in ast.unparse(each.value) for each in named):
        return True
    return all("pytest.mark.slow" in map(ast.unparse, test.decorator_list) for test in functions_of(tree))


@pytest.mark.parametrize(
    ("path", "is_said"),
    sorted(
        {(path, bool(said)) for row in ROWS for path, said in re.findall(r"`([^`]+)`( \(audit\))?", row[2])}
    ),
)
def test_promise_is_tried_where_the_table_says_and_when(path, is_said):
    tree = ast.parse((ROOT / path).read_text())

    assert functions_of(tree)
    assert is_audits_alone(tree) == is_said


@pytest.mark.parametrize(("names", "files"), [(names, files) for names, _promise, files in ROWS])
def test_some_of_each_promise_is_tried_for_every_change(names, files):
    paths = re.findall(r"`([^`]+)`", files)

    assert [path for path in paths if f"`{path}` (audit)" not in files] != []
