"""What the pages of ours in the admin cost: 25 queries at most with 300 sessions in six languages."""

import datetime

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wagtail.models import Page

import pytest
import time_machine

from events import roles
from events.models import CyclePage, SessionPage
from tests import factories
from tests.events import announced
from tests.events.logged_in import administrator, member

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MOST = 25
# Two months before the announced session; the others follow it day by day.
NOW = datetime.datetime(2021, 3, 18, 9, 0, tzinfo=datetime.UTC)
LOG_INS = {
    "administrator": administrator,
    roles.PUBLISHERS: lambda client: member(client, roles.PUBLISHERS),
    roles.EDITORS: lambda client: member(client, roles.EDITORS),
    roles.translators("en"): lambda client: member(client, roles.translators("en")),
    roles.contributors("icom-greece"): lambda client: member(client, roles.contributors("icom-greece")),
}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def season(announcement) -> SessionPage:
    """The announced session; with it there are 300, in six languages each."""
    announced.clone_sessions(announcement, 299)
    clones = Page.objects.filter(slug__startswith="clone-").order_by("path")
    keys = list(clones.values_list("translation_key", flat=True))
    for language, _name in settings.LANGUAGES:
        if language != announcement.language:
            announced.clone_sessions(factories.translate(announcement, language), 299, keys=keys)
    return announcement


def addresses(session: SessionPage) -> dict[str, str]:
    """The pages of ours in the admin."""
    cycle = CyclePage.objects.parent_of(session).get()
    return {
        "home": reverse("wagtailadmin_home"),
        "report": reverse("board:report"),
        "link": reverse("board:link", args=[session.pk]),
        "programme": reverse("programme:list"),
        "export": f"{reverse('programme:list')}?export=csv",
        "planner": reverse("planning:planner", args=[cycle.pk]),
        "announcement": reverse("announcing:announcement", args=[session.pk]),
        "reschedule": reverse("changing:reschedule", args=[session.pk]),
        "cancel": reverse("changing:cancel", args=[session.pk]),
        "guide": reverse("parvis_guide"),
    }


@pytest.mark.parametrize("role", LOG_INS)
def test_no_page_costs_more_than_25_queries(client, season, role):
    client = LOG_INS[role](client)
    costs = {}
    for name, address in addresses(season).items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        costs[name] = len(queries)

    assert SessionPage.objects.count() == 1800
    assert {name: cost for name, cost in costs.items() if cost > MOST} == {}
