"""Wagtail's API v3 over our pages: what it says of values, queries and searches that cannot be."""

from django.db import IntegrityError, OperationalError

import pytest

from events.api import pages as api
from events.models import SessionPage
from tests.events.api.client import PAGES, TYPE, refused

pytestmark = pytest.mark.django_db

BAD_VALUES = [
    ({"link": "http://zoom.example/j/81174854920"}, ["link"]),
    ({"timezone": "Mars/Olympus"}, ["timezone"]),
    ({"start_time": "23:00", "end_time": "00:30"}, ["end_time"]),
    ({"code": "another"}, ["code"]),
    ({"number": 10**20}, ["number"]),
    ({"number": "x"}, ["number"]),
    ({"spoken": "fr"}, ["spoken"]),
    ({"spoken": 7}, ["spoken"]),
    ({"spoken": ["tlh"]}, ["spoken"]),
    ({"passcode": "\0"}, ["passcode"]),
    ({"title": "\ud800"}, ["title"]),
    ({"title": ""}, ["title"]),
    ({"introduction": "<p>\0</p>"}, ["introduction"]),
    ({"body": '<p><a href="https://zoom.example/j/81174854920">x</a></p>'}, ["body"]),
    ({"slug": "é à"}, ["slug"]),
]


class TestBadInput:
    def test_bad_value_is_refused_by_its_name(self, patch, session):
        before = session.latest_revision_id

        told = [(fields, refused(patch(session, **fields))) for fields, _named in BAD_VALUES]

        assert told == BAD_VALUES
        assert SessionPage.objects.get().latest_revision_id == before

    def test_mistake_in_another_field_is_told_with_its_name(self, patch, session):
        answer = patch(session, link="https://zoom.example/j/123456789")

        label = str(SessionPage._meta.get_field("meeting_id").verbose_name)
        assert refused(answer) == ["__all__"]
        assert answer.json()["errors"][0]["msg"].startswith(f"{label}: ")

    def test_text_of_controls_and_overrides_is_stored_clean(self, patch, session):
        patch(
            session,
            title="a\u202eb\u0007\r\nc 😀",
            introduction="<p>a&#8238;b</p>",
            meta={"action": "publish"},
        )

        stored = SessionPage.objects.get()
        assert stored.title == "ab c 😀"
        assert "\u202e" not in stored.introduction

    @pytest.mark.django_db(
        transaction=True
    )  # a query that PostgreSQL refuses would break the test's own transaction
    def test_malformed_query_is_refused(self, client, session):
        queries = [
            "offset=99999999999999999999", "offset=-1", "limit=x", "poster=99999999999999999999999", "date=x", "starts_at=x",
            "is_origin=x", "order=nothing", "type=x.Y", "locale=xx", "descendant_of=x", "title=%00",
        ]  # fmt: skip

        statuses = {query: client.get(f"{PAGES}?type={TYPE}&{query}").status_code for query in queries}

        # PostgreSQL compares numbers of any size: none of its pictures has that one.
        assert statuses.pop("poster=99999999999999999999999") in {200, 422}
        assert statuses == dict.fromkeys(statuses, 422) | {"locale=xx": 404}

    def test_search_for_anything_is_answered(self, client, session):
        searches = ['a"', '"', "\0", "(", "*", "NEAR(", "😀", "%", "x" * 5000]

        statuses = {
            search: client.get(PAGES, {"type": TYPE, "search": search}).status_code for search in searches
        }

        assert statuses == dict.fromkeys(searches, 200)

    def test_address_or_port_that_is_no_number_is_refused(self, client, token):
        answers = [
            client.get(f"{PAGES}find/?id=4&html_path=x&site=parvis.example:x"),
            client.get(f"{PAGES}x/"),
            client.patch(f"{PAGES}x/", {"title": "A"}, content_type="application/json", headers=token),
        ]

        assert [answer.status_code for answer in answers] == [422] * 3

    def test_page_that_does_not_exist_is_404(self, client, db):
        numbers = ["0", "99999999999999999999999"]

        assert [client.get(f"{PAGES}{number}/").status_code for number in numbers] == [404, 404]

    def test_fault_of_the_server_is_not_blamed_on_the_query(self, rf):
        class Stub:
            handlers = {}

            def add_exception_handler(self, error, handler):
                self.handlers[error] = handler

        handlers = api.guard(Stub()).handlers

        assert OperationalError not in handlers
        with pytest.raises(IntegrityError):
            handlers[IntegrityError](rf.post("/"), IntegrityError())
        assert handlers[OverflowError](rf.post("/"), OverflowError()).status_code == 422
        with pytest.raises(ValueError, match="ours"):
            handlers[ValueError](rf.post("/"), ValueError("ours"))
