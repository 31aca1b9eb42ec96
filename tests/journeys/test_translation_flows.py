"""wagtail-localize cannot break a promise: nothing goes live unasked, and no words are overwritten."""

from django.core.files.base import ContentFile
from django.urls import reverse

from wagtail.documents import get_document_model
from wagtail.models import Locale, Page

import pytest
from wagtail_localize.models import LocaleSynchronization, StringTranslation
from wagtail_localize.operations import translate_page_subtree

from events.models import SessionPage
from tests import factories
from tests.factories import OTHER_LINK
from tests.journeys.desk import translation_of
from tests.journeys.looking import assert_facts_equal, stored, told, translation, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.facts]


def locale(language):
    return Locale.objects.get(language_code=language)


def test_submitting_a_session_makes_drafts_of_it_and_of_its_cycle(group, french_cycle, desk):
    live_before = Page.objects.filter(live=True).count()

    desk.submit(group.fr, "he", "fi")

    for language in ("he", "fi"):
        session, parent = translation(group.fr, language), translation(french_cycle, language)
        assert (session.live, parent.live, session.get_parent().pk) == (False, False, parent.pk)
        assert translation_of(session).enabled
        assert_facts_equal(*group.pages, session)
    assert Page.objects.filter(live=True).count() == live_before
    assert not Page.objects.filter(alias_of__isnull=False).exists()


def test_submitting_a_cycle_with_its_sessions_makes_drafts(group, french_cycle, desk):
    before = [words(page) for page in group.pages]
    desk.stop_sync(group.en)

    desk.submit(french_cycle, "he", subtree=True)

    assert [translation(page, "he").live for page in (french_cycle, group.fr)] == [False, False]
    assert [words(page) for page in group.pages] == before
    assert not translation_of(group.en).enabled


def test_submitting_again_with_the_sessions_touches_no_translation_that_exists(group, french_cycle, desk):
    desk.stop_sync(group.en)
    desk.edit(group.en, title="By hand")
    before = tree()

    translate_page_subtree(
        french_cycle.pk, list(Locale.objects.filter(language_code__in=["en", "es", "el"])), None, None
    )

    assert tree() == before
    assert not translation_of(group.en).enabled


def test_a_follower_that_is_submitted_becomes_no_second_origin(group, desk):
    desk.submit(group.es, "he")

    hebrew = translation(group.fr, "he")
    assert (hebrew.is_origin, words(hebrew)["title"]) == (False, "Construir solidaridades")
    assert_facts_equal(*group.pages, hebrew)


def test_syncing_without_publication_changes_nothing_live(group, desk):
    desk.edit(group.fr, title="Nouveau titre", link=OTHER_LINK)
    before = tree()

    desk.sync(group.fr, publish=False)

    assert tree() == before


def test_words_in_the_translation_memory_reach_the_public_only_by_publication(group, desk):
    before = words(group.en)
    desk.write_strings(group.en, title="SECRET DRAFT")

    with desk.commit(execute=True):
        translation_of(group.en).save_target(publish=False)
    assert words(group.en) == before

    desk.publish_translation(group.en)
    assert words(group.en) == before | {"title": "SECRET DRAFT"}


def test_a_slug_of_ones_own_outlives_every_publication(group, desk):
    desk.stop_sync(group.en)
    desk.edit(group.en, slug="building")
    desk.start_sync(group.en)

    desk.publish_translation(group.en)

    assert (stored(group.en).slug, group.es.slug, group.el.slug) == ("building", "sesion-siete", "seance-7")


def test_slugs_are_not_offered_for_translation(group):
    source = translation_of(group.en).source

    paths = set(source.stringsegment_set.values_list("context__path", flat=True))
    assert paths & {"slug", *SessionPage.fact_fields} == set()
    assert list(source.overridablesegment_set.values_list("context__path", flat=True)) == []


def test_starting_to_sync_again_keeps_what_was_written_by_hand(group, desk):
    desk.stop_sync(group.en)
    desk.edit(
        group.en,
        **{"title": "By hand", "question_rows-0-text": "Which ones?", "photo_rows-0-caption": "The square"},
    )
    before = words(group.en)

    desk.start_sync(group.en)
    desk.publish_translation(group.en)

    assert translation_of(group.en).enabled
    assert words(group.en) == before
    assert before["title"] == "By hand"


def test_starting_to_sync_again_keeps_paragraphs_and_links_in_their_places(group, desk):
    french = '<p>Un <a href="https://fr.example/a">lien</a></p><p>Deux</p>'
    factories.publish(group.fr, body=french, minutes="<p>Compte rendu</p>")
    desk.stop_sync(group.en)
    english = '<p>A <a href="https://en.example/a">link</a></p><p>Two</p>'
    factories.publish(group.en, body=english, minutes="", introduction="<p>Good morning</p>")

    desk.start_sync(group.en)
    desk.publish_translation(group.en)

    assert (words(group.en)["body"], words(group.en)["introduction"]) == (english, "<p>Good morning</p>")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("minutes", "<p>Only in English</p>"),
        ("introduction", "<p>Hello</p><p>And a second paragraph</p>"),
        ("introduction", '<p>Hello <a href="https://en.example/">there</a></p>'),
    ],
)
def test_syncing_does_not_start_again_where_it_would_lose_words(group, desk, column, value):
    desk.stop_sync(group.en)
    factories.publish(group.en, **{column: value})
    memory = list(StringTranslation.objects.order_by("pk").values_list("data", flat=True))

    desk.start_sync(group.en)

    name = str(SessionPage._meta.get_field(column).verbose_name)
    level, message = told(desk)
    assert (level, f"({name})" in message) == ("error", True)
    assert not translation_of(group.en).enabled
    assert words(group.en)[column] == value
    assert list(StringTranslation.objects.order_by("pk").values_list("data", flat=True)) == memory


def test_reason_of_a_change_is_no_matter_of_syncing(group, desk):
    desk.stop_sync(group.en)
    factories.publish(group.en, change_reason="A strike")

    desk.start_sync(group.en)
    desk.publish_translation(group.en)

    assert words(group.en)["change_reason"] == "A strike"


def test_deleting_the_origin_keeps_the_translation_memory(group, desk):
    desk.write_strings(group.en, title="Remembered")
    before = list(StringTranslation.objects.order_by("pk").values_list("data", flat=True))

    desk.post("wagtailadmin_pages:delete", group.fr.pk)

    assert list(StringTranslation.objects.order_by("pk").values_list("data", flat=True)) == before
    assert "Remembered" in before


def test_after_the_origin_is_deleted_its_translations_are_edited_by_hand(group, desk):
    desk.post("wagtailadmin_pages:delete", group.fr.pk)

    desk.start_sync(group.en)
    assert told(desk)[0] == "error"
    html = desk.client.get(reverse("wagtailadmin_pages:edit", args=[group.en.pk])).content.decode()

    assert "localize-restart-translation" not in html
    assert words(desk.edit(group.en, title="On my own"))["title"] == "On my own"


def test_a_deleted_translation_that_is_submitted_again_starts_from_the_memory(group, desk):
    desk.post("wagtailadmin_pages:delete", group.en.pk)

    desk.submit(group.fr, "en")

    english = translation(group.fr, "en")
    assert (english.live, english.title) == (False, "Building solidarities")
    assert_facts_equal(group.fr, english, group.es, group.el)


def test_a_synchronised_locale_gets_drafts(group, french_cycle, desk):
    with desk.commit(execute=True):
        LocaleSynchronization.objects.create(locale=locale("he"), sync_from=locale("fr"))

    desk.create(SessionPage, french_cycle, title="Séance 8", slug="seance-8", date="2021-06-15")

    made = SessionPage.objects.get(slug="seance-8", locale=locale("fr"))
    assert [translation(page, "he").live for page in (french_cycle, group.fr, made)] == [False, False, False]
    assert_facts_equal(made, translation(made, "he"))
    assert not Page.objects.filter(alias_of__isnull=False).exists()


def test_translated_title_that_is_too_long_is_said_in_its_place_and_published_nowhere(group, desk):
    desk.write_strings(group.en, title="x" * 256)

    desk.publish_translation(group.en)

    assert stored(group.en).title == group.en.title
    string = StringTranslation.objects.get(data="x" * 256)
    assert (string.has_error, "255" in string.field_error) == (True, True)
    assert Page.objects.get(pk=group.en.pk).draft_title == "x" * 255


def test_a_new_translation_has_neither_the_captions_nor_the_reason_of_its_origin(group, desk):
    captions = get_document_model().objects.create(title="vtt", file=ContentFile(b"WEBVTT\n", name="7.vtt"))
    factories.publish(group.fr, captions=captions, change_reason="Grève")

    desk.submit(group.fr, "he")

    page = translation(group.fr, "he")
    assert (page.captions, page.change_reason) == (None, "")
    draft = page.get_latest_revision_as_object()
    assert (draft.captions, draft.change_reason) == (None, "")
