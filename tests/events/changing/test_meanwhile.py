"""A session's form that was open while somebody else changed the way into its meeting."""

from django.urls import reverse

from wagtail.log_actions import LogContext

import pytest
import time_machine

from events import roles
from events.board.link import access_of, change_access
from events.models import SessionPage
from tests import factories
from tests.admin_forms import AdminForm
from tests.events.logged_in import member
from tests.form_values import form_values

pytestmark = pytest.mark.django_db

NEW = {
    "link": factories.OTHER_LINK, "meeting_id": "81174854920", "passcode": "271828", "disclosure": "nobody",
}  # fmt: skip
CHANGED = ["link", "passcode", "disclosure"]
BY_ANNA = "Anna Virtanen changed this meanwhile (05/18/2027 7 a.m.)."
BY_NOBODY = "Somebody else changed this meanwhile."
KEPT = "What holds now stands here: save again to keep it."
TYPED = "Save again to put yours in its place."


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel("2027-05-18T07:00Z", tick=False):
        yield


@pytest.fixture
def form(admin, session) -> AdminForm:
    """The session's form, as it was opened before anybody changed anything."""
    return AdminForm(admin, edit(session))


@pytest.fixture
def anna(site):
    """Another editor."""
    user = factories.make_user("anna")
    user.first_name, user.last_name = "Anna", "Virtanen"
    user.save()
    return user


def edit(session) -> str:
    return reverse("wagtailadmin_pages:edit", args=[session.pk])


def stored() -> SessionPage:
    return SessionPage.objects.get()


def published(session, user, **facts) -> None:
    """The short form of the way into the meeting, as another editor sends it."""
    with LogContext(user=user):
        change_access(session, access=access_of(stored()) | facts, user=user)


def drafted(user, **facts) -> None:
    """Another editor's draft."""
    draft = stored().get_latest_revision_as_object()
    for name, value in facts.items():
        setattr(draft, name, value)
    draft.save_revision(user=user)


def again(form: AdminForm, answer, **fields):
    """Send the form that came back."""
    back = form_values(answer.content, form.form_id)
    return AdminForm(form.client, form.url, fields=back).send(**fields)


def test_untouched_old_form_puts_nothing_back_and_says_what_changed_and_by_whom(form, session, anna):
    published(session, anna, **NEW)

    answer = form.send(title="Autrement")

    assert answer.errors == {name: [f"{BY_ANNA} {KEPT}"] for name in CHANGED}
    assert set(answer.lost) == {*CHANGED, "access_seen"}
    assert (access_of(stored()), stored().title) == (NEW, session.title)


def test_form_that_came_back_keeps_what_the_other_one_changed_and_what_was_typed(form, session, anna):
    published(session, anna, **NEW)

    again(form, form.send(title="Autrement"))

    assert (access_of(stored()), stored().title) == (NEW, "Autrement")


def test_what_was_typed_over_a_change_stays_and_is_saved_knowing_of_it(form, session, anna):
    published(session, anna, **NEW)

    answer = form.send(passcode="161803")
    assert answer.errors == {
        "link": [f"{BY_ANNA} {KEPT}"], "disclosure": [f"{BY_ANNA} {KEPT}"], "passcode": [f"{BY_ANNA} {TYPED}"],
    }  # fmt: skip
    again(form, answer)

    assert access_of(stored()) == NEW | {"passcode": "161803"}


def test_third_change_is_told_too(form, session, anna):
    published(session, anna, passcode="1")
    answer = form.send()
    published(session, anna, passcode="2")

    answer = again(form, answer)

    assert (answer.errors, stored().passcode) == ({"passcode": [f"{BY_ANNA} {KEPT}"]}, "2")


def test_change_stays_untold_while_the_form_holds_something_that_is_no_link(form, session, anna):
    published(session, anna, link=factories.OTHER_LINK, passcode="1")

    first = form.send(link="no address at all")
    second = again(form, first, link=factories.LINK)

    assert first.errors["link"] == ["Enter a valid URL."]
    assert second.errors == {"link": [f"{BY_ANNA} {KEPT}"]}


def test_change_in_a_draft_is_told_with_whoever_made_it_first(form, anna):
    drafted(anna, passcode="271828")
    drafted(factories.make_user("eleni"), title="Autrement")

    answer = form.send(None, title="Autrement encore")

    assert answer.errors == {"passcode": [f"{BY_ANNA} {KEPT}"]}


def test_change_by_a_command_is_nobodys(form, session):
    change_access(session, access=NEW, user=None)

    assert form.send().errors == {name: [f"{BY_NOBODY} {KEPT}"] for name in CHANGED}


def test_account_that_is_gone_is_nobody(form, session, anna):
    published(session, anna, passcode="1")
    anna.delete()

    assert form.send().errors == {"passcode": [f"{BY_NOBODY} {KEPT}"]}


def test_same_change_by_both_is_no_conflict(form, session, anna):
    published(session, anna, **NEW)

    answer = form.send(title="Autrement", **NEW)

    assert (answer.status_code, stored().title, access_of(stored())) == (302, "Autrement", NEW)


def test_change_of_words_is_no_conflict(form, anna):
    drafted(anna, body="<p>Autrement</p>")

    assert form.send(passcode="161803").status_code == 302
    assert stored().passcode == "161803"


def test_form_without_what_it_showed_puts_nothing_back(form, session, anna):
    """It was opened before this release."""
    del form.fields["access_seen"]
    published(session, anna, passcode="1")

    assert form.send().errors == {"passcode": [f"{BY_ANNA} {TYPED}"]}
    assert stored().passcode == "1"


def test_form_that_wagtail_saved_by_itself_is_no_conflict_with_itself(form, session):
    sent = form.fields.copy()
    sent["passcode"] = "161803"
    saved = form.client.post(form.url, dict(sent.lists()), headers={"Accept": "application/json"}).json()

    answer = form.send(passcode="16180", overwrite_revision_id=saved["revision_id"])

    assert (answer.status_code, stored().passcode) == (302, "16180")


def test_form_that_wagtail_saved_by_itself_puts_nothing_back_after_somebody_elses_change(form, session, anna):
    saved = form.client.post(
        form.url, dict(form.fields.lists()), headers={"Accept": "application/json"}
    ).json()
    published(session, anna, passcode="1")

    answer = form.send(overwrite_revision_id=saved["revision_id"])

    assert (answer.errors, stored().passcode) == ({"passcode": [f"{BY_ANNA} {KEPT}"]}, "1")


def test_old_revision_is_brought_back_with_its_link_by_whoever_chose_it(admin, session, anna):
    old = stored().latest_revision_id
    factories.publish(session, passcode="1")
    form = AdminForm(admin, reverse("wagtailadmin_pages:revisions_revert", args=[session.pk, old]))

    assert form.send().status_code == 302
    assert stored().passcode == "314159"


def test_old_revision_that_was_open_while_the_link_changed_puts_nothing_back(admin, session, anna):
    drafted(anna, title="Autrement")
    old = stored().latest_revision_id
    drafted(anna, title="Autrement encore")
    form = AdminForm(admin, reverse("wagtailadmin_pages:revisions_revert", args=[session.pk, old]))
    published(session, anna, passcode="1")

    assert form.send().errors == {"passcode": [f"{BY_ANNA} {KEPT}"]}


def test_secret_stands_nowhere_in_what_the_form_showed(form, session):
    assert [
        name
        for name in CHANGED
        if getattr(session, name) and getattr(session, name) in form.fields["access_seen"]
    ] == []


def test_translator_of_the_origin_is_told_nothing(client, session, anna):
    translator = member(client, roles.translators("fr"))
    form = AdminForm(translator, edit(session))
    published(session, anna, passcode="1")

    assert form.send(title="Autrement").status_code == 302
    assert (stored().title, stored().passcode) == ("Autrement", "1")


def test_follower_has_no_access_to_change(admin, session, anna):
    hebrew = factories.translate(session, "he", title="לבנות סולידריות")
    form = AdminForm(admin, edit(hebrew))
    with LogContext(user=anna):
        change_access(session, access=access_of(session) | {"passcode": "1"}, user=anna)

    assert form.send(title="סולידריות").status_code == 302
    assert {page.passcode for page in SessionPage.objects.all()} == {"1"}


def test_opening_the_form_of_an_unsaved_session_needs_no_revision(admin, session):
    page = admin.get(
        reverse("wagtailadmin_pages:add", args=["parvis_events", "sessionpage", session.get_parent().pk])
    )

    assert len(form_values(page.content, "page-edit-form")["access_seen"].split()) == 4
