"""One news page: every word, date and address that a subscriber reads of it."""

import pytest
import time_machine

from events.models import NewsOrganisation
from tests import factories
from tests.feeds.reading_pieces import articles
from tests.feeds.world import make_image, utc

pytestmark = pytest.mark.django_db

LATER = utc(2120, 1, 1)


def with_partner(page, organisation) -> None:
    """Published, with an organisation."""
    draft = page.get_latest_revision_as_object()
    draft.organisation_rows.add(NewsOrganisation(organisation=organisation, role="partner"))
    draft.save_revision().publish()


def test_news_page_is_an_article(site):
    image = make_image()
    page = factories.make_news(
        site, title="Le programme", summary="Six séances.", body="<p>De <b>septembre</b> à février.</p>", image=image,
        image_alt="Une salle", image_credit="M. Durand",
    )  # fmt: skip
    with_partner(page, factories.make_organisation())

    (article,) = articles()

    assert (article.key, article.url, article.lang, article.title, article.excerpt) == (
        page.translation_key, "https://parvis.example/fr/actualites/une-nouvelle/", "fr", "Le programme", "Six séances.",
    )  # fmt: skip
    assert article.content_html == "<p>Six séances.</p><p>De <b>septembre</b> à février.</p>"
    assert (article.authors, article.picture.alt, article.picture.credit) == (
        ("ICOM Grèce",),
        "Une salle",
        "M. Durand",
    )
    assert article.published == page.first_published_at.replace(microsecond=0)


def test_news_without_a_summary_is_summed_up_by_its_body(site):
    factories.make_news(site, body="<p>De <b>septembre</b> à février.</p>")

    assert (articles()[0].excerpt, articles()[0].authors) == ("De septembre à février.", ("Parvis fr",))


def test_news_is_modified_when_its_organisation_is(site):
    page = factories.make_news(site)
    greece = factories.make_organisation()
    with_partner(page, greece)
    with time_machine.travel(LATER, tick=False):
        greece.name_original = "Autrement"
        greece.save()

    assert articles()[0].last_modified == LATER
