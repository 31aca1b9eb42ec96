"""`manage.py prepare`: the first pages of a new site."""

from django.core.management import call_command

from wagtail.models import Page, Site

import pytest

from events.models import HomePage
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
