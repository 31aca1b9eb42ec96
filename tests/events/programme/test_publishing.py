"""Drafts of chosen sessions are published together, each on its own."""

import datetime

from django.contrib.auth import get_user_model

import pytest
import time_machine

from events import roles
from events.models import SessionPage
from events.programme.publishing import Reason, publish_drafts
from tests import factories
from tests.events.logged_in import member, told
from tests.events.programme.programmed import LIST, NOW, make_season, page, press

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user(db):
    return factories.make_admin()


@pytest.fixture
def draft(cycle):
    """A session that was never published."""
    return factories.make_session(cycle, number=8, code="solidarites-8", live=False)


# One by one


def test_drafts_are_published_with_their_words(user, session, draft):
    factories.redraft(session, title="Autrement")

    outcome = publish_drafts([session.pk, draft.pk], user=user)

    assert (outcome.published, dict(outcome.left)) == ([session.code, draft.code], {})
    assert [
        (each.title, each.live, each.has_unpublished_changes) for each in SessionPage.objects.order_by("path")
    ] == [
        ("Autrement", True, False),
        ("Construire des solidarités", True, False),
    ]


def test_translations_stay_drafts(user, session):
    english = factories.translate(session, "en", live=False)
    factories.redraft(session, title="Autrement")

    outcome = publish_drafts([session.pk], user=user)

    assert outcome.published == [session.code]
    assert not SessionPage.objects.get(pk=english.pk).live


def test_publishing_again_publishes_nothing(user, draft):
    publish_drafts([draft.pk], user=user)

    outcome = publish_drafts([draft.pk, 10**17], user=user)

    assert (outcome.published, dict(outcome.left)) == ([], {Reason.NOTHING: [draft.code]})
    assert draft.revisions.count() == 1


def test_what_has_errors_is_left_and_the_others_are_published(user, session, draft):
    factories.redraft(session, introduction='<a href="https://zoom.example/j/1">Zoom</a>')

    outcome = publish_drafts([session.pk, draft.pk], user=user)

    assert (outcome.published, dict(outcome.left)) == ([draft.code], {Reason.ERRORS: [session.code]})
    assert "zoom.example" in outcome.errors[session.code][0]


def test_error_while_one_is_published_takes_nothing_back_from_the_others(monkeypatch, user, session, draft):
    factories.redraft(session, title="Autrement")
    draft = factories.redraft(factories.publish(draft, date=datetime.date(2027, 6, 15)), title="Défaut")
    save = SessionPage.save

    def fails(page, *args, **kwargs):
        if page.title == "Défaut":
            raise RuntimeError("disk full")
        return save(page, *args, **kwargs)

    monkeypatch.setattr(SessionPage, "save", fails)

    with pytest.raises(RuntimeError, match="disk full"):
        publish_drafts([session.pk, draft.pk], user=user)

    assert SessionPage.objects.get(pk=session.pk).title == "Autrement"
    assert SessionPage.objects.get(pk=draft.pk).has_unpublished_changes


@pytest.mark.parametrize(
    "fields",
    [{"date": datetime.date(2027, 6, 16)}, {"start_time": datetime.time(12)}, {"status": "cancelled"}],
)
def test_what_was_announced_is_not_changed_without_an_action(user, session, fields):
    factories.redraft(session, **fields)

    outcome = publish_drafts([session.pk], user=user)

    assert dict(outcome.left) == {Reason.ANNOUNCED: [session.code]}
    stored = SessionPage.objects.get()
    assert (stored.date, stored.start_time, stored.status) == (
        datetime.date(2021, 5, 18), datetime.time(13), "confirmed",
    )  # fmt: skip


def test_tentative_session_is_confirmed(user, session):
    session = factories.publish(session, status="tentative")
    factories.redraft(session, status="confirmed")

    assert publish_drafts([session.pk], user=user).published == [session.code]


def test_draft_with_a_date_of_publication_is_left(user, draft):
    factories.redraft(draft, go_live_at=NOW + datetime.timedelta(days=1))

    assert dict(publish_drafts([draft.pk], user=user).left) == {Reason.PLANNED: [draft.code]}


def test_session_that_somebody_else_locked_is_left(client, draft):
    member(client, roles.EDITORS)
    SessionPage.objects.filter(pk=draft.pk).update(locked=True, locked_by=factories.make_user("other"))
    editor = get_user_model().objects.get(username="member")

    assert dict(publish_drafts([draft.pk], user=editor).left) == {Reason.LOCKED: [draft.code]}


def test_session_in_another_language_than_the_translators_is_left(client, draft):
    member(client, roles.translators("en"))
    translator = get_user_model().objects.get(username="member")

    assert dict(publish_drafts([draft.pk], user=translator).left) == {Reason.FORBIDDEN: [draft.code]}


# In the admin


def test_button_publishes_what_is_chosen_and_comes_back_to_the_same_list(admin, cycle):
    _may, _june, july = make_season(cycle)

    answer = press(admin, july, year="2027")

    assert told(answer) == "1 session was published."
    assert answer.redirect_chain == [(f"{LIST}?year=2027", 302)]
    assert SessionPage.objects.get(pk=july.pk).live


def test_only_sessions_with_something_to_publish_can_be_chosen(admin, cycle):
    may, _june, july = make_season(cycle)
    factories.redraft(may, title="Autrement")

    boxes = page(admin).select("[name=page]")

    assert [box["value"] for box in boxes] == [str(july.pk), str(may.pk)]
    assert boxes[0]["aria-label"] == "Publish the draft of “Décoloniser”, Thursday, July 15, 2027"


def test_translators_choose_nothing_here(client, cycle):
    make_season(cycle)
    client = member(client, roles.translators("fr"))

    assert page(client).select("[name=page]") == []


def test_programme_without_drafts_has_no_button(admin, session):
    shown = page(admin)

    assert shown.select("[name=page], form#programme button") == []


def test_what_was_left_is_named_with_the_reason(admin, session, draft):
    factories.redraft(session, introduction='<a href="https://zoom.example/j/1">Zoom</a>')
    SessionPage.objects.filter(pk=draft.pk).update(locked=True)
    publish_url = f"{LIST}publish/"

    answer = admin.post(publish_url, {"page": [session.pk, draft.pk, "x", "9" * 30]}, follow=True)

    lines = told(answer)
    assert (
        f"Not published, because of errors in the draft: {session.code} (Remove the link to zoom.example"
        in lines
    )
    assert f"Not published, because they are locked or being reviewed: {draft.code}" in lines
    assert "No session was published." not in lines


@pytest.mark.parametrize("language", ["fr", "en"])
def test_translators_publish_nothing_here_whatever_their_language(client, draft, language):
    english = factories.translate(draft, "en", live=False)
    member(client, roles.translators(language))
    translator = get_user_model().objects.get(username="member")
    page = draft if language == "fr" else english

    assert dict(publish_drafts([page.pk], user=translator).left) == {Reason.FORBIDDEN: [draft.code]}


def test_draft_that_is_being_reviewed_is_left_by_its_reviewers_too(client, draft):
    member(client, roles.EDITORS)
    editor = get_user_model().objects.get(username="member")
    draft.get_workflow().start(draft, None)

    assert dict(publish_drafts([draft.pk], user=editor).left) == {Reason.LOCKED: [draft.code]}
    assert SessionPage.objects.get(pk=draft.pk).workflow_in_progress


def test_publishing_nothing_says_so(admin, draft):
    assert told(press(admin)) == "No session was published."


def test_publishing_needs_the_right_to(client, draft):
    client = member(client, roles.contributors("icom-greece"))

    answer = client.post(f"{LIST}publish/", {"page": [draft.pk]})

    assert (answer.status_code, SessionPage.objects.get().live) == (302, False)


def test_publishing_needs_a_post_with_a_token(admin, draft):
    strict = type(admin)(enforce_csrf_checks=True)
    strict.cookies = admin.cookies
    url = f"{LIST}publish/"

    assert (admin.get(url).status_code, strict.post(url, {"page": [draft.pk]}).status_code) == (405, 403)


def test_button_does_not_lead_to_another_site(admin, draft):
    answer = admin.post(f"{LIST}publish/", {"next": "https://elsewhere.example/"})

    assert answer["Location"] == LIST
