"""Wagtail's API v3, read by whoever has a token: no answer is a 5xx, whatever schemathesis makes of its document."""

import io

from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS, load_all_checks

from tests import factories

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.hypothesis,
    # Beautiful Soup says so of a text that looks like the name of a file, and reads it all the same.
    pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning"),
]

load_all_checks()
# No type of snippet is open to the API: the document names none, and there is no address to ask.
schema = schemathesis.pytest.from_fixture("document").exclude(path_regex="/snippets/")
NO_SERVER_ERROR = CHECKS.get_one("not_a_server_error")


@pytest.fixture
def token(session):
    factories.make_admin()
    out = io.StringIO()
    call_command("api_tokens", "create", "--user=admin", "--name=questions", stdout=out)
    return next(word for word in out.getvalue().split() if word.startswith("wagtail_"))


@pytest.fixture
def document(token):
    """The document as it is served, for requests that stay on the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v3-preview/openapi.json", WSGIHandler())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(case, token: str) -> None:
    response = case.call(headers={"Host": "parvis.example", "Authorization": f"Bearer {token}"})
    case.validate_response(response, checks=[NO_SERVER_ERROR])


# Of each kind of question a few with every change, and as many as elsewhere in the audit.
@schema.parametrize()
@settings(max_examples=2, suppress_health_check=list(HealthCheck))
def test_few_questions_give_no_5xx(case, token):
    ask(case, token)


@pytest.mark.slow
@schema.parametrize()
@settings(suppress_health_check=list(HealthCheck))
def test_no_question_gives_a_5xx(case, token):
    ask(case, token)


@pytest.mark.parametrize("kind", ["parvis_events.Organisation", "parvis_events.Person", "x", "%00"])
def test_no_type_of_snippet_is_open(client, token, kind):
    answers = [
        client.generic(
            method,
            f"/api/v3-preview/snippets/{kind}/",
            headers={"host": "parvis.example", "authorization": f"Bearer {token}"},
        )
        for method in ("GET", "POST")
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
