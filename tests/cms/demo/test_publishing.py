"""Pages are translated through wagtail-localize, word for word, and its editor can go on from there."""

from wagtail.models import Page

import pytest
from lxml import html
from wagtail_localize.models import StringTranslation, Translation

from cms.privacy import privacy_paragraphs
from tests.cms.demo.content import LANGUAGES, read
from tests.cms.demo.loaded import session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_those_of_the_content(language):
    page, words = session("saison-1", language), read(language)["season"]["sessions"]["reserves-ouvertes"]

    assert (page.title, page.introduction, page.minutes) == (
        words["title"],
        words["introduction"],
        words["minutes"],
    )
    assert [row.text for row in page.question_rows.all()] == words["questions"]
    assert [{"title": row.title, "url": row.url} for row in page.resource_rows.all()] == words["resources"]
    assert [row.name for row in page.channel_rows.all()] == [
        read(language)["channels"][code] for code in page.interpreted
    ]
    assert [row.alt for row in page.photo_rows.all()] == [photo["alt"] for photo in words["photos"].values()]


def missing_words() -> set[str]:
    """Where a text of the origin has no translation in the editor."""
    return {
        segment.context.path
        for translation in Translation.objects.all()
        for segment in translation.source.stringsegment_set.select_related("context")
        if not segment.string.translations.filter(
            locale=translation.target_locale, context=segment.context
        ).exists()
    }


def test_every_translation_is_complete_in_the_translation_editor():
    """But for what is said in a replay, which is written down in the languages that were captioned."""
    assert (missing_words(), StringTranslation.objects.filter(has_error=True).count()) == ({"transcript"}, 0)
    assert (
        Translation.objects.filter(enabled=True).count()
        == Page.objects.filter(depth__gt=1).exclude(locale__language_code="fr").count()
    )


def test_publishing_a_translation_again_in_its_editor_keeps_every_word(django_capture_on_commit_callbacks):
    page = session("saison-1", "he")
    before = [
        page.title,
        page.minutes,
        [row.title for row in page.resource_rows.all()],
        [row.url for row in page.resource_rows.all()],
    ]

    with django_capture_on_commit_callbacks(execute=True):
        Translation.objects.get(
            source__object_id=page.translation_key, target_locale=page.locale
        ).save_target()

    page = session("saison-1", "he")
    assert [
        page.title,
        page.minutes,
        [row.title for row in page.resource_rows.all()],
        [row.url for row in page.resource_rows.all()],
    ] == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_of_the_site_stand_at_the_foot_in_every_language(client, language):
    page, words = html.fromstring(client.get(f"/{language}/").content), read(language)["texts"]

    links = {link.get("href"): link.text_content() for link in page.xpath("//ul[@class='foot']//a")[3:-1]}

    assert links == {f"/{language}/{key}/": text["title"] for key, text in words.items()}
    for key, text in words.items():
        said = html.fromstring(client.get(f"/{language}/{key}/").content).xpath(
            "//div[@class='rich']/p/text()"
        )
        first, *others = text["paragraphs"]
        software = privacy_paragraphs(language) if key == "legal" else []
        assert said == [first, *software, *others]
