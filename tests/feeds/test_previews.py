"""Previews of calendar entries and feed items in the page editor: what subscribers would get, and nothing of it is kept."""

import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from wagtail.models import Page
from wagtail.users.models import UserProfile

import pytest
from bs4 import BeautifulSoup

from events import previews
from events.models import CyclePage, HomePage, LedgerEntry, NewsPage, ReservedCode, SessionPage
from feeds.models import Edition, Item, Kind, Mark, Placement, Shelf
from feeds.previews import UnpublishableError, document_of
from feeds.wording import status_prefix
from tests import factories
from tests.admin_forms import AdminForm
from tests.feeds.reading_pieces import articles, events
from tests.feeds.stored import rebuild
from tests.feeds.world import feed_paths, furnish, links_to, make_image, make_person, read_all, utc

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = utc(2021, 5, 1)
CALENDAR, ITEM = "calendar", "feed-item"
STORED = (Item, Placement, Shelf, Mark, Edition, LedgerEntry, ReservedCode, SessionPage, NewsPage)
DRAFT = "Titre jamais publié"


@pytest.fixture
def admin(client):
    """Logged in, with the admin in English."""
    user = factories.make_admin()
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


def stored() -> dict[str, list]:
    """Everything that a preview must not touch."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in STORED}


def preview(client, form: AdminForm, url: str, *, mode: str, **fields) -> BeautifulSoup:
    """The preview of what is typed in a form, as the panel beside it shows it."""
    sent = form.fields.copy()
    for name, value in fields.items():
        sent[name] = value
    answer = client.post(url, dict(sent.lists()))
    assert answer.json() == {"is_valid": True, "is_available": True}
    answer = client.get(url, {"mode": mode})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def preview_new(client, parent: Page, *, mode: str, model: str = "sessionpage", **fields) -> BeautifulSoup:
    args = ("parvis_events", model, parent.pk)
    form = AdminForm(client, reverse("wagtailadmin_pages:add", args=args))
    return preview(client, form, reverse("wagtailadmin_pages:preview_on_add", args=args), mode=mode, **fields)


def preview_edited(client, page: Page, *, mode: str, **fields) -> BeautifulSoup:
    form = AdminForm(client, reverse("wagtailadmin_pages:edit", args=(page.pk,)))
    return preview(
        client, form, reverse("wagtailadmin_pages:preview_on_edit", args=(page.pk,)), mode=mode, **fields
    )


def details(found: BeautifulSoup) -> list[str]:
    return [each.get_text(" ", strip=True) for each in found.select("dd")]


def heading(found: BeautifulSoup) -> str:
    return found.h1.get_text(strip=True)


# Which there are


def test_feeds_add_two_previews_of_sessions_one_of_news_and_none_of_other_pages():
    others = {preview.mode for preview in previews.previews_of("session")} - {CALENDAR, ITEM}
    modes = {
        model.__name__: [mode for mode, _label in model().preview_modes if mode not in others]
        for model in (SessionPage, NewsPage, CyclePage, HomePage)
    }

    assert modes == {
        "SessionPage": ["", CALENDAR, ITEM],
        "NewsPage": ["", ITEM],
        "CyclePage": [""],
        "HomePage": [""],
    }


def test_without_feeds_only_the_page_itself_is_previewed(monkeypatch, admin, session):
    monkeypatch.setattr(previews, "_registered", {})
    url = reverse("wagtailadmin_pages:view_draft", args=(session.pk,))

    assert (SessionPage().preview_modes, SessionPage().default_preview_mode) == (
        Page().preview_modes, "",
    )  # fmt: skip
    assert heading(BeautifulSoup(admin.get(url, {"mode": CALENDAR}).content, "lxml")) == session.title


def test_page_itself_is_previewed_as_before(admin, session):
    found = preview_edited(admin, session, mode="", title="Autrement")

    assert heading(found) == "Autrement"


# What they show


def test_new_session_is_shown_as_calendars_will_show_it(admin, session):
    cycle = session.get_parent()

    found = preview_new(admin, cycle, mode=CALENDAR, title=DRAFT, date="2021-06-15", status="tentative")

    assert found.html["lang"] == "fr"
    assert DRAFT in heading(found)
    assert "https://parvis.example/fr/join/solidarites-8/" in details(found)
    assert SessionPage.objects.count() == 1


def test_new_session_is_shown_as_feed_readers_will_show_it(admin, session):
    found = preview_new(admin, session.get_parent(), mode=ITEM, title=DRAFT, date="2021-06-15")

    assert heading(found).endswith(DRAFT)
    assert found.select_one(".rich a")["href"] == "https://parvis.example/fr/join/solidarites-8/"


def test_new_news_is_shown_as_feed_readers_will_show_it(admin, site):
    index = factories.make_news(site).get_parent()

    found = preview_new(
        admin, index, mode=ITEM, model="newspage", title=DRAFT, date="2021-06-15", summary="En bref"
    )

    assert (heading(found), found.select_one(".rich p").get_text()) == (DRAFT, "En bref")


def test_draft_is_shown_as_typed_and_not_as_stored(admin, cycle):
    found = preview_edited(
        admin,
        factories.make_session(cycle, live=False),
        mode=CALENDAR,
        title="Autrement",
        date="2021-06-15",
        start_time="18:00",
        end_time="19:30",
    )

    assert heading(found).endswith("Autrement")
    assert details(found)[0].startswith("mardi 15 juin 2021, 18:00-19:30")


def test_cancelled_session_has_its_prefix_and_nowhere_to_join(admin, session):
    factories.publish(session, status="cancelled")
    calendar = preview_edited(admin, session, mode=CALENDAR)
    item = preview_edited(admin, session, mode=ITEM)

    assert "Zoom" in details(calendar)
    assert "join" not in f"{calendar}{item}"
    with override("fr"):
        prefix = status_prefix("cancelled", "")
    assert heading(calendar).startswith(prefix.strip())


def test_partners_local_times_are_listed(admin, session):
    factories.add_organisation(session, factories.make_organisation())

    found = preview_edited(admin, SessionPage.objects.get(), mode=CALENDAR)

    assert details(found)[0] == "mardi 18 mai 2021, 13:00-14:30 (heure de Paris) Athènes 14:00-15:30"


def test_follower_is_shown_in_its_own_language_with_the_facts_that_hold(admin, session):
    hebrew = factories.translate(session, "he", title="לבנות סולידריות")
    factories.publish(session, date=datetime.date(2021, 6, 15))

    found = preview_edited(admin, hebrew, mode=CALENDAR, title="כותרת אחרת")

    assert (found.html["lang"], found.html["dir"]) == ("he", "rtl")
    assert heading(found).endswith("כותרת אחרת")
    assert "https://parvis.example/he/join/solidarites-7/" in details(found)
    assert "2021" in details(found)[0]
    assert "15" in details(found)[0]


def test_secrets_are_in_no_preview(admin, session):
    shown = [str(preview_edited(admin, session, mode=mode)) for mode in (CALENDAR, ITEM)]

    assert [
        secret
        for secret in ("planted-token", "314159", "811 7485", "zoom.example")
        if secret in "".join(shown)
    ] == []


# From the same documents


def test_document_of_a_published_session_is_the_one_in_the_feeds(site, session):
    furnish(session, organisation=factories.make_organisation(), person=make_person(), image=make_image())
    news = factories.make_news(site)
    session = factories.publish(SessionPage.objects.get(), introduction=links_to(news, session))
    rebuild()

    document = document_of(session, at=session.last_published_at)

    assert document == events()[0]


def test_document_of_published_news_is_the_one_in_the_feeds(site, session):
    news = factories.make_news(site, body=links_to(session), summary="En bref", image=make_image())

    assert document_of(news, at=news.last_published_at) == articles(kind=Kind.NEWS)[0]


def test_document_of_a_draft_is_the_one_that_publishing_makes(session):
    draft = factories.make_session(session.get_parent().specific, number=8, live=False, title=DRAFT)

    document = document_of(draft, at=NOW)
    factories.publish(draft)

    published = next(event for event in events() if event.code == "solidarites-8")
    assert (document.uid, document.summary, document.description) == (
        published.uid, published.summary, published.description,
    )  # fmt: skip


def test_page_in_the_editor_is_left_as_it_is(session):
    page = SessionPage(title=DRAFT, locale=session.locale, date=datetime.date(2021, 6, 15), slug="neuf")
    page._cached_parent_obj = session.get_parent()
    page.path, page.depth = session._inc_path(), session.depth

    document = document_of(page, at=NOW)

    assert (document.code, page.code, page.number, page.first_published_at) == (
        "solidarites-8",
        "",
        None,
        None,
    )


# Drafts that no feed could publish


def test_draft_without_a_zone_says_what_is_missing(admin, session):
    with override("fr"):
        name = gettext("time zone")

    found = preview_new(
        admin, session.get_parent(), mode=CALENDAR, title=DRAFT, date="2021-06-15", timezone=""
    )

    assert (found.html["lang"], [each.get_text() for each in found.select("li")]) == ("fr", [name])


@pytest.mark.parametrize("mode", [CALENDAR, ITEM])
def test_draft_that_no_format_can_publish_shows_why(admin, session, mode):
    SessionPage.objects.update(end_time=datetime.time(9))
    url = reverse("wagtailadmin_pages:view_draft", args=(session.pk,))
    revision = SessionPage.objects.get().latest_revision
    revision.content["end_time"] = "09:00:00"
    revision.save()

    found = BeautifulSoup(admin.get(url, {"mode": mode}).content, "lxml")

    assert found.select_one("[lang=en]").get_text() == "DocumentError: Event.end_time is not after start_time"


def test_reason_is_of_the_document(session):
    session.timezone = "Mars/Olympus"

    with pytest.raises(UnpublishableError, match="Mars/Olympus"):
        document_of(session, at=NOW)


# Nothing is kept, nothing leaks


@pytest.mark.parametrize("mode", [CALENDAR, ITEM])
def test_previews_store_nothing(admin, session, mode):
    rebuild()
    before = stored()

    with CaptureQueriesContext(connection) as queries:
        preview_new(admin, session.get_parent(), mode=mode, title=DRAFT, date="2021-06-15")
        preview_edited(admin, session, mode=mode, title=DRAFT, status="tentative")

    written = [each["sql"] for each in queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql[:70] for sql in written if "parvis_" in sql] == []
    assert stored() == before


def test_previewed_title_is_in_no_feed(admin, session):
    for mode in (CALENDAR, ITEM):
        preview_edited(admin, session, mode=mode, title=DRAFT)
        preview_new(admin, session.get_parent(), mode=mode, title=DRAFT, date="2021-06-15")

    assert [path for path, body in read_all(feed_paths()).items() if DRAFT.encode() in body] == []


def test_previews_are_for_those_who_may_edit(session):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=(session.pk,))

    assert Client().get(url, {"mode": CALENDAR}).status_code == 302


def test_previews_are_private_to_the_editor(admin, session):
    url = reverse("wagtailadmin_pages:view_draft", args=(session.pk,))

    caching = admin.get(url, {"mode": CALENDAR})["Cache-Control"]

    assert "private" in caching
    assert "public" not in caching


def test_moment_of_a_preview_is_now_for_what_was_never_published(session):
    draft = factories.make_session(session.get_parent().specific, number=8, live=False)

    assert document_of(draft, at=timezone.now()).published.date() == timezone.now().date()
