"""What the kit is asked for is read as it is written, and what means nothing has its default."""

from dataclasses import replace

from django.http import QueryDict

import pytest

from feeds.embed.choices import CHOICES
from feeds.kit.choices import FRAMED, NAMES, SITES, KitChoices, read_kit
from feeds.kit.wording import GROUPS, VALUES

LANGUAGES = ("fr", "en", "he")
SCOPES = ("all", "cycle-solidarites", "org-icom-greece")
OFFERED = {"site": SITES, "language": LANGUAGES, "scope": SCOPES, **CHOICES}


def read(query: str, *, page_language: str = "fr"):
    return read_kit(QueryDict(query).dict(), page_language=page_language, languages=LANGUAGES, scopes=SCOPES)


def test_nothing_asked_for_is_everything_in_the_language_of_the_page():
    assert read("", page_language="he") == (KitChoices("he"), ())


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in NAMES for value in OFFERED[name]])
def test_choice_is_read_as_it_is_written(name, value):
    choices = replace(KitChoices("fr"), **{name: value})
    query = choices.query(page_language="fr")

    assert read(query.removeprefix("?")) == (choices, ())
    assert query in {"", f"?{name}={value}"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", ["nothing", "%00", "ALL", "fr'--", "x" * 5000, "%F0%9F%98%80"])
def test_value_that_means_nothing_has_its_default_and_is_named(name, value):
    assert read(f"{name}={value}") == (KitChoices("fr"), (name,))


def test_empty_values_and_other_parameters_are_passed_over():
    assert read("layout=&utm_source=x&__proto__=y") == (KitChoices("fr"), ())


def test_of_two_values_the_last_one_counts():
    assert read("layout=table&layout=next")[0].layout == "next"


@pytest.mark.parametrize("site", SITES)
def test_every_kind_of_site_is_offered_what_it_can_show(site):
    names = KitChoices("fr", site=site).names

    expected = set(NAMES) if site in FRAMED else {"site", "language", "scope"}
    assert set(names) == expected - ({"theme", "accent"} if site == "csp" else set())


def test_every_choice_has_a_title():
    assert set(GROUPS) == set(NAMES)
    assert {name: set(titles) for name, titles in VALUES.items()} == {
        name: set(values) for name, values in OFFERED.items() if name not in {"language", "scope"}
    }
