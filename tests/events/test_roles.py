"""What each role may do with pages, as far as Wagtail's permissions say it."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from wagtail.images import get_image_model
from wagtail.models import GroupApprovalTask, GroupCollectionPermission, GroupPagePermission
from wagtail.permission_policies.collections import CollectionPermissionPolicy

import pytest

from events import roles
from events.models import SessionPage
from tests import factories

pytestmark = pytest.mark.django_db

CONTRIBUTORS = roles.contributors("icom-greece")


@pytest.fixture
def english(session):
    """The English translation of the session; the roles are made."""
    page = factories.translate(session, "en")
    factories.make_organisation()
    roles.make_roles()
    return page


def member(group: str):
    user = get_user_model().objects.create_user("member", "member@parvis.example", "secret")
    user.groups.add(Group.objects.get(name=group))
    return user


def powers(user, page) -> dict[str, bool]:
    tester = page.permissions_for_user(user)
    return {
        "edit": tester.can_edit(),
        "publish": tester.can_publish(),
        "lock": tester.can_lock(),
        "facts": tester.may_change_facts(),
        "unpublish": tester.can_unpublish(),
        "delete": tester.can_delete(),
        "move": tester.can_move(),
        "restrict": tester.can_set_view_restrictions(),
        "delete the subtree": page.get_parent().permissions_for_user(user).can_delete(),
        "add": page.get_parent().permissions_for_user(user).can_add_subpage(),
        "submit": user.has_perm(roles.SUBMIT),
    }


@pytest.mark.parametrize(
    ("group", "allowed"),
    [
        (roles.EDITORS, {"edit", "publish", "add", "submit", "facts"}),
        (
            roles.PUBLISHERS,
            {
                "edit",
                "publish",
                "add",
                "submit",
                "facts",
                "lock",
                "unpublish",
                "delete",
                "delete the subtree",
                "move",
                "restrict",
            },
        ),
        (CONTRIBUTORS, {"add", "facts"}),
        (roles.PROGRAMS, {"edit", "add", "submit", "facts"}),
        (roles.translators("en"), set()),
        (roles.translators("fr"), {"edit", "publish"}),
    ],
)
def test_role_may_do_with_a_french_session(session, english, group, allowed):
    assert {power for power, is_held in powers(member(group), session).items() if is_held} == allowed


def test_translator_of_english_may_publish_english_pages_and_no_french_ones(session, english):
    user = member(roles.translators("en"))

    assert [
        (page.permissions_for_user(user).can_edit(), page.permissions_for_user(user).can_publish())
        for page in (english, session)
    ] == [(True, True), (False, False)]


def test_translator_of_english_opens_english_pages_and_is_turned_away_from_french_ones(
    client, session, english
):
    client.force_login(member(roles.translators("en")))

    answers = [
        client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code
        for page in (english, session)
    ]
    refused = client.post(reverse("wagtailadmin_pages:unpublish", args=[session.pk]))

    assert (answers, refused.status_code) == ([200, 302], 302)
    assert SessionPage.objects.get(pk=session.pk).live


def test_contributor_edits_an_own_draft_and_neither_publishes_nor_edits_others(cycle, session):
    factories.make_organisation()
    roles.make_roles()
    user = member(CONTRIBUTORS)
    draft = factories.make_session(cycle, live=False, number=8, code="solidarites-8")
    SessionPage.objects.filter(pk=draft.pk).update(owner=user)
    own = SessionPage.objects.get(pk=draft.pk).permissions_for_user(user)

    assert (own.can_edit(), own.can_submit_for_moderation(), own.can_publish()) == (True, True, False)
    assert not session.permissions_for_user(user).can_edit()


def test_what_is_submitted_comes_before_editors_and_publishers(english):
    task = GroupApprovalTask.objects.get()

    assert {group.name for group in task.groups.all()} >= {roles.EDITORS, roles.PUBLISHERS}


@pytest.mark.parametrize(
    ("group", "actions"),
    [
        (roles.EDITORS, {"add", "change", "choose"}),
        (roles.PUBLISHERS, {"add", "change", "delete", "choose"}),
        (CONTRIBUTORS, {"add", "choose"}),
        (roles.translators("he"), {"choose"}),
    ],
)
def test_role_may_do_with_pictures(english, group, actions):
    policy = CollectionPermissionPolicy(get_image_model())
    user = member(group)

    assert {
        action for action in ("add", "change", "delete", "choose") if policy.user_has_permission(user, action)
    } == actions


@pytest.mark.parametrize(
    ("group", "actions"),
    [
        (roles.EDITORS, {"view", "add", "change"}),
        (roles.PUBLISHERS, {"view", "add", "change", "delete"}),
        (CONTRIBUTORS, {"view"}),
        (roles.translators("el"), {"view"}),
    ],
)
def test_role_may_do_with_organisations(english, group, actions):
    user = member(group)

    assert {
        action
        for action in ("view", "add", "change", "delete")
        if user.has_perm(f"parvis_events.{action}_organisation")
    } == actions


def test_every_language_has_its_translators_and_everybody_enters_the_admin(english, settings):
    groups = Group.objects.filter(permissions__codename="access_admin")

    assert {group.name for group in groups} - {"Moderators"} == {
        roles.EDITORS,
        roles.PUBLISHERS,
        CONTRIBUTORS,
        *(f"Translators {code.upper()}" for code, _name in settings.LANGUAGES),
    }


def test_making_the_roles_again_changes_nothing(english):
    def granted():
        return (
            list(Group.objects.order_by("pk").values_list("name", "permissions")),
            list(GroupPagePermission.objects.order_by("pk").values()),
            list(GroupCollectionPermission.objects.order_by("pk").values()),
            list(GroupApprovalTask.groups.through.objects.order_by("pk").values()),
        )

    before = granted()

    roles.make_roles()

    assert granted() == before
