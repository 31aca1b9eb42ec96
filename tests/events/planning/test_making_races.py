"""The same plan made by several editors at once, on a server that lets them."""

import pytest

from events.models import CyclePage, SessionPage
from events.planning.making import make_sessions
from tests import factories
from tests.events.planning.planned import JULY, JUNE, MAY
from tests.feeds.threads import in_threads

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_plan_that_is_made_four_times_at_once_is_made_once(transactional_db):
    cycle = factories.make_cycle(factories.read_site())
    english = factories.translate(cycle, "en")
    admin = factories.make_admin()
    factories.make_session(cycle, date=MAY)

    def make():
        make_sessions(CyclePage.objects.get(pk=cycle.pk), days=[MAY, JUNE, JULY], user=admin)

    def write_below_translation():
        factories.make_session(english, number=None, date=MAY.replace(year=2030), slug="x", live=False)

    in_threads(make, make, write_below_translation, make, make)

    made = SessionPage.objects.filter(is_origin=True, date__year=2027).order_by("date")
    assert [page.date for page in made] == [MAY, JUNE, JULY]
    numbers = SessionPage.objects.filter(is_origin=True).values_list("number", flat=True)
    assert sorted(numbers) == [7, 8, 9, 10]
