"""Every address of the admin that the resolver knows, for every role: who is let in where is a table (admin_allowed.py)."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group as Role

import pytest

from events import roles
from events.models import Organisation
from tests import factories
from tests.journeys.admin_addresses import Things, addresses, is_let_in
from tests.journeys.admin_allowed import (
    ADMINISTRATORS,
    ANYBODY,
    CONTRIBUTORS,
    EDITORS,
    MEMBERS,
    NOBODY,
    PUBLISHERS,
    STRANGERS,
    TRANSLATORS,
    names_of,
)

pytestmark = [
    pytest.mark.django_db,
    # wagtail-localize's report of translations has no order.
    pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results"),
]

EDITING = ANYBODY + MEMBERS + CONTRIBUTORS + TRANSLATORS + EDITORS
# The group that somebody is in, and what it opens. The things there are French and English, and no role's own.
ALLOWED = {
    "anonymous": (None, STRANGERS + ANYBODY),
    "account without a role": (None, STRANGERS + ANYBODY),
    "program": (roles.PROGRAMS, STRANGERS + ANYBODY),
    "contributor": (roles.contributors("icom-greece"), ANYBODY + MEMBERS + CONTRIBUTORS),
    "translator": (roles.translators("es"), ANYBODY + MEMBERS + TRANSLATORS),
    "editor": (roles.EDITORS, EDITING),
    "publisher": (roles.PUBLISHERS, EDITING + PUBLISHERS),
    "administrator": (None, EDITING + PUBLISHERS + ADMINISTRATORS),
}
# Some seconds each: with the narrowest roles every change is tried.
OFTEN = {"anonymous", "contributor", "translator"}


@pytest.fixture
def things(group, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    if not Organisation.objects.filter(code="icom-greece").exists():
        factories.make_organisation()
    roles.make_roles()
    return Things(group)


def somebody(name: str):
    """Somebody of a role; None for whoever is not logged in."""
    if name == "anonymous":
        return None
    if name == "administrator":
        return get_user_model().objects.get(username="admin")
    user = factories.make_user("somebody")
    user.groups.set(Role.objects.filter(name=ALLOWED[name][0]))
    return user


@pytest.mark.parametrize(
    "role", [pytest.param(name, marks=[] if name in OFTEN else pytest.mark.slow) for name in ALLOWED]
)
def test_role_is_let_in_where_the_table_says_and_nowhere_else(things, role):
    user = somebody(role)

    let_in = {each.name for each in addresses() if is_let_in(user, each, things.url(each))}

    assert let_in == names_of(ALLOWED[role][1])


def test_every_address_stands_in_the_table_once():
    tables = (
        STRANGERS,
        ANYBODY,
        MEMBERS,
        CONTRIBUTORS,
        TRANSLATORS,
        EDITORS,
        PUBLISHERS,
        ADMINISTRATORS,
        NOBODY,
    )
    listed = sorted(name for table in tables for name in names_of(table))

    assert listed == sorted({each.name for each in addresses()})
