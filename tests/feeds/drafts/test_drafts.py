"""Drafts on another front end: what it is given for a token, for how long, and what it never gets."""

import datetime
import json

from django.test import Client
from django.urls import reverse

import pytest
import time_machine
from bs4 import BeautifulSoup

from events import ticking
from events.models import NewsPage, SessionPage
from feeds.drafts import tokens
from feeds.drafts.composing import draft_of
from feeds.drafts.previews import address_for
from feeds.models import Draft
from feeds.previews import UnpublishableError
from tests import factories
from tests.admin_forms import AdminForm
from tests.events.announced import DAY_BEFORE

pytestmark = pytest.mark.django_db

FRONT_END = "https://front.example/preview?site=1"
ASKED = {"kind": "sessions", "language": "fr", "item": {}}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(DAY_BEFORE, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def front_end(settings):
    """A site that names one."""
    settings.PARVIS = settings.PARVIS | {"PREVIEW_URL": FRONT_END}


def ask(token: str, **headers):
    return Client().get(f"/api/v1/drafts/{token}", headers=headers)


def keep(body: dict = ASKED) -> str:
    return tokens.keep(json.dumps(body), now=DAY_BEFORE)


def test_editor_sees_a_frame_that_is_given_what_is_typed(client, session):
    client.force_login(factories.make_admin())
    args = (session.pk,)
    form = AdminForm(client, reverse("wagtailadmin_pages:edit", args=args)).fields.copy()
    form["title"] = "Jamais publié"
    url = reverse("wagtailadmin_pages:preview_on_edit", args=args)
    client.post(url, dict(form.lists()))

    frame = BeautifulSoup(client.get(url, {"mode": "front-end"}).content, "lxml").iframe
    draft = ask(frame["src"].rpartition("token=")[2].replace("%3A", ":")).json()

    assert frame["src"].startswith("https://front.example/preview?site=1&kind=sessions&lang=fr&token=")
    assert (draft["kind"], draft["language"], draft["item"]["title"]) == ("sessions", "fr", "Jamais publié")
    assert SessionPage.objects.get().title == session.title


def test_draft_says_what_the_api_says_when_it_is_published(client, session):
    published = client.get("/api/v1/sessions/solidarites-7?lang=fr").json()

    draft = draft_of(SessionPage.objects.get(), now=DAY_BEFORE)["item"]

    # It would be published now.
    assert draft | {"modified": published["modified"]} == published


def test_time_that_was_typed_is_that_of_the_draft(session):
    page = SessionPage.objects.get()
    page.start_time = datetime.time(12)

    assert draft_of(page, now=DAY_BEFORE)["item"]["starts_at"] == "2021-05-18T12:00:00+02:00"


def test_draft_of_news_says_what_the_api_says(client, site):
    page = factories.make_news(site)
    published = client.get(f"/api/v1/news/{page.translation_key}?lang=fr").json()

    draft = draft_of(NewsPage.objects.get(), now=DAY_BEFORE)

    assert (draft["kind"], draft["item"] | {"modified": published["modified"]}) == ("news", published)


def test_session_that_was_never_stored_is_shown(cycle):
    page = SessionPage(
        title="Nouvelle", date=datetime.date(2021, 6, 15), start_time=datetime.time(13), end_time=datetime.time(14),
        timezone="Europe/Paris", locale=cycle.locale, slug="nouvelle",
    )  # fmt: skip
    page.path, page.depth = f"{cycle.path}0009", cycle.depth + 1
    page.set_url_path(cycle)

    item = draft_of(page, now=DAY_BEFORE)["item"]

    assert (item["title"], item["number"], item["url"]) == (
        "Nouvelle",
        1,
        "https://parvis.example/fr/solidarites/nouvelle/",
    )
    assert not SessionPage.objects.filter(slug="nouvelle").exists()


def test_way_into_the_meeting_is_in_no_draft(session):
    said = json.dumps(draft_of(SessionPage.objects.get(), now=DAY_BEFORE))

    assert [each for each in (session.link, session.meeting_id, session.passcode) if each in said] == []


def test_session_without_a_date_is_named_as_such(session):
    session.date = None

    with pytest.raises(UnpublishableError):
        draft_of(session, now=DAY_BEFORE)


def test_draft_is_for_pages_of_any_site_and_kept_by_nobody():
    answer = ask(keep(), Origin="https://front.example")

    assert (answer.status_code, answer.json()) == (200, ASKED)
    assert (answer["Access-Control-Allow-Origin"], answer["Referrer-Policy"]) == ("*", "no-referrer")
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (15, 404)])
def test_token_is_good_for_a_quarter_of_an_hour(clock, minutes, status):
    token = keep()
    clock.shift(minutes * 60)

    assert ask(token).status_code == status


@pytest.mark.parametrize("change", [lambda token: token + "x", lambda token: token.split(":")[0], lambda _token: "x", lambda _token: "%00"], ids=["changed", "unsigned", "short", "nul"])  # fmt: skip
def test_token_that_we_did_not_sign_costs_no_query(change, django_assert_num_queries):
    token = change(keep())

    with django_assert_num_queries(0):
        answer = ask(token)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_without_a_front_end_there_are_no_drafts(settings, session):
    token = keep()
    settings.PARVIS = settings.PARVIS | {"PREVIEW_URL": ""}

    assert ask(token).status_code == 404
    assert "front-end" not in [mode for mode, _label in session.preview_modes]


def test_draft_cannot_be_written():
    answer = Client().post(f"/api/v1/drafts/{keep()}")

    assert (answer.status_code, ask(keep()).status_code) == (405, 200)


def test_expired_drafts_go_with_the_next_tick(clock):
    keep()
    clock.shift(15 * 60)
    kept = keep({"kind": "news"})
    Draft.objects.filter(body__contains="news").update(created=DAY_BEFORE + datetime.timedelta(minutes=15))

    assert "drafts" not in ticking.run_jobs()
    assert Draft.objects.count() == 1
    assert kept


def test_address_keeps_what_the_front_end_asks_for():
    assert address_for(ASKED, token="a:b", base="https://front.example/p") == (
        "https://front.example/p?kind=sessions&lang=fr&token=a%3Ab"
    )
