"""Rich text through wagtail-localize: five thousand characters, lists, links of each kind, photos and poster arrive whole."""

import re
from urllib.parse import urlencode

from django.core.files.base import ContentFile
from django.urls import reverse

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

import pytest
from bs4 import BeautifulSoup

from tests import factories
from tests.journeys.conftest import make_image
from tests.journeys.desk import translation_of
from tests.journeys.looking import assert_facts_equal, words

pytestmark = [pytest.mark.django_db, pytest.mark.facts]

LONG = "Des musées ont travaillé ensemble. " * 143


@pytest.fixture
def body(group, tmp_path, settings):
    """Published in French, with a poster and a second photo."""
    settings.MEDIA_ROOT = tmp_path
    document = get_document_model().objects.create(
        title="Actes", file=ContentFile(b"%PDF-1.7", name="actes.pdf")
    )
    html = (
        f'<h2>Titre</h2><p>{LONG}<a id="{group.fr.get_parent().pk}" linktype="page">le cycle</a>, '
        f'<a id="{document.pk}" linktype="document">les actes</a>, '
        '<a href="https://icom.example/?a=1&amp;b=2">un <b>site</b></a>.</p>'
        "<ul><li>un</li><li><b>deux</b> <i>trois</i></li></ul><blockquote>quatre</blockquote><ol><li>cinq</li></ol>"
    )
    factories.publish(group.fr, body=html, minutes=html, poster=make_image("poster"))
    return html


def in_capitals(html: str) -> str:
    """A translation that is as long and has the same tags."""
    return re.sub(r"[^<>]+(?![^<]*>)", lambda text: text[0].upper(), html)


def translate_in_capitals(desk, page, *fields: str) -> None:
    translation = translation_of(page)
    for segment in translation.source.stringsegment_set.filter(context__path__in=fields):
        url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        written = urlencode({"value": in_capitals(segment.string.data)})
        answer = desk.client.put(url, written, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 201, answer.content


def test_long_words_with_links_are_translated_whole(group, desk, body):
    translate_in_capitals(desk, group.en, "body", "minutes")

    desk.publish_translation(group.en)

    english = words(group.en)
    assert len(LONG) > 5_000
    assert (english["body"], english["minutes"]) == (in_capitals(body), in_capitals(body))
    assert words(group.fr)["body"] == body


def test_links_of_a_translation_lead_to_pages_in_its_language_documents_and_sites(group, desk, body, client):
    desk.publish_translation(group.en)

    page = BeautifulSoup(client.get("/en/solidarites/seance-7/").content, "lxml")

    assert [link["href"] for link in page.select("div.rich")[1].select("a")] == [
        "/en/solidarites/",
        get_document_model().objects.get().url,
        "https://icom.example/?a=1&b=2",
    ]


def test_photos_and_poster_of_a_translation_are_those_of_its_origin(group, desk, body):
    before = [(row.image_id, row.credit) for row in group.fr.photo_rows.all()]

    desk.publish_translation(group.en)

    facts = assert_facts_equal(*group.pages)
    assert [(image, credit) for _key, image, credit in facts["photo_rows"]] == before
    assert (len(before), facts["poster"]) == (1, get_image_model().objects.get(title="poster").pk)
