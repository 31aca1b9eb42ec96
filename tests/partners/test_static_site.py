"""A partner's plain pages under four security policies: each way to have the programme shows it, or a link that works."""

import pytest

from tests.partners.methods import POLICIES, piece, seen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Construire des solidarités entre musées"
SCOPE = "cycle-solidarites"
# What a reader sees: the programme, or a link that leads to it.
GRID = {
    "frame": ("programme", "programme", "link", "link"),
    "frame and script": ("programme", "programme", "link", "link"),
    "component": ("programme", "link", "link", "link"),
    "oembed": ("programme", "programme", "link", "link"),
    "fragment": ("programme", "programme", "programme", "programme"),
    "link": ("link", "link", "link", "link"),
}


def outcome(context, partner, ours: str, *, method: str, policy: str) -> str:
    page = context.new_page()
    page.goto(partner.put_page("/programme", piece(method, ours, scope=SCOPE), policy=POLICIES[policy](ours)))
    found = seen(page, title=TITLE, target=f"{ours}/fr/solidarites/")
    page.close()
    return found


def test_frame_with_our_script_shows_the_programme_on_another_origin(ours, partner, new_context):
    assert outcome(new_context(), partner, ours, method="frame and script", policy="none") == "programme"


@pytest.mark.slow
def test_every_method_shows_the_programme_or_a_working_link_under_every_policy(ours, partner, new_context):
    context = new_context()

    found = {
        method: tuple(outcome(context, partner, ours, method=method, policy=each) for each in POLICIES)
        for method in GRID
    }

    assert found == GRID
    assert context.cookies() == []
