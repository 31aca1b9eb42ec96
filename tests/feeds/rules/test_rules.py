import re
from collections import Counter

import pytest

from feeds.rules import RULES, Finding, Where, examine
from tests.feeds.rules import (
    broken_atom,
    broken_ical,
    broken_json,
    broken_opml,
    broken_rss,
    broken_stream,
    broken_zones,
)
from tests.feeds.rules.documents import DOCUMENTS, URLS, altered, rules_broken

BROKEN = {
    "ics": [*broken_stream.BROKEN, *broken_ical.BROKEN, *broken_zones.BROKEN],
    "rss": broken_rss.BROKEN,
    "atom": broken_atom.BROKEN,
    "json": broken_json.BROKEN,
    "opml": broken_opml.BROKEN,
}
CASES = [
    pytest.param(name, rule, body, id=f"{rule}-{number}")
    for name, cases in BROKEN.items()
    for number, (rule, body) in enumerate(cases)
]
ALL = [rule for rules in RULES.values() for rule in rules]


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_broken_by_a_document_that_breaks_it_alone(name):
    assert {case[0] for case in BROKEN[name]} == {rule.id for rule in RULES[name]}


@pytest.mark.parametrize("name", RULES)
def test_document_without_a_fault_breaks_no_rule(name):
    assert examine(DOCUMENTS[name], format=name, url=URLS[name]) == []


@pytest.mark.parametrize("name", RULES)
def test_document_of_unknown_address_is_compared_with_none(name):
    assert examine(DOCUMENTS[name], format=name, url="") == []


@pytest.mark.parametrize("name", ["ics", "rss", "atom", "json"])
def test_document_fetched_elsewhere_does_not_name_that_address(name):
    [finding] = examine(DOCUMENTS[name], format=name, url="https://other.example/")

    assert (
        finding.rule
        == {
            "ics": "ics-source",
            "rss": "rss-self",
            "atom": "atom-self",
            "json": "json-feed-url",
        }[name]
    )


def test_format_that_is_unknown_is_refused():
    with pytest.raises(KeyError):
        examine(b"", format="html", url="")


def test_rule_ids_are_unique_and_begin_with_their_format():
    assert [name for name, count in Counter(rule.id for rule in ALL).items() if count > 1] == []
    assert [rule.id for name in RULES for rule in RULES[name] if not rule.id.startswith(f"{name}-")] == []


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_rule_is_told_in_whole_sentences_with_its_source(rule):
    assert re.sub(r"%\(\w+\)s", "", rule.message).count("%") == 0
    assert rule.sentence.endswith(".")
    assert "%" not in rule.sentence
    assert rule.source
    assert rule.severity in ("error", "warning")


def test_finding_says_where_and_what_in_english():
    [finding] = examine(altered("ics", "COLOR:teal", "COLOR:#008080"), format="ics", url=URLS["ics"])

    assert finding == Finding(
        rule="ics-color",
        severity="error",
        where=Where(line=13),
        message="%(value)s is no CSS3 colour name: write one such as teal.",
        parameters={"value": "#008080"},
        source="RFC 7986 5.9",
    )
    assert str(finding) == "#008080 is no CSS3 colour name: write one such as teal."


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("ics", "STATUS:CONFIRMED\n", "", "line 31"),
        ("rss", "<title>News</title>", "", "/rss/channel/item[2]"),
        ("rss", 'rel="self" type="application/rss+xml"', 'rel="self"', "/rss/channel/atom:link[1]"),
        ("atom", "<published>2021-05-02T07:00:00Z</published>", "", "/feed/entry[2]"),
        ("json", '"title": "News",', "", "items[1].title"),
        ("opml", 'text="Calendars"', "", "/opml/body/outline[2]"),
    ],
)
def test_finding_names_its_place(name, old, new, expected):
    [finding] = examine(altered(name, old, new), format=name, url=URLS[name])

    assert str(finding.where) == expected


def test_finding_about_the_whole_document_has_no_place():
    [finding] = examine(DOCUMENTS["rss"] + b" " * 800_000, format="rss", url=URLS["rss"])

    assert (finding.rule, str(finding.where)) == ("rss-large", "")


def test_rule_broken_many_times_is_told_twenty_times():
    many = "COMMENT:a;b\n" * 50

    findings = examine(altered("ics", "COLOR:teal\n", many), format="ics", url=URLS["ics"])

    assert [finding.rule for finding in findings] == ["ics-text-escape"] * 20


def test_value_of_anybody_is_shown_short_and_printable():
    long = "\u202e" + "x" * 200

    [finding] = examine(altered("json", '"2021-04-20T08:15:00Z"', f'"{long}"'), format="json", url="")

    assert finding.parameters == {"value": "\N{REPLACEMENT CHARACTER}" + "x" * 78 + "…"}


@pytest.mark.parametrize(("name", "rule", "body"), CASES)
def test_broken_document_breaks_one_rule(name, rule, body):
    assert rules_broken(body, name) == [rule]


@pytest.mark.parametrize(("name", "rule", "body"), CASES)
def test_finding_fills_its_sentence(name, rule, body):
    finding = examine(body, format=name, url=URLS[name])[0]

    assert "%(" not in str(finding)
