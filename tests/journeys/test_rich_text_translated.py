"""Rich text through wagtail-localize: five thousand characters, lists, links of each kind, photos and poster arrive whole."""

import re
from urllib.parse import urlencode

from django.core.files.base import ContentFile
from django.urls import reverse

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

import pytest
from bs4 import BeautifulSoup
from wagtail_localize.models import OverridableSegment

from tests import factories
from tests.journeys.conftest import make_image
from tests.journeys.desk import translation_of
from tests.journeys.looking import assert_facts_equal, stored, words

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


def override_links(desk, page, address: str) -> None:
    """Give every link of a page another address in the translation editor."""
    translation = translation_of(page)
    for segment in OverridableSegment.objects.filter(source=translation.source):
        url = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
        written = urlencode({"value": address})
        answer = desk.client.put(url, written, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 201, answer.content


LINK = '<p><a href="{}">un <b>site</b></a></p>'


def addresses(html: str) -> set[str | None]:
    """Where that link leads: None where it leads nowhere."""
    links = [link for link in BeautifulSoup(html, "lxml").select("a") if link.get_text() == "un site"]
    return {link.get("href") for link in links}


def in_feed(client, language: str) -> str:
    (item,) = client.get(f"/feeds/{language}/all/sessions.json").json()["items"]
    return item["content_html"]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://icom.example/en/", "https://icom.example/en/"),
        ("javascript:alert(1)", None),
        ("java\tscript:alert(1)", None),
        ("data:text/html,x", None),
    ],
)
def test_link_that_a_translator_makes_run_something_leads_nowhere(group, desk, client, address, kept):
    factories.publish(group.fr, introduction=LINK.format("https://icom.example/"))
    translation = translation_of(group.en)
    translation.source.update_from_db()
    override_links(desk, group.en, address)

    unsaved = desk.client.get(reverse("wagtail_localize:preview_translation", args=[translation.pk]))
    desk.publish_translation(group.en)
    draft = desk.client.get(reverse("wagtailadmin_pages:view_draft", args=[group.en.pk]))

    page = client.get("/en/solidarites/seance-7/")
    shown = [*(answer.content.decode() for answer in (unsaved, draft, page)), in_feed(client, "en")]
    assert [addresses(html) for html in [*shown, words(group.en)["introduction"]]] == [{kept}] * 5


def test_link_that_an_old_revision_runs_leads_nowhere_when_it_is_looked_at(group, desk):
    draft = stored(group.es).get_latest_revision()
    draft.content["introduction"] = LINK.format("javascript:alert(1)")
    draft.save()

    looked_at = desk.client.get(reverse("wagtailadmin_pages:revisions_view", args=[group.es.pk, draft.pk]))

    assert addresses(looked_at.content.decode()) == {None}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "java&#9;script:alert(1)", "data:text/html,x"])
def test_link_that_a_program_makes_run_something_leads_nowhere(group, desk, client, address):
    html = LINK.format(address)

    assert desk.patch(group.es, publish=True, introduction=html).status_code == 200
    factories.publish(group.el, introduction=html)

    assert [script for script in (address, "script:") if script in words(group.es)["introduction"]] == []
    pages = [
        client.get(f"/{page.language}/solidarites/seance-7/").content.decode()
        for page in (group.es, group.el)
    ]
    assert [addresses(html) - {None} for html in [*pages, in_feed(client, "es"), in_feed(client, "el")]] == [
        set()
    ] * 4
    assert addresses(pages[1]) == {None}


def test_photos_and_poster_of_a_translation_are_those_of_its_origin(group, desk, body):
    before = [(row.image_id, row.credit) for row in group.fr.photo_rows.all()]

    desk.publish_translation(group.en)

    facts = assert_facts_equal(*group.pages)
    assert [(image, credit) for _key, image, credit in facts["photo_rows"]] == before
    assert (len(before), facts["poster"]) == (1, get_image_model().objects.get(title="poster").pk)
