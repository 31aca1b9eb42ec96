"""The API over HTTP: what it says is what it documents, to everybody, and never the way into the meeting."""

import datetime

from django.test import Client

import pytest
import time_machine

from events import states
from events.models import SessionPage, SessionPerson
from feeds.api import schemas
from feeds.api.records import Resource
from feeds.api.routes import api
from tests import factories
from tests.feeds.happenings import look
from tests.feeds.world import make_person, make_programme

pytestmark = pytest.mark.django_db

LISTS = {
    "languages": schemas.Languages,
    "cycles": schemas.Listed[schemas.Cycle],
    "sessions": schemas.Listed[schemas.Session],
    "news": schemas.Listed[schemas.News],
    "organisations": schemas.Listed[schemas.Organisation],
    "people": schemas.Listed[schemas.Person],
    "changes": schemas.Changes,
}
ONES = {
    "cycles": schemas.Cycle,
    "sessions": schemas.Session,
    "news": schemas.News,
    "organisations": schemas.Organisation,
    "people": schemas.Person,
}
SECRETS = ["zoom.example", "81174854920", "811 7485 4920", "314159"]


def get(path: str, **asked: object):
    return Client().get(f"/api/v1/{path}", asked)


def codes(**asked: object) -> list[str]:
    answer = get("sessions", **asked)
    assert answer.status_code == 200, answer.content
    return [each["code"] for each in answer.json()["items"]]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("language", ["fr", "he"])
def test_list_is_what_it_is_documented_to_be(world, path, language):
    answer = get(path, **({} if path == "languages" else {"lang": language}))

    assert answer.status_code == 200
    said = LISTS[path].model_validate_json(answer.content, strict=False)
    assert path == "news" or said.items


@pytest.mark.parametrize("kind", ONES)
def test_each_of_a_list_is_found_by_its_name(world, kind):
    for each in get(kind).json()["items"]:
        name = each["code"] if "code" in each else each["key"]
        answer = get(f"{kind}/{name}")
        ONES[kind].model_validate_json(answer.content)
        assert answer.json() == each


def test_session_says_facts_words_and_who_takes_part(world):
    said = get("sessions/solidarites-7", lang="en").json()

    assert {
        name: said[name] for name in ("title", "language", "is_fallback", "status", "starts_at", "state")
    } == {
        "title": "Building solidarities",
        "language": "en",
        "is_fallback": False,
        "status": "confirmed",
        "starts_at": "2021-05-18T13:00:00+02:00",
        "state": "ended",
    }
    assert said["join_url"] == "https://parvis.example/en/join/solidarites-7/"
    assert sorted(said["available_languages"]) == ["en", "fr"]
    assert [(each["name"], each["role"]) for each in said["people"]] == [("Niki Papadopoulou", "speaker")]
    assert (said["poster"]["alt"], said["poster"]["credit"]) == ("Deux mains", "M. Durand")
    assert said["poster"]["url"].startswith("https://parvis.example/media/")


def test_untranslated_session_is_marked_and_has_its_page_s_address(world):
    said = get("sessions/solidarites-7", lang="he").json()

    assert (said["language"], said["is_fallback"], said["title"]) == ("en", True, "Building solidarities")


def test_moved_session_says_from_when_and_why(world):
    said = get("sessions/solidarites-8").json()

    assert (said["previous_starts"], said["change_reason"], said["sequence"]) == (
        ["2021-06-14T11:00:00Z"],
        "Un jour férié",
        1,
    )


def test_lists_are_filtered(world):
    found = {
        "all": codes(),
        "newest": codes(order="-starts_at"),
        "from": codes(**{"from": "2021-06-01"}),
        "to": codes(to="2021-05-18"),
        "cycle": codes(cycle="solidarites"),
        "organiser": codes(organisation=world.organisation.code, role="organiser"),
        "funder": codes(organisation=world.organisation.code, role="funder"),
        "status": codes(status="cancelled"),
        "ended": codes(state="ended"),
        "live": codes(state="live"),
        "words": codes(q="CONSTRUIRE  solidarites"),
        "nowhere": codes(q="construire nichts"),
        "part": codes(limit=1, offset=1),
    }

    assert found == {
        "all": ["solidarites-7", "solidarites-8"],
        "newest": ["solidarites-8", "solidarites-7"],
        "from": ["solidarites-8"],
        "to": ["solidarites-7"],
        "cycle": ["solidarites-7", "solidarites-8"],
        "organiser": ["solidarites-7"],
        "funder": [],
        "status": [],
        "ended": ["solidarites-7", "solidarites-8"],
        "live": [],
        "words": ["solidarites-7", "solidarites-8"],
        "nowhere": [],
        "part": ["solidarites-8"],
    }


def test_list_is_filtered_by_replay_and_by_language(world):
    factories.publish(world.second, replay="https://media.example/8.webm", spoken=["fr"], interpreted=["el"])

    assert {
        "replay": codes(state="replay"),
        "ended": codes(state="ended"),
        "spoken by all": codes(spoken="fr"),
        "spoken by one": codes(spoken="es"),
        "interpreted": codes(spoken="el"),
        "not at all": codes(spoken="pt-BR"),
    } == {
        "replay": ["solidarites-8"],
        "ended": ["solidarites-7"],
        "spoken by all": ["solidarites-7", "solidarites-8"],
        "spoken by one": ["solidarites-7"],
        "interpreted": ["solidarites-8"],
        "not at all": [],
    }


@pytest.mark.parametrize("q", ["...", "%00", "' OR 1=1 --"])
def test_query_without_a_word_that_is_there_never_fails(world, q):
    assert get("sessions", q=q).status_code == 200


def test_greek_is_found_without_accents(world):
    assert codes(q="νικη παπαδοπουλου") == ["solidarites-7"]


def test_list_leads_on_to_its_next_part(world):
    first = get("sessions", limit=1, lang="en", status="confirmed").json()
    following = Client().get(first["next"].removeprefix("https://parvis.example")).json()

    assert [each["items"][0]["code"] for each in (first, following)] == ["solidarites-7", "solidarites-8"]
    assert (first["count"], following["next"]) == (2, None)


STARTS = datetime.datetime(2021, 5, 18, 11, tzinfo=datetime.UTC)


@pytest.mark.parametrize("minutes", [-3000, -1440, -1439, -61, -60, -1, 0, 89, 90, 119, 120, 5000])
def test_filter_by_state_finds_what_is_in_that_state(session, minutes):
    with time_machine.travel(STARTS + datetime.timedelta(minutes=minutes), tick=False):
        said = get("sessions/solidarites-7")
        found = [state.value for state in states.State if codes(state=state.value)]

    assert found == [said.json()["state"]]


def test_answer_is_kept_until_the_next_change_of_state(session):
    with time_machine.travel(STARTS - datetime.timedelta(seconds=20), tick=False):
        assert get("sessions")["Cache-Control"] == "public, max-age=20"
    with time_machine.travel(STARTS + datetime.timedelta(days=9), tick=False):
        assert get("sessions")["Cache-Control"] == "public, max-age=60"


WRONG = {
    "foo=1": "foo",
    "limit=0": "limit",
    "limit=101": "limit",
    "limit=NaN": "limit",
    "limit=1&limit=2": "limit",
    "offset=-1": "offset",
    "offset=99999999999999999999": "offset",
    "lang=xx": "lang",
    "lang=": "lang",
    "lang=%00": "lang",
    "from=2021-13-01": "from",
    "from=": "from",
    "from=0": "from",
    "from=1621296000": "from",
    "from=2021-05-18T11:00": "from",
    "from=٢٠٢١-٠٥-١٨": "from",
    "limit=1_0": "limit",
    "limit=%202": "limit",
    "limit=٣": "limit",
    "limit=3.0": "limit",
    "limit=%2B3": "limit",
    "%20limit=3": " limit",
    "offset=1e3": "offset",
    "to=999999-01-01": "to",
    "status=x": "status",
    "state=x": "state",
    "order=title": "order",
    "role=organiser": "role",
    "role=x&organisation=icom": "role",
    "organisation=nobody": "organisation",
    "organisation=../etc": "organisation",
    "cycle=nothing": "cycle",
    "spoken=x": "spoken",
    f"q={'x' * 201}": "q",
}


@pytest.mark.parametrize("query", WRONG)
def test_what_cannot_be_is_refused_by_its_name(session, query):
    answer = Client().get(f"/api/v1/sessions?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    said = schemas.Problem.model_validate_json(answer.content)
    assert (said.parameter, said.status) == (WRONG[query], 422)
    assert said.detail.strip() not in {"", said.parameter}


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%22", "q=%25_", "q='%20OR%201=1", "q=%ff", "from=9999-12-31", "to=0001-01-01"]
)
def test_what_is_odd_is_answered(session, query):
    assert Client().get(f"/api/v1/sessions?{query}").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nope", 404),
        ("sessions/none-1", 404),
        ("sessions/A%20B", 422),
        ("news/x", 422),
        ("sessions/solidarites-9", 404),
    ],
)
def test_what_is_not_there_is_a_problem_too(world, path, status):
    answer = get(path)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    schemas.Problem.model_validate_json(answer.content)


def test_session_that_was_withdrawn_is_gone(world):
    look()
    world.second.unpublish()

    assert [get("sessions/solidarites-8").status_code, codes()] == [410, ["solidarites-7"]]


def test_answer_is_for_pages_of_any_site_and_not_sent_twice(session):
    client = Client(headers={"origin": "https://partner.example"})
    first = client.get("/api/v1/sessions")
    again = client.get("/api/v1/sessions", headers={"If-None-Match": first["ETag"]})
    head = client.head("/api/v1/sessions")
    asked = client.options("/api/v1/sessions")

    assert (again.status_code, again.content, again["Access-Control-Allow-Origin"]) == (304, b"", "*")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert (first.cookies, first.has_header("Vary")) == ({}, False)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(session, method):
    answer = getattr(Client(), method)("/api/v1/sessions")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    "moment", [STARTS - datetime.timedelta(days=2), STARTS, STARTS + datetime.timedelta(days=2)]
)
def test_the_way_into_the_meeting_is_nowhere(world, moment):
    SessionPage.objects.update(disclosure="public")
    with time_machine.travel(moment):
        said = [
            get(path, **({} if path == "languages" else {"lang": "en"})).content.decode() for path in LISTS
        ]
    stored = [value for row in Resource.objects.values() for value in map(str, row.values())]

    assert world.session.link
    assert [secret for secret in SECRETS for text in (*said, *stored) if secret in text] == []


def test_person_of_a_draft_is_not_public(world):
    draft = world.session.get_latest_revision_as_object()
    draft.person_rows.add(SessionPerson(person=make_person("Only Drafted", name_latin=""), role="speaker"))
    draft.save_revision()
    look()

    assert [each["name"] for each in get("people", lang="en").json()["items"]] == ["Niki Papadopoulou"]


# One looks for changes, one counts, one reads, one finds the pictures.
COSTS = {"sessions": 4, "cycles": 3, "organisations": 3, "people": 3, "changes": 3}


@pytest.mark.parametrize("size", [4, pytest.param(30, marks=pytest.mark.slow)])
def test_lists_cost_no_more_queries_for_more_of_them(cycle, size, django_assert_num_queries):
    make_programme(cycle, size=size)
    for path, number in COSTS.items():
        get(path)
        for limit in (size, 2):
            with django_assert_num_queries(number):
                assert get(path, limit=limit).status_code == 200


def untyped(schema, place: str = "") -> list[str]:
    """Places in a JSON schema that say nothing of what stands there."""
    if isinstance(schema, list):
        return [found for number, each in enumerate(schema) for found in untyped(each, f"{place}/{number}")]
    if not isinstance(schema, dict):
        return []
    found = []
    for name, each in schema.get("properties", {}).items():
        if not {"type", "$ref", "anyOf", "allOf", "enum", "const"} & set(each):
            found.append(f"{place}/{name}")
    return found + [more for name, each in schema.items() for more in untyped(each, f"{place}/{name}")]


def test_document_names_a_type_for_everything():
    document = api.get_openapi_schema(path_prefix="/api/v1/")

    assert (document["openapi"], untyped(document)) == ("3.1.0", [])
    assert sorted(path.removeprefix("/api/v1/") for path in document["paths"]) == sorted(
        [
            "languages",
            *(
                path
                for kind in ONES
                for path in (kind, f"{kind}/{{{'key' if kind in ('news', 'people') else 'code'}}}")
            ),
            "changes",
        ]
    )


def test_document_is_as_it_was_promised(snapshot):
    """A difference here is a change of the promise: members may be added, never taken away."""
    assert api.get_openapi_schema(path_prefix="/api/v1/") == snapshot
