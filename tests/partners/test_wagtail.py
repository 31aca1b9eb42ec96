"""A Wagtail site with the settings that the kit gives: an editor pastes the address of one of our pages, and has the programme."""

import urllib.request

from wagtail.embeds.embeds import get_embed
from wagtail.embeds.finders import get_finders

import pytest
from lxml import html

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def settings_of_the_kit(ours, settings):
    """The setting that the kit gives, in force; Wagtail keeps what it made of it."""
    with urllib.request.urlopen(f"{ours}/en/partners/?site=wagtail", timeout=60) as answer:  # noqa: S310  (our own server)
        page = html.document_fromstring(answer.read().decode())
    (code,) = page.xpath("//section[@aria-labelledby='copy-title']/div/pre/code")
    given: dict[str, object] = {}
    exec(code.text, given)  # noqa: S102  (what our own page says)
    settings.WAGTAILEMBEDS_FINDERS = given["WAGTAILEMBEDS_FINDERS"]
    get_finders.cache_clear()
    yield
    get_finders.cache_clear()


def test_address_of_our_page_becomes_our_frame(ours, settings_of_the_kit):
    embed = get_embed(f"{ours}/fr/solidarites/")

    assert embed.title.startswith("Solidarités, musées")
    assert f'src="{ours}/embed/fr/cycle-solidarites/"' in embed.html


def test_every_other_provider_is_still_known(settings_of_the_kit):
    (finder,) = get_finders()

    assert finder.accept("https://www.youtube.com/watch?v=x")
