"""`manage.py prepare`: the first pages of a new site."""

from django.core.management import call_command

from wagtail.models import Page, Site

import pytest
from lxml import html

from cms.privacy import PARAGRAPHS, privacy_paragraphs
from events.models import HomePage, TextPage
from tests.factories import empty_site

pytestmark = pytest.mark.django_db
LANGUAGES = ["fr", "en", "es", "el", "he", "fi"]


def prepare() -> None:
    call_command("prepare", verbosity=0)


def test_empty_site_gets_a_published_home_for_each_language(client):
    empty_site()
    prepare()

    homes = HomePage.objects.order_by("path")
    assert [(home.locale.language_code, home.slug, home.live) for home in homes] == [
        (each, each, True) for each in LANGUAGES
    ]
    assert len({home.translation_key for home in homes}) == 1
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert [client.get(f"/{each}/").status_code for each in LANGUAGES] == [200] * 6


def test_new_site_says_in_each_language_what_it_knows_of_people(client):
    empty_site()
    prepare()

    said = {each: html.fromstring(client.get(f"/{each}/privacy/").content) for each in LANGUAGES}
    (home,) = html.fromstring(client.get("/he/").content).xpath("//footer//a[@href='/he/privacy/']")

    assert [page.xpath("normalize-space(//h1)") for page in said.values()] == [
        "Vie privée", "Privacy", "Privacidad", "Ιδιωτικότητα", "פרטיות", "Yksityisyys",
    ]  # fmt: skip
    assert {each: [p.text for p in page.xpath("//main//p")] for each, page in said.items()} == {
        each: privacy_paragraphs(each) for each in LANGUAGES
    }
    assert len({tuple(privacy_paragraphs(each)) for each in LANGUAGES}) == 6
    assert home.text_content().strip() == "פרטיות"


def test_language_without_a_translation_of_these_words_has_no_such_page(settings):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [("de", "Deutsch"), ("en-gb", "English")]
    empty_site()
    prepare()

    assert [page.locale.language_code for page in HomePage.objects.order_by("path")] == ["de", "en-gb"]
    (page,) = TextPage.objects.all()
    assert (page.url_path, page.body.count("<p>")) == ("/en-gb/privacy/", len(PARAGRAPHS))


def test_site_follows_its_address(settings):
    empty_site()
    settings.PARVIS = settings.PARVIS | {"SITE_URL": "https://museum.example:8443"}
    prepare()

    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_page.slug) == ("museum.example", 8443, "fr")


def test_site_that_somebody_has_begun_stays_as_it_is(site):
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "slug"))
    prepare()
    prepare()

    assert list(Page.objects.order_by("pk").values_list("pk", "title", "slug")) == before
