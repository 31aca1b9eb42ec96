"""Wagtail's API v3 over our pages: what may be read and written, by whom, and that no secret gets out by any door."""

import datetime
import json

from wagtail.api import APIField
from wagtail.images import get_image_model

import pytest

from events.models import CyclePage, NewsPage, SessionPage
from tests import factories
from tests.events.api.client import BASE, PAGES, TYPE, refused

pytestmark = pytest.mark.django_db

SECRETS = ("planted-token", "81174854920", "811 7485 4920", "314159")

# Every field that an editor's program may write: name -> (value sent, value stored).
WRITABLE = {
    SessionPage: {
        "title": ("Bâtir", "Bâtir"),
        "number": (12, 12),
        "date": ("2021-06-15", datetime.date(2021, 6, 15)),
        "start_time": ("12:00:00", datetime.time(12)),
        "end_time": ("13:00:00", datetime.time(13)),
        "timezone": ("Europe/Athens", "Europe/Athens"),
        "status": ("tentative", "tentative"),
        "theme_pending": (True, True),
        "platform": ("Jitsi", "Jitsi"),
        "link": (factories.OTHER_LINK, factories.OTHER_LINK),
        "meeting_id": ("811 7485 4920", "81174854920"),
        "passcode": ("271828", "271828"),
        "disclosure": ("nobody", "nobody"),
        "more_to_come": (True, True),
        "spoken": (["el", "fr"], ["el", "fr"]),
        "interpreted": (["en"], ["en"]),
        "captioned": ([], []),
        "slides": (["he"], ["he"]),
        "poster_credit": ("Αθήνα", "Αθήνα"),
        "replay": ("https://museum.example/replay", "https://museum.example/replay"),
        "poster_alt": ("Une place", "Une place"),
        "change_reason": ("Une grève", "Une grève"),
    },
    CyclePage: {
        "rhythm_weekday": (3, 3),
        "rhythm_ordinal": (-1, -1),
        "rhythm_interval": (2, 2),
        "rhythm_from": ("2021-01-19", datetime.date(2021, 1, 19)),
        "default_start_time": ("10:00:00", datetime.time(10)),
        "default_end_time": ("11:00:00", datetime.time(11)),
        "default_timezone": ("Europe/Helsinki", "Europe/Helsinki"),
        "join_opens_minutes": (30, 30),
        "join_closes_minutes": (0, 0),
        "disclosure": ("public", "public"),
        "spoken": (["fi"], ["fi"]),
        "interpreted": (["fr"], ["fr"]),
        "captioned": (["fi"], ["fi"]),
        "slides": ([], []),
        "kind": ("Débats", "Débats"),
        "initiative": ("ICOM France", "ICOM France"),
        "funding": ("ICOM", "ICOM"),
    },
    NewsPage: {
        "date": ("2021-05-02", datetime.date(2021, 5, 2)),
        "image_credit": ("Une photographe", "Une photographe"),
        "summary": ("Deux\nlignes", "Deux\nlignes"),
        "image_alt": ("Un musée", "Un musée"),
    },
}
# Written through other means than a plain value: codes once, images and rich text and rows in tests of their own.
OTHERWISE = {
    "code", "logo", "poster", "image", "introduction", "body", "minutes", "transcript", "organisation_rows", "question_rows", "cycle",
}  # fmt: skip


def leaked(answer) -> list[str]:
    return [secret for secret in SECRETS if secret in answer.content.decode()]


class TestSecrets:
    @pytest.mark.parametrize("who", ["anonymous", "program"])
    def test_secrets_of_a_published_session_read_as_null(self, client, session, token, who):
        answer = client.get(f"{PAGES}{session.pk}/", headers=token if who == "program" else {})

        assert [answer.json()[name] for name in ("link", "meeting_id", "passcode")] == [None] * 3
        assert leaked(answer) == []

    def test_secrets_of_a_draft_read_as_null(self, client, cycle, token):
        session = factories.make_session(cycle, live=False)

        draft = client.get(f"{PAGES}{session.pk}/?version=draft", headers=token)

        assert client.get(f"{PAGES}{session.pk}/").status_code == 404
        assert (draft.status_code, draft.json()["passcode"], leaked(draft)) == (200, None, [])

    def test_secrets_stand_in_no_answer(self, client, session, token):
        page = f"pages/{session.pk}/"
        addresses = [
            "pages/", f"pages/?type={TYPE}", f"{page}?rich_text_format=html", f"{page}revisions/",
            f"{page}revisions/{session.latest_revision.pk}/", "schema/", f"schema/{TYPE}/", "openapi.json",
        ]  # fmt: skip

        answers = {address: client.get(f"{BASE}/{address}", headers=token) for address in addresses}

        found = {address: (answer.status_code, leaked(answer)) for address, answer in answers.items()}
        assert found == dict.fromkeys(addresses, (200, []))

    def test_answer_to_a_write_does_not_repeat_the_secret(self, patch, session):
        answer = patch(session, link=factories.OTHER_LINK, passcode="271828")

        assert answer.status_code == 200
        assert [answer.json()[name] for name in ("link", "passcode")] == [None, None]

    @pytest.mark.parametrize("who", ["anonymous", "program"])
    def test_secret_cannot_be_guessed_through_a_filter(self, client, session, token, who):
        headers = token if who == "program" else {}
        guesses = [
            ("passcode", "314159"), ("passcode", "000000"), ("meeting_id", "81174854920"), ("meeting_id", "1"),
            ("link", factories.LINK), ("link", factories.OTHER_LINK),
        ]  # fmt: skip

        counts = {
            (name, guess): client.get(PAGES, {"type": TYPE, name: guess}, headers=headers).json()["count"]
            for name, guess in guesses
        }

        assert counts == dict.fromkeys(guesses, 1)

    def test_secret_cannot_be_guessed_through_an_order(self, client, session):
        orders = ["passcode", "-passcode", "link", "-link", "meeting_id", "-meeting_id"]

        statuses = {order: client.get(PAGES, {"type": TYPE, "order": order}).status_code for order in orders}

        assert statuses == dict.fromkeys(orders, 422)

    def test_secret_cannot_be_found_by_searching(self, client, session):
        queries = ["314159", "81174854920", "planted", "zoom.example"]

        counts = {
            query: client.get(PAGES, {"type": TYPE, "search": query}).json()["count"] for query in queries
        }

        assert counts == dict.fromkeys(queries, 0)

    def test_other_fields_filter_and_order_as_ever(self, client, session, cycle):
        factories.make_session(cycle, number=8)

        filtered = client.get(PAGES, {"type": TYPE, "number": "8"}).json()
        ordered = client.get(PAGES, {"type": TYPE, "order": "-number"}).json()

        assert filtered["count"] == 1
        assert [item["meta"]["slug"] for item in ordered["items"]] == ["seance-8", "seance-7"]

    def test_only_lists_of_database_fields_leave_the_secrets_out(self):
        names = {field.name for field in APIField.get_fields_for_model(SessionPage)}
        usable = {field.name for field in APIField.get_fields_for_model(SessionPage, db_fields_only=True)}

        assert names - usable == {"link", "meeting_id", "passcode"}

    def test_openapi_lists_no_secret_as_readable(self, client):
        schemas = client.get(f"{BASE}/openapi.json").json()["components"]["schemas"]

        readable = schemas["SessionPageSchema"]["properties"]

        assert [readable[name]["anyOf"] for name in ("link", "meeting_id", "passcode")] == [
            [{"type": "string"}, {"type": "null"}]
        ] * 3
        assert [name for name in schemas if "passcode" in schemas[name].get("properties", {})] == [
            "SessionPageSchema", "SessionPageCreateSchema", "SessionPagePatchSchema",
        ]  # fmt: skip


class TestWriting:
    def test_every_writable_field_is_in_the_table(self):
        for model, fields in WRITABLE.items():
            writable = {field.name for field in APIField.get_writable_fields_for_model(model)}

            assert writable - OTHERWISE == set(fields) - {"title"}

    @pytest.mark.parametrize("model", WRITABLE, ids=lambda model: model.__name__)
    def test_program_writes_every_field_of_an_origin(self, patch, site, cycle, model):
        make = {
            SessionPage: lambda: factories.make_session(cycle),
            CyclePage: lambda: cycle,
            NewsPage: lambda: factories.make_news(site),
        }
        page = make[model]()

        answer = patch(
            page,
            **{name: sent for name, (sent, _stored) in WRITABLE[model].items()},
            meta={"action": "publish"},
        )

        assert answer.status_code == 200, answer.content
        stored = model.objects.get(pk=page.pk)
        assert {name: getattr(stored, name) for name in WRITABLE[model]} == {
            name: value for name, (_sent, value) in WRITABLE[model].items()
        }

    def test_program_writes_rich_text_rows_and_what_belongs_together(self, patch, site, session, cycle):
        organisation = factories.make_organisation()
        news = factories.make_news(site)
        image = get_image_model().objects.create(title="Une place", file="place.png", width=4, height=3)

        answer = patch(
            session,
            introduction="<p>Bonjour</p>",
            organisation_rows=[{"organisation_id": organisation.pk, "role": "partner"}],
            poster_id=image.pk,
            question_rows=[{"text": "Pourquoi ?"}, {"text": "Comment ?"}],
            meta={"action": "publish"},
        )
        told = patch(
            news, cycle_id=cycle.pk, image_id=image.pk, body="<p>Oui</p>", meta={"action": "publish"}
        )

        assert (answer.status_code, told.status_code) == (200, 200), (answer.content, told.content)
        stored = SessionPage.objects.get()
        assert [(row.organisation.code, row.role) for row in stored.organisation_rows.all()] == [
            ("icom-greece", "partner")
        ]
        assert [row.text for row in stored.question_rows.all()] == ["Pourquoi ?", "Comment ?"]
        assert "Bonjour" in stored.introduction
        assert stored.poster == image
        assert (NewsPage.objects.get().cycle, NewsPage.objects.get().image) == (cycle, image)

    def test_fact_written_on_the_origin_holds_in_every_language(self, patch, session):
        english = factories.translate(session, "en")

        patch(session, passcode="271828", meta={"action": "publish"})

        assert SessionPage.objects.get(pk=english.pk).passcode == "271828"

    @pytest.mark.parametrize("name", ["starts_at", "ends_at", "previous_starts", "is_origin"])
    def test_what_is_derived_cannot_be_written(self, patch, session, name):
        before = getattr(session, name)

        patch(session, **{name: None, "title": "Titre"}, meta={"action": "publish"})

        stored = SessionPage.objects.get()
        assert (getattr(stored, name), stored.title) == (before, "Titre")

    def test_new_session_has_its_code_and_a_slug(self, client, token, cycle):
        body = {"meta": {"type": TYPE, "parent_id": cycle.pk}, "title": "בונים גשרים", "date": "2021-06-15"}

        answer = client.post(PAGES, json.dumps(body), content_type="application/json", headers=token)

        assert answer.status_code == 201, answer.content
        assert (answer.json()["code"], answer.json()["meta"]["slug"]) == ("solidarites-1", "vvnym-gsrym")

    @pytest.mark.parametrize("method", ["post", "patch", "put", "delete"])
    def test_stranger_writes_nothing(self, client, session, method):
        url = PAGES if method == "post" else f"{PAGES}{session.pk}/"
        body = json.dumps({"meta": {"type": TYPE, "parent_id": session.get_parent().pk}, "title": "x"})

        answer = getattr(client, method)(url, body, content_type="application/json")

        assert answer.status_code in {401, 405}
        assert SessionPage.objects.get().title == session.title

    def test_login_of_the_admin_is_no_token(self, client, session):
        client.force_login(factories.make_admin())

        answer = client.patch(
            f"{PAGES}{session.pk}/", json.dumps({"title": "x"}), content_type="application/json"
        )

        assert answer.status_code == 401


@pytest.mark.parametrize("name", ["title", "slug", "seo_title", "platform", "poster_alt", "link", "status"])
def test_megabyte_in_a_field_is_refused_by_its_name(patch, session, name):
    answer = patch(session, **{name: "x" * 1_000_000})

    assert refused(answer) == [name]
    assert SessionPage.objects.get(pk=session.pk).title == session.title


def test_body_that_is_too_long_is_refused_as_a_problem(patch, session):
    answer = patch(session, title="x" * 3_000_000)

    told = (answer.status_code, answer["Content-Type"], answer.json()["detail"])
    assert told == (413, "application/problem+json", "A request may have 2621440 bytes at most.")


def test_alias_is_refused(client, session, token):
    url = f"{PAGES}{session.pk}/actions/create_alias/"

    answer = client.post(
        url,
        json.dumps({"destination_page_id": session.get_parent().pk}),
        content_type="application/json",
        headers=token,
    )

    assert (answer.status_code, SessionPage.objects.count()) == (422, 1)
