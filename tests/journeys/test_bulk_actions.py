"""Every action that Wagtail offers below its lists, posted by every role: what each may do to many things at once, and no more."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

import pytest

from events import roles
from events.models import Organisation, Person
from tests import factories
from tests.feeds.world import make_image, make_person
from tests.journeys.test_roles import ROLES as GROUPS

pytestmark = pytest.mark.django_db

ROLES = GROUPS | {"other translator": roles.translators("el"), "nobody": None}
# Who changes anything by it, beside the administrator. The session is public, French and an origin; what is published is a draft of facts.
# Of files, Wagtail knows one permission for changing and deleting; a picture in a gallery is protected.
ALLOWED = {
    ("wagtailcore", "page", "publish"): {"publisher", "editor"},
    ("wagtailcore", "page", "unpublish"): {"publisher"},
    ("wagtailcore", "page", "delete"): {"publisher"},
    ("wagtailcore", "page", "move"): {"publisher"},
    ("wagtailimages", "image", "add_tags"): {"publisher", "editor"},
    ("wagtailimages", "image", "add_to_collection"): {"publisher", "editor"},
    ("wagtailimages", "image", "delete"): {"publisher", "editor"},
    ("wagtaildocs", "document", "add_tags"): {"publisher", "editor"},
    ("wagtaildocs", "document", "add_to_collection"): {"publisher", "editor"},
    ("wagtaildocs", "document", "delete"): {"publisher", "editor"},
    ("parvis_events", "organisation", "delete"): {"publisher"},
    ("parvis_events", "person", "delete"): {"publisher"},
    ("auth", "user", "assign_role"): set(),
    ("auth", "user", "delete"): set(),
    ("auth", "user", "set_active_state"): set(),
}
MODELS = {
    "page": Page,
    "image": get_image_model(),
    "document": get_document_model(),
    "organisation": Organisation,
    "person": Person,
    "user": get_user_model(),
}


def found(model, pk: int) -> dict[str, Any] | None:
    """What is stored of a thing, and its tags or groups."""
    row = model._base_manager.filter(pk=pk).first()
    return row and model_to_dict(row) | {"path": getattr(row, "path", ""), "live": getattr(row, "live", None)}


@pytest.fixture
def things(site, settings, tmp_path) -> dict[str, Any]:
    """One of each kind that a list holds."""
    settings.MEDIA_ROOT = tmp_path
    factories.make_organisation()
    roles.make_roles()
    cycle = factories.make_cycle(site)
    return {
        "elsewhere": factories.make_cycle(site, code="ailleurs", title="Ailleurs", slug="ailleurs"),
        "page": factories.make_session(cycle),
        "draft": factories.make_session(cycle, number=8, code="solidarites-8", live=False),
        "image": make_image(),
        "document": get_document_model().objects.create(title="Note", file=ContentFile(b"Note", "note.txt")),
        "organisation": factories.make_organisation("icom-x", name_original="X", name_latin="X"),
        "person": make_person(),
        "user": factories.make_user("somebody"),
    }


def answers(things: dict[str, Any]) -> dict[str, Any]:
    """What the forms of all actions ask for."""
    return {
        "parvis-confirmed": "1",
        "chooser": things["elsewhere"].pk,
        "tags": "salle",
        "collection": Collection.get_first_root_node().add_child(name="Autre").pk,
        "role": Group.objects.get(name=roles.PUBLISHERS).pk,
        "mark_as_active": "False",
    }


def changed_by(user, things: dict[str, Any]) -> set[tuple[str, str, str]]:
    """The actions after which a thing is not what it was, each posted to the same things."""
    client, asked = Client(), answers(things)
    client.force_login(user)
    changed = set()
    for action in ALLOWED:
        _app, model, name = action
        thing = things["draft" if name == "publish" else model]
        before, point = found(MODELS[model], thing.pk), transaction.savepoint()
        address = f"{reverse('wagtail_bulk_action', args=action)}?id={thing.pk}&next=/admin/"
        assert client.post(address, asked).status_code < 500, action
        if found(MODELS[model], thing.pk) != before:
            changed.add(action)
        transaction.savepoint_rollback(point)
    return changed


def test_every_action_of_a_list_is_in_the_table():
    # It looks for them when it is asked for the first time.
    bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")

    assert {
        (app, model, action)
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    } == set(ALLOWED)


@pytest.mark.parametrize("role", ROLES)
def test_role_changes_many_things_at_once_as_it_changes_one(things, role):
    user = factories.make_user("acting")
    if ROLES[role]:
        user.groups.add(Group.objects.get(name=ROLES[role]))

    assert changed_by(user, things) == {action for action, allowed in ALLOWED.items() if role in allowed}


def test_administrator_changes_each(things):
    assert changed_by(factories.make_admin(), things) == set(ALLOWED)
