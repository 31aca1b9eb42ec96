"""The README's table of promises: every threat and failure of the list once, and every file that it names is there and has tests."""

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


@pytest.mark.parametrize("path", sorted({path for row in ROWS for path in re.findall(r"`([^`]+)`", row[2])}))
def test_promise_is_tried_where_the_table_says(path):
    assert re.search(r"^ *def test_", (ROOT / path).read_text(), re.MULTILINE)
