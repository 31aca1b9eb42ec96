"""SCALE.md: its tables are what docker/scale.py computes, and what it computes is plain arithmetic."""

import runpy
from pathlib import Path

import pytest

DOCKER = Path(__file__).parents[2] / "docker"
scale = runpy.run_path(str(DOCKER / "scale.py"))


def test_page_has_the_tables_that_are_computed():
    page = (DOCKER / "SCALE.md").read_text()

    assert "\n".join(scale["tables"]()) in page


def test_every_subscriber_uses_one_program():
    assert sum(client.share for client in scale["CLIENTS"]) == pytest.approx(1)


def test_subscribers_who_are_twice_as_many_ask_twice_as_often():
    one, two = map(scale["polls_per_second"], (1_000, 2_000))

    assert two == pytest.approx(2 * one)
    # Four in ten every 8 hours, two every 3, and so on: 145 a second for a million.
    assert scale["polls_per_second"](1_000_000) == pytest.approx(145.3, abs=0.05)


def test_minute_of_the_full_hour_holds_all_who_ask_hourly():
    """A quarter of them within a minute."""
    assert scale["polls_at_the_full_hour"](1_000_000) == pytest.approx(250_000 / 60 + 34.1, abs=0.1)


def test_cdn_asks_for_each_feed_and_place_once_in_five_minutes_and_never_more_than_is_asked_of_it():
    few = scale["Site"]("few", subscribers=60_000, scopes=1, edges=10)
    many = scale["Site"]("many", subscribers=10, scopes=1_000, edges=10)

    assert scale["polls_behind_a_cdn"](few) == pytest.approx(54 * 10 / 300)
    assert scale["polls_behind_a_cdn"](many) == scale["polls_at_the_full_hour"](10)
