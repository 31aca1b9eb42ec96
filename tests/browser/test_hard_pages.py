"""Sessions that no designer thinks of: nothing is cut off, nothing overflows, and axe finds nothing."""

import pytest
import time_machine

from events.models import CycleOrganisation, SessionOrganisation
from tests import factories
from tests.browser.test_pages import NARROW, overflow, violations
from tests.events import announced

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORD = "Museumsverbandsvorstandsmitgliederversammlungsprotokoll" * 5
HEBREW = "סדנאות ICOM France 2026 (שלב 3), ולא פחות מ-12 מוזיאונים ב-Αθήνα"


@pytest.fixture
def hard_site(live_server, transactional_db, tmp_path, settings):
    """Four sessions: a word of 255 letters; Hebrew with Latin names and figures; nothing but a date; twenty organisations."""
    settings.MEDIA_ROOT = tmp_path
    site = factories.read_site()
    cycle = factories.make_cycle(site, kind=WORD[:255], funding=WORD)
    factories.make_session(
        cycle, number=1, title=WORD[:255], questions=(WORD,), introduction=f"<p>{WORD}</p>"
    )
    hebrew = factories.make_session(cycle, number=2, title="Ateliers")
    factories.translate(hebrew, "he", title=HEBREW, introduction=f"<p>{HEBREW}</p>", change_reason=HEBREW)
    factories.make_session(
        cycle, number=3, title="Rien", spoken=[], platform="", link="", meeting_id="", passcode="",
        replay="https://dead.example/nothing-here",
    )  # fmt: skip
    crowd = factories.make_session(cycle, number=4, title="Tout le monde")
    bodies = [
        factories.make_organisation(
            f"body-{number}", name_original=f"Ελληνικό Τμήμα {number}", website="https://body.example"
        )
        for number in range(20)
    ]
    _publish(crowd, "organisation_rows", [SessionOrganisation(organisation=each) for each in bodies])
    _publish(
        cycle, "organisation_rows", [CycleOrganisation(organisation=each, role="partner") for each in bodies]
    )
    with time_machine.travel(announced.CLOSES):
        yield live_server.url


def _publish(page, relation: str, rows: list) -> None:
    draft = page.get_latest_revision_as_object()
    setattr(draft, relation, rows)
    draft.save_revision().publish()


PATHS = [
    "/fr/", "/fr/solidarites/", "/he/solidarites/", "/fr/solidarites/seance-1/", "/he/solidarites/seance-1/",
    "/he/solidarites/seance-2/", "/fr/solidarites/seance-3/", "/fr/solidarites/seance-4/", "/he/solidarites/seance-4/",
    "/fr/join/solidarites-1/",
]  # fmt: skip


@pytest.mark.slow
def test_nothing_overflows_a_narrow_screen(hard_site, new_context):
    page = new_context(viewport=NARROW).new_page()

    found = {}
    for path in PATHS:
        assert page.goto(hard_site + path).status == 200
        found[path] = overflow(page)

    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(hard_site, new_context, scheme):
    page = new_context(viewport=NARROW, color_scheme=scheme).new_page()

    found = {}
    for path in PATHS:
        page.goto(hard_site + path)
        found[path] = violations(page)

    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.slow
def test_session_reads_well_without_pictures(hard_site, new_context):
    page = new_context(viewport=NARROW).new_page()
    page.route(
        "**/*", lambda route: route.abort() if route.request.resource_type == "image" else route.continue_()
    )

    page.goto(f"{hard_site}/fr/solidarites/seance-4/")

    assert overflow(page) == []
    assert page.locator(".bodies li > span").count() == 20
