"""The language of an address in another project: pages lead into one, what programs ask for does not."""

from django.http import HttpResponse, HttpResponseNotFound
from django.test import RequestFactory
from django.utils import translation

import pytest

from events.middleware import LanguageOfAddress


def ask(path: str, *, status=HttpResponseNotFound, language: str = "he"):
    spoken = []

    def view(request):
        spoken.append(translation.get_language())
        return status("")

    with translation.override(None):
        answer = LanguageOfAddress(view)(RequestFactory().get(path, headers={"Accept-Language": language}))
    return answer, spoken[0]


def test_page_without_a_language_leads_into_the_reader_s():
    answer, spoken = ask("/about/")

    assert (answer.status_code, answer.headers.get("Location"), spoken) == (302, "/he/about/", "he")


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/xx/all/sessions.ics",
        "/s/none-1",
        "/api/v1/sessions/none-1",
        "/embed/xx/all/",
        "/oembed",
        "/sitemap.xml",
    ],
)
def test_what_programs_ask_for_is_not_found_and_no_redirect(path):
    answer, _spoken = ask(path)

    assert (answer.status_code, answer.headers.get("Vary")) == (404, None)


@pytest.mark.parametrize("path", ["/api/v1/sessions", "/embed/fr/all/", "/oembed"])
def test_programs_are_spoken_to_in_the_language_of_the_site(path):
    assert ask(path, status=HttpResponse)[1] == "fr"


def test_api_of_the_project_s_own_keeps_the_reader_s_language():
    assert ask("/api/v2/museum/", status=HttpResponse)[1] == "he"
