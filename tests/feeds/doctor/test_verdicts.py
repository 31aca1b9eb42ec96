"""From bytes to a verdict, without a database."""

import dataclasses

import pytest

from feeds.doctor.verdicts import LARGE, checked_rules, judge, shown_findings
from feeds.renderers import FORMATS
from feeds.rules import RULES, Finding, Where
from tests.feeds import samples

GOOD = {
    "ics": FORMATS["ics"].render(samples.calendar(samples.event())),
    "rss": FORMATS["rss"].render(samples.feed(samples.event())),
    "atom": FORMATS["atom"].render(samples.feed(samples.event(), extension="atom")),
    "json": FORMATS["json"].render(samples.feed(samples.event(), extension="json")),
}
BROKEN = {"ics": b"BEGIN:VCALENDAR\r\n", "rss": b"<rss", "atom": b"<feed/>", "json": b"{}"}


def judged(body: bytes, extension: str, **changes):
    values = {"stored": body, "renderings": [body, body], "format": extension, "url": "", "count": 1}
    return judge(**(values | changes))


def finding(*, line: int | None) -> Finding:
    return Finding(rule="a-rule", severity="error", where=Where(line=line), message="Wrong.", source="RFC")


@pytest.mark.parametrize("extension", GOOD)
def test_good_feed_needs_nobody(extension):
    verdict = judged(GOOD[extension], extension)

    assert (verdict.findings, verdict.is_good, verdict.size) == ((), True, len(GOOD[extension]))
    assert (verdict.is_stable, verdict.is_stored, verdict.count) == (True, True, 1)


@pytest.mark.parametrize("extension", BROKEN)
def test_broken_feed_has_findings_and_is_not_good(extension):
    verdict = judged(BROKEN[extension], extension)

    assert verdict.errors + verdict.warnings == len(verdict.findings) > 0
    assert not verdict.is_good


def test_what_is_stored_is_examined_and_not_what_would_be():
    verdict = judged(GOOD["json"], "json", renderings=[BROKEN["json"]] * 2)

    assert (verdict.findings, verdict.is_stable, verdict.is_good) == ((), False, False)


def test_what_would_be_stored_is_examined_before_the_first_reader():
    verdict = judged(GOOD["rss"], "rss", stored=None)

    assert (verdict.findings, verdict.is_stored, verdict.is_stable, verdict.is_good) == (
        (),
        False,
        True,
        True,
    )


def test_renderings_that_differ_are_not_stable():
    verdict = judged(GOOD["atom"], "atom", stored=None, renderings=[GOOD["atom"], GOOD["atom"] + b"\n"])

    assert (verdict.is_stable, verdict.is_good) == (False, False)


@pytest.mark.parametrize(("size", "is_large"), [(LARGE - 1, False), (LARGE, True)])
def test_size_is_a_matter_from_800_kilobytes_on(size, is_large):
    verdict = dataclasses.replace(judged(GOOD["rss"], "rss"), size=size)

    assert (verdict.is_large, verdict.is_good) == (is_large, not is_large)


@pytest.mark.parametrize("extension", GOOD)
def test_every_rule_of_the_format_is_listed_with_its_findings(extension):
    findings = judged(BROKEN[extension], extension).findings

    checked = checked_rules(extension, findings)

    assert [each.rule for each in checked] == RULES[extension]
    assert sum(each.count for each in checked) == len(findings)


@pytest.mark.parametrize(
    ("line", "excerpt"),
    [(1, "first"), (2, "caf\u00e9 \N{REPLACEMENT CHARACTER}"), (3, "x" * 160), (4, ""), (None, ""), (0, "")],
)
def test_finding_is_shown_with_the_beginning_of_its_line(line, excerpt):
    body = b"first\r\ncaf\xc3\xa9 \xff\n" + b"x" * 900

    (shown,) = shown_findings([finding(line=line)], body=body)

    assert (shown.excerpt, shown.finding) == (excerpt, finding(line=line))


def test_excerpt_has_no_character_that_turns_text_around():
    (shown,) = shown_findings([finding(line=1)], body="a\u202eb\x00".encode())

    assert shown.excerpt == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"
