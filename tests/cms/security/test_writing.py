"""What programs may write: nothing before it is switched on, and nothing that Wagtail's API would answer with 500 (reliability.md T4)."""

import io
import json

from django.core.management import call_command
from django.test import Client

from wagtail.models import Page

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


class TestWhileItIsOff:
    PATHS = ("/api/v3-preview/pages/", "/api/v3-preview/translations/", "/api/v3-preview/pages/1/")

    @pytest.fixture(autouse=True)
    def _reading(self, settings):
        settings.API_WRITES = False

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    @pytest.mark.parametrize("path", PATHS)
    def test_nothing_is_written_before_it_is_switched_on(self, path, method):
        answer = getattr(Client(), method)(path, "{}", content_type="application/json")

        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert "API_WRITES=on" in json.loads(answer.content)["detail"]

    def test_reading_goes_on(self):
        assert Client().get("/api/v3-preview/pages/").status_code == 200

    def test_own_api_and_join_button_are_not_concerned(self, session):
        assert Client().post("/api/v1/sessions").status_code == 405
        assert Client().post(f"/fr/join/{session.code}/").status_code == 409


@pytest.fixture
def program(session):
    """A client with the token of an administrator."""
    factories.make_admin()
    out = io.StringIO()
    call_command("api_tokens", "create", "--user=admin", "--name=program", stdout=out)
    token = next(word for word in out.getvalue().split() if word.startswith("wagtail_"))
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("body", ["[null, null]", "[]", " 7", "null", '"text"'])
@pytest.mark.parametrize(
    ("method", "path"), [("post", "pages/"), ("patch", "pages/3/"), ("post", "translations/")]
)
def test_body_that_is_no_object_is_refused_in_words(program, method, path, body):
    answer = getattr(program, method)(f"/api/v3-preview/{path}", body, content_type="application/json")

    assert (answer.status_code, "must be a JSON object" in json.loads(answer.content)["detail"]) == (
        422,
        True,
    )


def test_half_a_character_in_the_name_of_a_field_is_refused_in_words(program):
    answer = program.patch("/api/v3-preview/pages/3/", r'{"e\udb01": []}', content_type="application/json")

    assert (answer.status_code, "half a character" in json.loads(answer.content)["detail"]) == (422, True)


@pytest.mark.parametrize("body", ["", "{", "{}", "{not json}", "[" * 100_000])
def test_body_that_is_no_json_is_the_apis_to_refuse(program, body):
    answer = program.post("/api/v3-preview/pages/", body, content_type="application/json")

    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("action", ["copy", "move", "create_alias"])
def test_nothing_is_put_beside_the_root(program, action):
    root = Page.objects.get(depth=1)

    answer = program.post(
        f"/api/v3-preview/pages/{root.pk}/actions/{action}/", "{}", content_type="application/json"
    )

    assert (answer.status_code, json.loads(answer.content)["parameter"]) == (422, "page_id")
