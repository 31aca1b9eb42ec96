"""A partner's plain pages under four security policies: each way to have the programme shows it, or a link that works."""

import json
import shlex
import urllib.request
from collections.abc import Callable

import pytest
from lxml import html

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Construire des solidarités entre musées"
CYCLE = "scope=cycle-solidarites"
WITHOUT_SCRIPT = "sandbox allow-popups allow-top-navigation-by-user-activation"
POLICIES: dict[str, Callable[[str], str]] = {
    "none": lambda ours: "",
    "frames of ours": lambda ours: f"default-src 'self'; frame-src {ours}",
    "self": lambda ours: "default-src 'self'",
    "no script": lambda ours: f"default-src 'none'; script-src 'none'; {WITHOUT_SCRIPT}",
}
# What a reader sees: the programme, or a link that leads to it.
GRID = {
    "frame": ("programme", "programme", "link", "link"),
    "frame and script": ("programme", "programme", "link", "link"),
    "component": ("programme", "link", "link", "link"),
    "oembed": ("programme", "programme", "link", "link"),
    "fragment": ("programme", "programme", "programme", "programme"),
    "link": ("link", "link", "link", "link"),
}


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  (our own server)
        return answer.read().decode()


def copied(ours: str, query: str) -> str:
    """What a webmaster copies from the kit."""
    page = html.document_fromstring(fetch(f"{ours}/fr/partners/?{query}"))
    (code,) = page.xpath("//section[@aria-labelledby='copy-title']/div/pre/code")
    return code.text


def piece(method: str, ours: str) -> str:
    """What stands in the partner's page."""
    if method == "oembed":
        page = html.document_fromstring(fetch(copied(ours, f"site=wordpress&{CYCLE}")))
        (address,) = page.xpath("//link[@type='application/json+oembed']/@href")
        return json.loads(fetch(address))["html"]
    if method == "fragment":
        return fetch(shlex.split(copied(ours, f"site=csp&{CYCLE}"))[6])
    if method == "link":
        return f'<p><a href="{copied(ours, f"site=wordpress&{CYCLE}")}">Le programme</a></p>'
    queries = {"frame": "site=drupal", "frame and script": "site=html&accent=blue", "component": "site=html"}
    return copied(ours, f"{queries[method]}&{CYCLE}")


def seen(page, ours: str) -> str:
    """What a reader has of a partner's page: "programme", "link" (followed, and right), or "nothing"."""
    page.wait_for_load_state("networkidle")
    frames = [page.main_frame, *page.main_frame.child_frames]
    if any(frame.locator(".parvis-name", has_text=TITLE).count() for frame in frames):
        return "programme"
    link = page.locator(f"a[href='{ours}/fr/solidarites/']")
    if not link.count() or not link.first.is_visible():
        return "nothing"
    link.first.click()
    page.wait_for_url(f"{ours}/fr/solidarites/")
    return "link" if page.locator("h1").inner_text() else "nothing"


def outcome(context, partner, ours: str, *, method: str, policy: str) -> str:
    page = context.new_page()
    page.goto(partner.put_page("/programme", piece(method, ours), policy=POLICIES[policy](ours)))
    found = seen(page, ours)
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
