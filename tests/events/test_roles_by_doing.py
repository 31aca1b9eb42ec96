"""What each role does in the admin, through its forms, and what it is turned away from."""

from django.urls import reverse

import pytest

from events import roles
from events.models import NewsPage, Organisation, SessionPage
from tests import factories
from tests.admin_forms import AdminForm
from tests.events.logged_in import administrator, member

pytestmark = pytest.mark.django_db

SETTINGS = {
    "redirects": "wagtailredirects:index",
    "users": "wagtailusers_users:index",
    "groups": "wagtailusers_groups:index",
    "site": "wagtailsites:index",
    "languages": "wagtaillocales:index",
    "workflows": "wagtailadmin_workflows:index",
    "collections": "wagtailadmin_collections:index",
}


def opened(client) -> set[str]:
    """The settings that somebody may open."""
    return {name for name, view in SETTINGS.items() if client.get(reverse(view)).status_code == 200}


@pytest.mark.parametrize(
    ("group", "settings"),
    [
        (roles.PUBLISHERS, {"redirects"}),
        (roles.EDITORS, set()),
        (roles.translators("en"), set()),
        (roles.contributors("icom-greece"), set()),
    ],
)
def test_role_opens_its_settings(client, site, group, settings):
    assert opened(member(client, group)) == settings


def test_administrators_open_all_settings(client, site):
    assert opened(administrator(client)) == set(SETTINGS)


def test_publisher_makes_a_redirect(client, session):
    client = member(client, roles.PUBLISHERS)

    client.post(
        reverse("wagtailredirects:add"),
        {"old_path": "/affiche", "is_permanent": "on", "redirect_page": session.pk},
    )

    assert client.get("/affiche").url == session.get_url()


def test_translator_publishes_words_and_no_facts(client, session):
    english = factories.translate(session, "en")
    form = AdminForm(
        member(client, roles.translators("en")), reverse("wagtailadmin_pages:edit", args=[english.pk])
    )

    form.send(title="Building solidarity", date="2030-01-01", link="https://zoom.us/j/1", status="cancelled")

    stored = SessionPage.objects.get(pk=english.pk)
    assert stored.title == "Building solidarity"
    assert {page.date for page in SessionPage.objects.all()} == {session.date}
    assert {page.link for page in SessionPage.objects.all()} == {session.link}
    assert {page.status for page in SessionPage.objects.all()} == {"confirmed"}


def test_contributor_submits_news_of_the_organisation_and_does_not_publish_it(client, site):
    index = factories.make_news(site).get_parent()
    client = member(client, roles.contributors("icom-greece"))
    address = reverse("wagtailadmin_pages:add", args=["parvis_events", "newspage", index.pk])
    form = AdminForm(client, address)

    form.send(
        "action-submit",
        title="Νέα από την Αθήνα",
        slug="nea",
        date="2021-05-01",
        **row_of("organisation_rows", "icom-greece"),
    )
    news = NewsPage.objects.get(slug="nea")
    refused = client.post(reverse("wagtailadmin_pages:unpublish", args=[news.pk]))

    assert (news.live, news.workflow_in_progress, refused.status_code) == (False, True, 302)
    form.send(title="Νέα", slug="nea-2", date="2021-05-01", **row_of("organisation_rows", "icom-greece"))
    assert not NewsPage.objects.filter(slug="nea-2", live=True).exists()


def row_of(relation: str, code: str) -> dict[str, str]:
    """An organisation in the first row of a form."""
    organisation = Organisation.objects.get(code=code)
    return {
        f"{relation}-TOTAL_FORMS": "1",
        f"{relation}-0-organisation": str(organisation.pk),
        f"{relation}-0-role": "organiser",
        f"{relation}-0-ORDER": "1",
        f"{relation}-0-id": "",
    }


def test_what_a_contributor_submitted_is_published_by_an_editor(client, cycle):
    session = factories.make_session(cycle, live=False)
    factories.make_organisation()
    roles.make_roles()
    session.get_workflow().start(session, factories.make_user("contributor"))
    client = member(client, roles.EDITORS)
    state = SessionPage.objects.get(pk=session.pk).current_workflow_task_state

    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[session.pk, "approve", state.pk]), {"comment": ""}
    )

    assert SessionPage.objects.get(pk=session.pk).live
