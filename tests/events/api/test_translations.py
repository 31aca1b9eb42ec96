"""A page translated by a program: in wagtail-localize's memory, all words or none, by whoever may."""

import json
from io import StringIO

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command

import pytest

from events import roles
from events.models import SessionPage
from tests import factories
from tests.events.api.client import BASE, refused

pytestmark = pytest.mark.django_db

URL = f"{BASE}/translations/"
JSON = {"content_type": "application/json"}
BUDGET = 8


@pytest.fixture
def call(client, token):
    """Call the API with the token of an administrator."""

    def call(method: str, path: str = "", **body):
        return client.generic(method, URL + path, data=body and json.dumps(body), **JSON | {"headers": token})

    return call


@pytest.fixture
def made(call, session):
    """The session's translation into English, as the API answered it."""
    factories.translate(session.get_parent().specific, "en")
    answer = call("POST", page_id=session.pk, locale="en")
    assert answer.status_code == 201, answer.content
    return answer.json()


def english() -> SessionPage:
    return SessionPage.objects.get(locale__language_code="en")


def string(made: dict, field: str) -> int:
    return next(each["id"] for each in made["strings"] if each["field"] == field)


def test_translation_is_a_draft_with_the_strings_of_the_page(made, session):
    page = english()

    assert (made["source_page_id"], made["page_id"], made["locale"]) == (session.pk, page.pk, "en")
    assert (made["is_live"], page.live) == (False, False)
    title = next(each for each in made["strings"] if each["field"] == "title")
    assert (title["source"], title["words"]) == (session.title, None)


@pytest.mark.django_db(transaction=True)
def test_words_are_remembered_and_published(call, made):
    answer = call(
        "PATCH", f"{made['id']}/", words=[{"id": string(made, "title"), "words": "Together"}], publish=True
    )

    assert (answer.status_code, answer.json()["is_live"], english().title) == (200, True, "Together")
    assert call("GET", f"{made['id']}/").json() == answer.json()
    assert next(each for each in answer.json()["strings"] if each["field"] == "title")["words"] == "Together"


@pytest.mark.django_db(transaction=True)
def test_words_of_a_live_page_wait_until_they_are_published(call, made):
    title = string(made, "title")
    for words, publish in (("Together", True), ("Apart", False)):
        call("PATCH", f"{made['id']}/", words=[{"id": title, "words": words}], publish=publish)

    assert english().title == "Together"
    assert call("PATCH", f"{made['id']}/", publish=True).status_code == 200
    assert english().title == "Apart"


@pytest.mark.django_db(transaction=True)
def test_words_that_do_not_fit_their_field_are_no_success(call, made):
    answer = call(
        "PATCH", f"{made['id']}/", words=[{"id": string(made, "title"), "words": "x" * 256}], publish=True
    )

    assert (refused(answer), english().live) == (["words"], False)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [({"id": 999_999}, "id"), ({"words": "<p>open"}, "words"), ({"words": ""}, "words"), ({"words": '<a href="https://x.example">x</a>'}, "words")],
)  # fmt: skip
def test_words_that_cannot_be_taken_are_named_and_none_is(call, made, wrong, named):
    title = string(made, "title")

    answer = call(
        "PATCH",
        f"{made['id']}/",
        words=[{"id": title, "words": "Together"}, {"id": title, "words": "x"} | wrong],
        publish=True,
    )

    assert refused(answer) == [named]
    assert {each["words"] for each in call("GET", f"{made['id']}/").json()["strings"]} == {None}
    assert not english().live


def test_asking_again_brings_the_strings_up_to_date_and_keeps_the_words(call, made, session):
    call("PATCH", f"{made['id']}/", words=[{"id": string(made, "title"), "words": "Together"}], publish=True)
    factories.publish(session, introduction="<p>Une phrase de plus.</p>")

    answer = call("POST", page_id=session.pk, locale="en")

    assert (answer.status_code, answer.json()["id"]) == (200, made["id"])
    assert [each["words"] for each in answer.json()["strings"] if each["field"] == "title"] == ["Together"]
    assert "Une phrase de plus." in [each["source"] for each in answer.json()["strings"]]


@pytest.mark.parametrize("locale", ["xx", "fr", "", "\0"])
def test_language_that_it_cannot_have_is_named(call, session, locale):
    assert refused(call("POST", page_id=session.pk, locale=locale)) == ["locale"]


def test_page_that_was_written_by_hand_is_left_alone(call, session):
    page = factories.translate(session, "en", title="By hand")

    assert refused(call("POST", page_id=session.pk, locale="en")) == ["locale"]
    assert SessionPage.objects.get(pk=page.pk).title == "By hand"


@pytest.mark.parametrize(("number", "status"), [(999_999, 404), (0, 422), (10**30, 422), ("x", 422)])
def test_page_that_there_is_not_is_no_failure(call, session, number, status):
    assert call("POST", page_id=number, locale="en").status_code == status


def test_strings_take_as_many_queries_for_one_as_for_thirty(call, made, session, django_assert_num_queries):
    with django_assert_num_queries(BUDGET):
        call("GET", f"{made['id']}/")
    body = "".join(f"<p>Phrase {number}.</p>" for number in range(30))
    factories.publish(session, introduction=body)
    call("POST", page_id=session.pk, locale="en")
    with django_assert_num_queries(BUDGET):
        assert len(call("GET", f"{made['id']}/").json()["strings"]) > 30


def test_without_a_token_nothing_is_said(client, made):
    answers = [client.get(f"{URL}{made['id']}/"), client.post(URL, "{}", **JSON)]

    assert [answer.status_code for answer in answers] == [401, 401]


def test_locales_are_listed_for_programs(client, token, site):
    answer = client.get(f"{BASE}/locales/", headers=token)

    assert sorted(each["language_code"] for each in answer.json()["items"]) == [
        "el",
        "en",
        "es",
        "fi",
        "fr",
        "he",
    ]
    assert client.get(f"{BASE}/locales/").status_code == 401


class TestPrograms:
    """What the group Programs may, and may not."""

    @pytest.fixture
    def token(self, site):
        roles.make_roles()
        user = get_user_model().objects.create_user("programme", "programme@parvis.example")
        user.groups.add(Group.objects.get(name=roles.PROGRAMS))
        printed = StringIO()
        call_command("api_tokens", "create", "--user=programme", "--name=program", stdout=printed)
        return {"Authorization": f"Bearer {printed.getvalue().strip()}"}

    def test_program_drafts_and_translates(self, call, made):
        answer = call("PATCH", f"{made['id']}/", words=[{"id": string(made, "title"), "words": "Together"}])

        assert answer.status_code == 200
        assert english().get_latest_revision_as_object().title == "Together"

    def test_program_publishes_nothing(self, call, made):
        assert call("PATCH", f"{made['id']}/", publish=True).status_code == 403
        assert not english().live
