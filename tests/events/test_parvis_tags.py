"""What the templates write: words in their language, isolated and escaped; links of other apps."""

from django.utils import translation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import links
from events.codes import Kind
from events.phrases import Name, Phrase
from events.templatetags import parvis

LANGUAGES = ["fr", "en", "es", "el", "he", "fi"]


@given(st.text(), st.sampled_from(LANGUAGES))
def test_phrase_is_isolated_escaped_and_in_its_language(text, language):
    written = parvis.bdi(Phrase(text, language))

    inside = written.removeprefix(
        f'<bdi lang="{language}" dir="{Phrase(text, language).direction}">'
    ).removesuffix("</bdi>")
    assert not {"<", ">", '"', "'"} & set(inside)


def test_name_that_begins_in_latin_script_keeps_the_direction_of_its_language():
    assert parvis.bdi(Phrase("ICOM ישראל", "he")) == '<bdi lang="he" dir="rtl">ICOM ישראל</bdi>'


def test_names_are_parted_by_commas_and_nothing_else():
    names = [Name(Phrase("A", "fr")), Name(Phrase("B", "en"), website="https://b.example")]

    assert parvis.all_named(names) == (
        '<bdi lang="fr" dir="ltr">A</bdi>, <a href="https://b.example" rel="noopener"><bdi lang="en" dir="ltr">B</bdi></a>'
    )


def test_range_of_times_keeps_its_order_in_right_to_left_text():
    assert parvis.times("13:00-14:30") == '<bdi class="times" dir="ltr">13:00-14:30</bdi>'


@pytest.mark.parametrize(("active", "attributes"), [("he", ' lang="fr" dir="ltr"'), ("fr", "")])
def test_language_is_named_where_it_is_not_the_pages(active, attributes):
    with translation.override(active):
        assert parvis.lang_of("fr") == attributes


def test_feed_links_come_from_whoever_registered(monkeypatch):
    monkeypatch.setattr(links, "_registered", [])

    @links.register_feed_links
    def one(scope, language, kind):
        return [(scope, language, kind)]

    links.register_feed_links(one)

    assert links.feed_links("saison", "fr") == [("saison", "fr", Kind.CYCLE)]
