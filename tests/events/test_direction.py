"""Words are written in the direction of what is typed, in every form of ours."""

from django.urls import reverse

import pytest
from bs4 import BeautifulSoup

from tests import factories
from tests.events.logged_in import administrator

pytestmark = pytest.mark.django_db


def directions(client, url: str) -> dict[str, str | None]:
    """The direction of each text control of a page's form, new rows included, by its name."""
    page = BeautifulSoup(client.get(url).content, "lxml")
    for template in page.select("template, script[type='text/django-form-template']"):
        template.replace_with(BeautifulSoup(template.decode_contents(), "lxml"))
    controls = page.select("input[type=text], input[type=url], textarea")
    return {control["name"]: control.get("dir") for control in controls if control.get("name")}


def test_words_of_a_session_follow_what_is_typed_and_addresses_do_not(client, session):
    client = administrator(client, language="he")

    found = directions(client, reverse("wagtailadmin_pages:edit", args=[session.pk]))

    words = ("title", "poster_alt", "change_reason", "search_description", "question_rows-__prefix__-text")
    assert {name: found[name] for name in words} == dict.fromkeys(words, "auto")
    assert (found["link"], found["date"]) == ("ltr", None)


def test_names_of_an_organisation_follow_what_is_typed(client, db):
    client = administrator(client)
    organisation = factories.make_organisation()
    url = reverse(organisation.snippet_viewset.get_url_name("edit"), args=[organisation.pk])

    found = directions(client, url)

    words = ("name_original", "name_latin", "names-0-name", "names-__prefix__-name")
    assert {name: found[name] for name in words} == dict.fromkeys(words, "auto")
