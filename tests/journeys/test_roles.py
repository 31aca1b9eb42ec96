"""Each role does what it may, and is kept from what it may not, through the views and the API that people use."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client, TestCase
from django.urls import reverse

from wagtail.models import Workflow

import pytest

from events import roles
from events.board.link import change_access
from events.models import SecondReaderTask, SessionPage, SessionPhoto
from tests import factories
from tests.admin_forms import AdminForm
from tests.feeds.world import make_image
from tests.journeys.desk import Desk, rows

pytestmark = pytest.mark.django_db

ROLES = {
    "editor": roles.EDITORS,
    "publisher": roles.PUBLISHERS,
    "translator": roles.translators("fr"),
    "contributor": roles.contributors("icom-greece"),
}


@pytest.fixture
def desk_of(site):
    """A role's desk: `desk_of("editor")`."""
    factories.make_organisation()
    roles.make_roles()

    def make(role: str) -> Desk:
        user = factories.make_user(role)
        user.groups.add(Group.objects.get(name=ROLES[role]))
        client = Client()
        client.force_login(user)
        return Desk(client=client, commit=TestCase.captureOnCommitCallbacks, user=role)

    return make


def stored() -> SessionPage | None:
    return SessionPage.objects.filter(code="solidarites-7").first()


@pytest.mark.parametrize(("role", "link"), [("editor", factories.OTHER_LINK), ("translator", factories.LINK)])
def test_translator_publishes_words_and_an_editor_facts_too(desk_of, session, role, link):
    desk_of(role).edit(session, title="Autrement", link=factories.OTHER_LINK)

    assert (stored().title, stored().link) == ("Autrement", link)


@pytest.mark.parametrize("role", ["editor", "translator"])
def test_nobody_but_publishers_takes_a_session_from_the_public(desk_of, session, role):
    desk = desk_of(role)
    bulk = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'unpublish'])}?id={session.pk}"

    for url in (
        reverse("wagtailadmin_pages:unpublish", args=[session.pk]),
        reverse("wagtailadmin_pages:delete", args=[session.pk]),
        bulk,
    ):
        desk.client.post(url, {"parvis-confirmed": "1"})
    refused = desk.act(session, "unpublish")

    assert stored().live
    assert refused.status_code == 403


def test_publisher_takes_a_session_from_the_public_and_deletes_it(desk_of, session):
    desk = desk_of("publisher")

    assert not desk.unpublish(session).live
    desk.post("wagtailadmin_pages:delete", session.pk)
    assert stored() is None


@pytest.mark.parametrize(("role", "status"), [("editor", 200), ("publisher", 200), ("translator", 302)])
def test_words_are_all_that_a_translator_changes(desk_of, session, role, status):
    answer = desk_of(role).client.get(reverse("changing:cancel", args=[session.pk]))

    assert answer.status_code == status


def test_fact_that_a_translator_writes_through_the_api_is_refused_by_name(desk_of, session):
    answer = desk_of("translator").patch(session, number=9)

    assert (answer.status_code, "number" in answer.content.decode()) == (422, True)
    assert stored().number == 7


def test_editor_deletes_a_draft_that_nobody_has_seen(desk_of, cycle):
    draft = factories.make_session(cycle, live=False)

    desk_of("editor").post("wagtailadmin_pages:delete", draft.pk)

    assert stored() is None


def test_contributor_drafts_for_the_own_organisation_only_and_submits(desk_of, cycle):
    desk = desk_of("contributor")
    url = reverse("wagtailadmin_pages:add", args=["parvis_events", "sessionpage", cycle.pk])
    form = AdminForm(desk.client, url)

    refused = form.send(None, title="Une séance", number="8")
    assert "icom-greece" in refused.content.decode()
    assert SessionPage.objects.filter(number=8).count() == 0

    organisation = factories.Organisation.objects.get()
    row = rows(
        "organisation_rows", form.fields, {"organisation": str(organisation.pk), "role": "participant"}
    )
    form.send("action-submit", title="Une séance", number="8", **row)

    draft = SessionPage.objects.get(number=8)
    assert (draft.live, draft.workflow_in_progress) == (False, True)


@pytest.mark.parametrize("address", ["wagtailusers_users:index", "wagtailsites:index"])
@pytest.mark.parametrize("role", ["publisher", "editor", "translator", "contributor"])
def test_users_and_sites_are_the_administrators(desk_of, role, address):
    assert desk_of(role).client.get(reverse(address)).status_code == 302


def test_command_makes_the_roles_as_often_as_one_likes(site, capsys):
    factories.make_organisation()

    for _time in range(2):
        call_command("make_roles")

    assert "Contributors icom-greece, Editors, " in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize("role", ["editor", "translator"])
def test_to_let_a_page_expire_is_to_unpublish_it(desk_of, session, role):
    desk_of(role).edit(session, title="Autrement", expire_at="2030-01-01 10:00")

    assert (stored().title, stored().expire_at) == ("Autrement", None)


def test_translator_of_the_origin_takes_no_photo_away_and_adds_none(desk_of, session, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    draft = stored().get_latest_revision_as_object()
    draft.photo_rows = [
        SessionPhoto(image=make_image(), credit="Anna", alt="Une salle", locale=session.locale)
    ]
    draft.save_revision().publish()
    desk = desk_of("translator")
    form = desk.form(session)
    more = rows("photo_rows", form, {"image": str(SessionPhoto.objects.get().image_id), "alt": "Une autre"})

    desk.edit(session, form=form, **{"photo_rows-0-DELETE": "1", "photo_rows-0-alt": "Une grande salle"})
    url = reverse("wagtailadmin_pages:edit", args=[session.pk])
    refused = desk.client.post(url, form | more | {"action-publish": "1"})

    assert refused.status_code == 200
    assert [photo.alt for photo in stored().photo_rows.all()] == ["Une grande salle"]


def test_translator_does_not_publish_facts_that_an_editor_drafted(desk_of, session):
    desk_of("editor").edit(session, action="save", link=factories.OTHER_LINK)
    client = desk_of("translator").client
    form = AdminForm(client, reverse("wagtailadmin_pages:edit", args=[session.pk]))

    refused = form.send(title="Autrement")

    assert "demandez à l’équipe de rédaction de le publier" in refused.content.decode()
    assert (stored().title, stored().link) == (session.title, factories.LINK)


# The second reader


def test_second_reader_is_somebody_else_who_may_publish_the_page(desk_of, session):
    call_command("make_roles", "--second-reader")
    author, other, stranger = desk_of("editor"), desk_of("publisher"), desk_of("contributor")
    author.edit(session, action="submit", title="À relire")
    page = stored()
    task = page.current_workflow_task

    actions = {
        desk.user: bool(task.get_actions(page, get_user_model().objects.get(username=desk.user)))
        for desk in (author, other, stranger)
    }

    assert task.specific.name == "Second reader"
    assert actions == {"editor": False, "publisher": True, "contributor": False}
    other.approve(page)
    assert stored().title == "À relire"


def test_author_who_approves_all_the_same_publishes_nothing(desk_of, session):
    call_command("make_roles", "--second-reader")
    author = desk_of("editor")
    author.edit(session, action="submit", title="À relire")
    task = stored().current_workflow_task_state

    author.client.post(reverse("wagtailadmin_pages:workflow_action", args=[session.pk, "approve", task.pk]))

    assert (stored().title, stored().workflow_in_progress) == (session.title, True)


def test_author_stays_the_author_when_somebody_else_changes_the_link(desk_of, session):
    call_command("make_roles", "--second-reader")
    author, other = desk_of("editor"), desk_of("publisher")
    author.edit(session, action="submit", title="À relire")
    access = {"link": factories.OTHER_LINK, "meeting_id": "", "passcode": "", "disclosure": ""}

    change_access(stored(), access=access, user=get_user_model().objects.get(username=other.user))

    page = stored()
    actions = [
        bool(page.current_workflow_task.get_actions(page, get_user_model().objects.get(username=desk.user)))
        for desk in (author, other)
    ]
    assert (actions, page.link) == ([False, True], factories.OTHER_LINK)


def test_translators_of_other_languages_do_not_read_it(desk_of, session):
    call_command("make_roles", "--second-reader")
    author = desk_of("editor")
    author.edit(session, action="submit", title="À relire")
    page = stored()
    greek = factories.make_user("greek")
    greek.groups.add(Group.objects.get(name=roles.translators("el")))

    assert not page.current_workflow_task.get_actions(page, greek)


def test_second_reader_is_made_once(site):
    for _time in range(2):
        call_command("make_roles", "--second-reader")

    assert [Workflow.objects.filter(name=roles.SECOND_READER).count(), SecondReaderTask.objects.count()] == [
        1,
        1,
    ]
