"""Text is stored clean, whatever was typed: every text column of every model that editors write."""

import re
import unicodedata

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from wagtail.fields import RichTextField
from wagtail.models import Page

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events.cleaning import CleanTextMixin
from events.models import (
    JobRun,
    LedgerChange,
    LedgerEntry,
    Organisation,
    OrganisationName,
    ReservedCode,
    SecondReaderTask,
    SessionPage,
    WordsRecord,
)
from tests import factories
from tests.feeds.hostile import texts

# Written by the program, or chosen from a list: nobody types into these.
# A task's name is typed in Wagtail's own form of workflows.
WRITTEN_BY_CODE = {LedgerEntry, LedgerChange, JobRun, ReservedCode, SecondReaderTask, WordsRecord}
CLEANED = [
    model for model in apps.get_app_config("parvis_events").get_models() if issubclass(model, CleanTextMixin)
]
HOSTILE = "\ufeff\x00A\ud800\r\nB\u202e]]>\x1b👩\u200d👧\u2028\x85C\ufffe\t é é\u0301 \N{NO-BREAK SPACE}?"
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def text_fields(model):
    return [
        field for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    ]  # fmt: skip


COLUMNS = [(model, field) for model in CLEANED for field in text_fields(model)]


def cleaned(model, field, value):
    row = model(pk=1, content_type_id=1) if issubclass(model, Page) else model(pk=1)
    setattr(row, field.attname, value)
    row.clean_texts()
    return getattr(row, field.attname)


def test_every_model_with_typed_text_cleans_it():
    typed = {model for model in apps.get_app_config("parvis_events").get_models() if text_fields(model)}

    assert typed - WRITTEN_BY_CODE == set(CLEANED)


@pytest.mark.parametrize(
    ("model", "field"), COLUMNS, ids=lambda part: getattr(part, "__name__", None) or part.name
)
def test_column_is_cleaned_by_its_kind(model, field):
    if isinstance(field, RichTextField):
        expected = "A\r\nB]]>👩\u200d👧\u2028\x85C\t é é\u0301 \N{NO-BREAK SPACE}?"
    elif isinstance(field, models.TextField):
        expected = "A\nB]]>👩\u200d👧\n\nC é é\u0301 ?"
    else:
        expected = "A B]]>👩\u200d👧 C é é\u0301 ?"

    assert cleaned(model, field, HOSTILE) == expected


@given(column=st.sampled_from(COLUMNS), value=texts)
def test_whatever_is_typed_is_cleaned_once_and_for_all(column, value):
    model, field = column

    once = cleaned(model, field, value)

    assert cleaned(model, field, once) == once
    once.encode()
    if not isinstance(field, RichTextField):
        assert not FORBIDDEN.search(once.replace("\n", ""))
        assert "\n" not in once or isinstance(field, models.TextField)


@given(
    column=st.sampled_from(COLUMNS),
    words=st.lists(st.sampled_from(["Ελλάδα", "שלום", "été", "🇫🇷", "x²", "&amp;", "<b>", "%"])),
)
def test_no_word_of_a_reader_is_lost(column, words):
    model, field = column

    assert cleaned(model, field, "\x00".join(f"{word} \u202e" for word in words)).split() == words


@given(column=st.sampled_from(COLUMNS), value=st.text(st.characters(categories=("L", "N", "P", "S"))))
def test_visible_text_is_kept_letter_by_letter(column, value):
    model, field = column

    assert unicodedata.normalize("NFC", cleaned(model, field, value)) == unicodedata.normalize("NFC", value)


@pytest.mark.parametrize("value", [None, 7, [], {}])
def test_what_is_no_text_stays_as_it_is(value):
    session = SessionPage(pk=1, content_type_id=1)
    session.number = value

    session.clean_texts()

    assert session.number == value


class TestStoredOrganisation(TestCase):
    @given(original=texts, latin=texts, name=texts)
    def test_names_of_any_text_are_stored_clean(self, original, latin, name):
        Organisation.objects.all().delete()
        organisation = factories.make_organisation(
            f"org-{Organisation.objects.count()}", name_original=original[:200], name_latin=latin[:200]
        )
        organisation.names = [OrganisationName(language="fi", name=name[:200])]
        organisation.save()

        stored = Organisation.objects.get(pk=organisation.pk)
        for text in (stored.name_original, stored.name_latin, stored.names.get().name):
            assert not FORBIDDEN.search(text)
            text.encode()


@pytest.mark.django_db
def test_session_of_hostile_text_is_stored_and_published_clean(cycle):
    words = dict.fromkeys(
        ("title", "introduction", "body", "poster_alt", "change_reason", "minutes"), HOSTILE
    )
    facts = dict.fromkeys(("platform", "poster_credit", "passcode"), HOSTILE)

    session = factories.make_session(cycle, questions=(HOSTILE,), **words, **facts)

    line = "A B]]>👩\u200d👧 C é é\u0301 ?"
    stored = [
        getattr(session, name) for name in ("title", "draft_title", "poster_alt", "change_reason", *facts)
    ]
    assert stored == [line] * 7
    assert session.question_rows.get().text == line
    assert session.latest_revision.content["title"] == line


@pytest.mark.django_db
def test_title_that_is_nothing_but_controls_is_refused_by_its_field(session):
    session.title = "\x00\u202e\x1b"

    with pytest.raises(ValidationError) as refusal:
        session.full_clean()

    assert list(refusal.value.message_dict) == ["title"]
