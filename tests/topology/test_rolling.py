"""One web process dies, and both are upgraded one after the other, under a steady load: no poll fails."""

import time

import pytest

from tests.granian_server import Server
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


def killed(web: Server) -> None:
    """SIGKILL: what it was answering is lost to it, and it is missed for a while."""
    web.kill()
    time.sleep(2)


def upgraded(web: Server) -> None:
    """SIGTERM: it answers what it has begun; the next release takes its port."""
    web.__exit__()
    time.sleep(1)


@pytest.mark.parametrize("end", [killed, upgraded], ids=lambda end: end.__name__)
def test_web_processes_that_end_one_after_the_other_cost_no_request(town, polls, capsys, end):
    with polling(town.proxy, polls, each_second=EACH_SECOND) as played:
        time.sleep(2)
        for web in town.webs:
            end(web)
            town.begin_again(web)
            time.sleep(2)

    report(capsys, f"each web process {end.__name__} and begun again, {EACH_SECOND}/s", played)
    assert played.wrong == []
