"""Texts of the site itself: their addresses, their place at the foot, their translation."""

from django.contrib.auth.models import Group

import pytest

from events import roles
from events.models import CyclePage, TextPage
from tests import factories
from tests.events.reader import read, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def legal(site):
    """A text in French."""
    page = TextPage(
        title="Mentions légales", slug="legal", body="<p>Aucun cookie.</p>", locale=site.home.locale
    )
    site.home.add_child(instance=page)
    return factories.publish(page)


def foot(client, path: str) -> list[str]:
    return texts(read(client, path), "//ul[@class='foot']//a")[3:-1]


def test_text_is_a_page_with_its_words(client, legal):
    response = read(client, "/fr/legal/")

    assert texts(response, "//main//h1 | //main//p") == ["Mentions légales", "Aucun cookie."]
    assert response.tree.xpath("//meta[@name='description']/@content") == ["Aucun cookie."]


@pytest.mark.parametrize("slug", ["about", "legal", "accessibility"])
def test_addresses_of_texts_are_for_texts_only(site, slug):
    assert TextPage.slug_errors(slug, parent=site.home) == {}
    assert list(CyclePage.slug_errors(slug, parent=site.home)) == ["slug"]
    assert list(TextPage.slug_errors("search", parent=site.home)) == ["slug"]


def test_text_stands_at_the_foot_of_every_page(client, legal, session):
    paths = [
        "/fr/",
        "/fr/solidarites/seance-7/",
        "/fr/archive/",
        "/fr/search/",
        "/fr/subscribe/",
        "/fr/join/solidarites-7/",
    ]

    assert [foot(client, path) for path in paths] == [["Mentions légales"]] * len(paths)


def test_language_without_the_text_leads_to_another_with_a_mark(client, legal):
    (link,) = read(client, "/he/").tree.xpath("//ul[@class='foot']//a[@hreflang]")

    assert (link.get("href"), link.get("hreflang")) == ("/fr/legal/", "fr")
    assert link.xpath(".//span[@class='mark']/span[@dir='ltr']/text()") == ["[FR]"]

    factories.translate(legal, "he", title="מידע משפטי")

    assert foot(client, "/he/") == ["מידע משפטי"]
    assert read(client, "/he/legal/").tree.xpath("//link[@hreflang='fr']/@href") == [
        "https://parvis.example/fr/legal/"
    ]


def test_unpublished_text_leaves_the_foot(client, legal):
    legal.unpublish()

    assert foot(client, "/fr/") == []


def test_translator_writes_its_words_and_takes_nothing_from_the_public(legal):
    roles.make_roles()
    user = factories.make_user("translator")
    user.groups.add(Group.objects.get(name=roles.translators("fr")))

    powers = legal.permissions_for_user(user)

    assert (powers.can_edit(), powers.can_publish(), powers.can_unpublish(), powers.can_delete()) == (
        True,
        True,
        False,
        False,
    )
