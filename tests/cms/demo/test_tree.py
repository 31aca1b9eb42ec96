"""The source language's home takes the place of Wagtail's welcome page, unless somebody works with that page."""

from wagtail.models import Page, Site

import pytest

from cms.demo.tree import make_home
from cms.preparing import set_address
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def welcome():
    """Pages and site as Wagtail's migrations leave them."""
    return factories.empty_site()


def test_welcome_page_that_nobody_touched_goes(welcome):
    home = make_home(author=None)

    assert [page.pk for page in Page.objects.filter(depth=2)] == [home.pk]
    assert (Site.objects.get().root_page_id, home.slug, home.live) == (home.pk, "fr", True)


@pytest.mark.parametrize("change", ["title", "revision", "child"])
def test_welcome_page_that_somebody_changed_stays(welcome, change):
    if change == "title":
        Page.objects.filter(pk=welcome.pk).update(title="Our museum")
    elif change == "revision":
        welcome.save_revision()
    else:
        welcome.add_child(instance=Page(title="About us", slug="about-us"))

    home = make_home(author=None)

    assert {page.pk for page in Page.objects.filter(depth=2)} == {home.pk, welcome.pk}


@pytest.mark.parametrize(
    ("address", "hostname", "port"),
    [
        ("http://127.0.0.1:8123", "127.0.0.1", 8123),
        ("http://museum.example", "museum.example", 80),
        ("https://museum.example", "museum.example", 443),
    ],
)
def test_site_has_the_host_and_port_of_site_url(settings, welcome, address, hostname, port):
    settings.PARVIS = settings.PARVIS | {"SITE_URL": address}

    set_address()

    assert list(Site.objects.values_list("hostname", "port")) == [(hostname, port)]
