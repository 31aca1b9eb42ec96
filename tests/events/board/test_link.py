"""The way into a meeting, changed from the dashboard: public at once, no draft lost or published, nothing secret in the log."""

import datetime
import json

from django.core import mail
from django.test import Client
from django.urls import reverse

from wagtail.models import PageLogEntry, Revision, TaskState

import pytest
import time_machine

from events import fact_log, roles
from events.board.link import ACCESS, access_of, change_access
from events.models import SessionPage
from tests import factories
from tests.events.board.boards import NOW, edit, make_ahead, soup, text_of
from tests.events.logged_in import member, told
from tests.factories import LINK, OTHER_LINK, publish, translate
from tests.form_values import form_values

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NEW = {
    "link": "https://zoom.example/j/99999999999?pwd=new-token",
    "meeting_id": "99999999999",
    "passcode": "271828",
    "disclosure": "public",
}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def french(cycle):
    return make_ahead(cycle)


def stored(page) -> SessionPage:
    return SessionPage.objects.get(pk=page.pk)


def draft_of(page) -> SessionPage:
    return stored(page).get_latest_revision_as_object()


def with_draft(page, **fields) -> Revision:
    draft = stored(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision()


def change(page, user=None, **access) -> list[str]:
    return change_access(page, access=NEW | access, user=user)


# What it changes


def test_new_link_holds_in_every_language_at_once(french):
    greek = translate(french, "el")

    assert change(french) == list(ACCESS)

    assert access_of(stored(french)) == access_of(stored(greek)) == NEW


def test_page_without_a_draft_has_none_afterwards_and_its_live_revision_has_the_link(french):
    change(french)

    page = stored(french)
    assert not page.has_unpublished_changes
    assert page.live_revision_id == page.latest_revision_id
    assert access_of(page.live_revision.as_object()) == NEW


def test_waiting_words_stay_a_draft_and_get_the_link(french):
    with_draft(french, title="Pas encore", introduction="<p>Brouillon</p>")

    change(french)

    page = stored(french)
    assert (page.title, page.introduction, page.has_unpublished_changes) == ("Climat", "", True)
    assert access_of(page) == NEW
    assert access_of(page.live_revision.as_object()) == NEW
    assert page.live_revision.as_object().title == "Climat"
    draft = draft_of(french)
    assert (draft.title, draft.introduction, draft.live) == ("Pas encore", "<p>Brouillon</p>", True)
    assert access_of(draft) == NEW


def test_draft_that_is_published_later_keeps_the_link(french):
    with_draft(french, title="Pas encore")
    change(french)

    stored(french).get_latest_revision().publish()

    page = stored(french)
    assert (page.title, access_of(page)) == ("Pas encore", NEW)


def test_link_that_waits_in_a_draft_gives_way_to_the_new_one(french):
    with_draft(french, link=OTHER_LINK)

    change(french)

    assert access_of(draft_of(french)) == NEW


def test_old_link_put_back_in_the_draft_only_is_a_change(french):
    with_draft(french, link=OTHER_LINK)

    assert change(french, **access_of(french)) == ["link"]

    assert draft_of(french).link == LINK


def test_scheduled_revision_is_published_later_with_the_link(french):
    draft = french.get_latest_revision_as_object()
    draft.title, draft.go_live_at = "Plus tard", NOW + datetime.timedelta(days=1)
    scheduled = draft.save_revision(approved_go_live_at=draft.go_live_at)

    change(french)

    scheduled.refresh_from_db()
    assert scheduled.approved_go_live_at == NOW + datetime.timedelta(days=1)
    assert stored(french).title == "Climat"
    assert access_of(scheduled.as_object()) == NEW


def test_revision_that_is_reviewed_is_published_with_the_link(french):
    roles.make_roles()
    with_draft(french, title="À relire")
    page = stored(french)
    page.get_workflow().start(page, factories.make_admin())

    change(french)

    state = TaskState.objects.get()
    assert state.status == TaskState.STATUS_IN_PROGRESS
    assert access_of(state.revision.as_object()) == NEW


def test_form_that_is_open_elsewhere_is_told_of_a_new_revision(french):
    opened = stored(french).latest_revision_id

    change(french)

    assert stored(french).latest_revision_id != opened


def test_session_that_is_not_published_stays_so(cycle):
    page = make_ahead(cycle, live=False)

    change(page)

    assert (stored(page).live, access_of(stored(page)), access_of(draft_of(page))) == (False, NEW, NEW)


def test_same_facts_again_change_nothing(french):
    change(french)
    revisions = Revision.objects.count()

    assert change(french) == []

    assert Revision.objects.count() == revisions


def test_what_else_is_wrong_with_a_page_does_not_keep_people_out(french):
    SessionPage.objects.filter(pk=french.pk).update(end_time=datetime.time(12, 0))

    change(stored(french))

    assert stored(french).link == NEW["link"]


# What is told of it


def test_log_names_the_facts_and_no_value(french):
    user = factories.make_admin()

    change(french, user, disclosure=french.disclosure)

    entry = PageLogEntry.objects.get(page=french.pk, action=fact_log.ACTION)
    assert entry.data == {"facts": [{"name": name} for name in ("link", "meeting_id", "passcode")]}
    logged = json.dumps(list(PageLogEntry.objects.values_list("data", flat=True)))
    assert not [value for value in (*NEW.values(), LINK) if value != "public" and value in logged]
    assert mail.outbox == []


def test_history_says_what_was_done(admin, french):
    change(french)

    history = admin.get(reverse("wagtailadmin_pages:history", args=[french.pk])).content.decode()

    assert "meeting link (changed)" in history
    assert "new-token" not in history


# The form


def address(page) -> str:
    return reverse("board:link", args=[page.pk])


def post(client, page, *, fields=None, **access):
    """The form as it was opened, now or before, filled in and sent."""
    fields = (fields or opened(client, page)).copy()
    for name, value in (NEW | access).items():
        fields[name] = value
    return client.post(address(page), fields.dict(), follow=True)


def opened(client, page):
    return form_values(client.get(address(page)).content, "link-form")


def test_form_shows_the_four_facts_and_is_kept_by_nobody(admin, french):
    answer = admin.get(address(french))

    fields = soup(answer).select("main [name=link], main [name=meeting_id], main [name=passcode]")
    assert [(field["value"], field["dir"]) for field in fields] == [
        (LINK, "auto"), ("81174854920", "auto"), ("314159", "auto"),
    ]  # fmt: skip
    assert "no-store" in answer["Cache-Control"]


def test_saving_the_form_leads_back_to_the_dashboard(admin, french):
    answer = post(admin, french, meeting_id="999 9999 9999")

    assert told(answer) == "The new way into the meeting holds from now on."
    assert answer.redirect_chain == [(reverse("wagtailadmin_home"), 302)]
    assert access_of(stored(french)) == NEW


def test_saving_the_form_untouched_changes_nothing(admin, french):
    answer = post(admin, french, **access_of(french))

    assert told(answer) == "Nothing was changed."


@pytest.mark.parametrize(
    ("access", "message"),
    [
        ({"link": "http://zoom.example/j/99999999999"}, "The link must start with https://."),
        ({"link": "https://evil.example/j/99999999999"}, "evil.example is not a meeting host of this site."),
        ({"link": "https://zoom.example/j/81174854920"}, "The link belongs to another meeting than this ID."),
        ({"meeting_id": "12"}, "A meeting ID has 9 to 12 digits"),
        ({"link": "nothing at all"}, "Enter a valid URL."),
        ({"disclosure": "everybody"}, "Select a valid choice."),
    ],
)
def test_wrong_facts_get_a_message_and_what_was_typed_stays(admin, french, access, message):
    answer = post(admin, french, **access)

    page = soup(answer)
    assert message in text_of(page.select_one("main"))
    assert page.select_one("[name=passcode]")["value"] == NEW["passcode"]
    assert access_of(stored(french)) == access_of(french)


def test_facts_that_somebody_else_changed_meanwhile_are_not_overwritten_unseen(admin, french):
    form = opened(admin, french)
    change(french, link=OTHER_LINK, meeting_id="")

    first = post(admin, french, fields=form)
    again = form_values(first.content, "link-form")

    assert "Somebody else changed these facts meanwhile." in text_of(soup(first).select_one("main"))
    assert stored(french).link == OTHER_LINK
    assert again["link"] == NEW["link"]
    post(admin, french, fields=again)
    assert stored(french).link == NEW["link"]


def test_words_that_somebody_else_wrote_meanwhile_are_no_conflict(admin, french):
    form = opened(admin, french)
    publish(french, title="Climat et musées")

    post(admin, french, fields=form)

    assert (stored(french).title, stored(french).link) == ("Climat et musées", NEW["link"])


def test_follower_has_no_such_form(admin, french):
    greek = translate(french, "el")

    assert admin.get(address(greek)).status_code == 404


def test_whoever_may_not_publish_the_session_may_not_change_its_link(client, french):
    client = member(client, roles.translators("en"))

    for answer in (client.get(address(french)), client.post(address(french), NEW)):
        assert answer.status_code == 302
        assert answer["Location"] == reverse("wagtailadmin_home")
    assert stored(french).link == LINK


def test_session_that_somebody_locked_keeps_its_link(client, french):
    owner = factories.make_admin()
    SessionPage.objects.filter(pk=french.pk).update(locked=True, locked_by=owner)

    client = member(client, roles.EDITORS)

    assert client.get(address(french)).status_code == 302


def test_without_a_login_there_is_no_form(french):
    assert Client().get(address(french))["Location"].startswith(reverse("wagtailadmin_login"))


def test_form_costs_few_queries(admin, french, django_assert_num_queries):
    admin.get(address(french))

    with django_assert_num_queries(8):
        admin.get(address(french))


def test_edit_form_is_still_that_of_wagtail(admin, french):
    change(french)

    assert admin.get(edit(french)).status_code == 200


def test_id_that_stands_in_the_words_already_is_not_made_a_secret(admin, cycle):
    page = make_ahead(cycle, link="", meeting_id="", passcode="", introduction="<p>ID 999 9999 9999</p>")
    fields = dict(form_values(admin.get(address(page)).content, "link-form").lists())

    answer = admin.post(address(page), fields | {"meeting_id": "999 9999 9999"})

    assert "The meeting link or ID stands in the text." in answer.content.decode()
    assert stored(page).meeting_id == ""
