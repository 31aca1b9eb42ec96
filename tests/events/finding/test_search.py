"""The search over HTTP: it finds what readers are shown, and answers whatever is typed."""

import time
from urllib.parse import urlencode

from django.core.management import call_command

from wagtail.models import PageViewRestriction
from wagtail.search.backends import get_search_backend

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Person, SessionPage, SessionQuestion, TextPage
from tests import factories
from tests.events import announced
from tests.events.announced import DAY_BEFORE, SECRETS
from tests.events.reader import read, text_of, texts

RESULTS = "//main//section//a"


def found(client, query: str, *, language: str = "fr") -> list[str]:
    """The titles of the results."""
    response = read(client, f"/{language}/search/?{urlencode({'q': query})}")
    assert response.status_code == 200
    return texts(response, RESULTS)


@pytest.mark.django_db
def test_session_is_found_by_the_beginnings_of_what_it_says(client, announcement):
    queries = [
        "solidarités",
        "SOLIDARITES",
        "monde solida",
        "travaille",
        "cooperation",
        "diaporama",
        "entre musees",
    ]
    title = "Construire des solidarités entre musées du monde"

    assert [query for query in queries if title not in found(client, query)] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title", "query"),
    [
        ("el", "Αλληλεγγύη ανάμεσα σε μουσεία", "αλληλεγγυη μουσεια"),
        ("el", "Αλληλεγγύη ανάμεσα σε μουσεία", "ΑΛΛΗΛΕΓΓΎΗ"),
        ("he", "מה רואים מִלְּמַטָּה", "מלמטה"),
        ("he", "איקו״ם ישראל", 'איקו"ם'),
        ("fi", "Yhteisöllisyyttä museoiden välillä", "yhteisollisyytta"),
    ],
)
def test_marks_do_not_matter_in_any_script(client, session, language, title, query):
    factories.translate(session, language, title=title)

    assert title in found(client, query, language=language)


@pytest.mark.django_db
def test_untranslated_session_is_found_in_the_words_that_readers_are_shown(client, session, hebrew_cycle):
    assert found(client, "construire", language="he") == ["Construire des solidarités"]

    factories.translate(session, "he", title="לבנות")

    assert found(client, "construire", language="he") == []
    assert found(client, "לבנות", language="he") == ["לבנות"]


@pytest.mark.django_db
def test_news_cycle_and_text_are_found_in_their_own_language_only(client, site, cycle):
    factories.make_news(site, title="Musée en fête", slug="fete")
    site.home.add_child(instance=TextPage(title="Du musée", slug="about", locale=site.home.locale))

    assert sorted(found(client, "musee")) == ["Du musée", "Musée en fête", "Solidarités, musées"]
    assert found(client, "fete", language="he") == []


@pytest.mark.django_db
def test_organisation_and_person_are_found_by_every_name(client, announcement):
    names = {query: found(client, query) for query in ("grece", "ελληνικο", "Elpida", "καραθανασ")}

    assert names == {
        "grece": ["ICOM Grèce"],
        "ελληνικο": ["ICOM Grèce"],
        "Elpida": ["Construire des solidarités entre musées du monde"],
        "καραθανασ": ["Construire des solidarités entre musées du monde"],
    }


@pytest.mark.django_db
def test_question_that_is_added_later_is_found(client, session):
    draft = session.get_latest_revision_as_object()
    draft.question_rows = [SessionQuestion(text="Et les archives ?", locale=session.locale)]
    draft.save_revision().publish()

    assert found(client, "archives") == ["Construire des solidarités"]


@pytest.mark.django_db
def test_what_is_not_public_is_not_found(client, site, session):
    factories.make_organisation(name_latin="Solidarity")
    Person.objects.create(name_original="Solidaire")
    factories.make_session(session.get_parent().specific, number=8, title="Solidarité cachée", live=False)
    factories.redraft(session, title="Brouillon")
    hidden = factories.make_session(session.get_parent().specific, number=9, title="Solidarité privée")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)

    assert found(client, "solida") == ["Construire des solidarités", "Solidarités, musées"]
    assert found(client, "brouillon") == []


@pytest.mark.django_db
def test_title_that_is_not_told_yet_finds_nothing(client, cycle):
    factories.make_session(cycle, theme_pending=True, title="Surprise", introduction="<p>Bientôt.</p>")

    assert found(client, "surprise") == []
    assert len(found(client, "bientot")) == 1


@pytest.mark.django_db
def test_no_way_into_a_meeting_can_be_found(client, announcement):
    queries = [*SECRETS, "zoom.example", "planted", "pwd", "811 7485 4920", "314159"]

    assert {query: found(client, query) for query in queries} == {query: [] for query in queries}
    assert [
        secret for secret in SECRETS if secret in read(client, "/fr/search/?q=musees").content.decode()
    ] == []
    indexed = get_search_backend().autocomplete("planted", SessionPage.objects.all())
    assert list(indexed) == []


@pytest.mark.django_db
def test_query_that_says_nothing_gets_a_page(client, session):
    queries = [
        "", '"', "\0", "-", " ", "(", "*", "NEAR(a b)", "a AND", "title:x", "😀", "%s", "\\", "' OR 1=1 --", "x" * 5000,
        "\ud800",
    ]  # fmt: skip

    asked = [f"/fr/search/?{urlencode({'q': query}, errors='surrogatepass')}" for query in queries]

    assert {client.get(path).status_code for path in asked} == {200}


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=300))
def test_search_answers_whatever_is_typed(client, query):
    response = client.get("/fr/search/", {"q": query})

    assert response.status_code == 200


@pytest.mark.django_db
def test_what_was_typed_is_shown_as_text(client, session):
    response = read(client, f"/fr/search/?{urlencode({'q': '<script>alert(1)</script>'})}")

    assert response.tree.xpath("//main//script") == []
    assert response.tree.xpath("//input[@name='q']/@value") == ["<script>alert(1)</script>"]


@pytest.mark.django_db
def test_results_are_not_indexed_and_the_switcher_asks_the_same(client, session):
    response = read(client, "/he/search/?q=mus%C3%A9e")

    assert response.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert response.tree.xpath("//link[@rel='canonical' or @hreflang]") == []
    assert response.tree.xpath("//nav[@class='languages']//a/@href")[0] == "/fr/search/?q=mus%C3%A9e"


@pytest.mark.django_db
def test_results_are_dated(client, site, session):
    factories.make_news(site, title="Construire", slug="construire")

    response = read(client, "/fr/search/?q=construire", at=DAY_BEFORE)

    assert response.tree.xpath("//main//time/@datetime") == ["2021-05-18T13:00:00+02:00", "2021-05-01"]
    assert text_of(response.tree.xpath("//p[@role='status']")[0]) == "2 résultats"


@pytest.mark.django_db
@pytest.mark.slow
def test_pages_of_two_thousand_sessions_are_made_in_time(client, session):
    announced.clone_sessions(session, 2000)
    call_command("update_index", verbosity=0)

    for path in (
        "/fr/search/?q=seance",
        "/he/search/?q=s",
        "/fr/archive/",
        "/he/archive/?year=2021",
        "/sitemap.xml",
    ):
        started = time.process_time()
        assert client.get(path).status_code == 200
        assert time.process_time() - started < 3, path


@pytest.mark.django_db
def test_page_whose_title_has_the_words_comes_before_newer_ones(client, session):
    cycle = session.get_parent().specific
    factories.make_session(cycle, number=8, title="Autre", introduction="<p>Construire.</p>")

    assert found(client, "construire") == ["Construire des solidarités", "Autre"]
