"""One web process dies, and both are upgraded one after the other, under a steady load: no poll fails."""

import time

import pytest

from tests.topology.polling import Poll, polling, polls_of, reads_of
from tests.topology.reporting import report
from tests.topology.town import NEEDS_TOWN

pytestmark = NEEDS_TOWN

EACH_SECOND = 50
# Pages and the API ask a web process each time: nothing in the proxy could answer for it.
NOT_KEPT = ("/fr/", "/fr/solidarites/", "/api/v1/sessions?lang=en", "/fr/join/solidarites-8/")


@pytest.fixture
def polls(settled, town) -> list[Poll]:
    """Feeds, and what the proxy keeps no copy of."""
    return polls_of(town.proxy) + reads_of(NOT_KEPT) * 6


def test_web_process_that_is_killed_costs_no_request(town, polls, capsys):
    with polling(town.proxy, polls, each_second=EACH_SECOND) as played:
        time.sleep(2)
        for web in town.webs:
            web.kill()
            time.sleep(2)
            town.begin_again(web)
            time.sleep(2)

    report(capsys, f"each web process killed and begun again, {EACH_SECOND}/s", played)
    assert played.wrong == []


def test_rolling_restart_costs_no_request(town, polls, capsys):
    """As an upgrade: SIGTERM, drained, begun again on the same port; then the other one."""
    with polling(town.proxy, polls, each_second=EACH_SECOND) as played:
        time.sleep(2)
        for web in town.webs:
            web.__exit__()
            time.sleep(1)
            town.begin_again(web)
            time.sleep(2)

    report(capsys, f"rolling restart, {EACH_SECOND}/s", played)
    assert played.wrong == []
