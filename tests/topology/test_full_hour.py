"""The full hour, small: a thousand subscribers in six seconds, as many each second as when 10,000 come within a minute."""

import pytest

from tests.bench.full_hour import arrivals
from tests.topology.polling import play, polls_of
from tests.topology.reporting import report
from tests.topology.town import NEEDS_TOWN

SUBSCRIBERS, SECONDS = 1_000, 6


class TestCrowd:
    pytestmark = [*NEEDS_TOWN, pytest.mark.slow]

    def test_no_poll_fails_when_a_thousand_come_within_six_seconds(self, settled, town, capsys):
        polls = polls_of(town.proxy)
        played = play(town.proxy, polls, due=arrivals(subscribers=SUBSCRIBERS, seconds=SECONDS))

        report(capsys, f"{SUBSCRIBERS:,} polls in {SECONDS} s", played)
        assert (len(played.took), played.wrong) == (SUBSCRIBERS, [])


def test_arrivals_are_the_same_in_each_run_and_within_the_minute():
    first = arrivals()

    assert first == arrivals() == sorted(first)
    assert (len(first), first[0] >= 0, first[-1] <= 60) == (10_000, True, True)
