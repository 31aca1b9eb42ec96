"""Every address that was ever public still leads to what it named, by one hop at most, after renames and moves (reliability.md F10)."""

from django.test import Client, TestCase

from wagtail.models import Page, PageViewRestriction

import pytest

from tests import factories
from tests.feeds.world import LANGUAGES, feed_paths
from tests.journeys.looking import stored, translation

pytestmark = pytest.mark.django_db

CODE = "solidarites-7"


@pytest.fixture
def pages(session):
    """The session and its cycle, in French and in Hebrew, beside another cycle. In Spanish there are the cycles only."""
    other = factories.make_cycle(factories.read_site(), title="Autre", slug="autre", code="autre")
    factories.translate(other, "he", title="אחר")
    for page in (other, session.get_parent().specific):
        factories.translate(page, "es")
    factories.translate(session, "he", title="סולידריות")
    return {"session": session, "cycle": session.get_parent().specific, "other": other}


def rename(page: Page, slug: str) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        factories.publish(stored(page), slug=slug)


def test_every_address_leads_to_what_it_named_after_eight_renames_and_moves(
    pages, everybody, django_capture_on_commit_callbacks
):
    session, cycle, other = pages["session"], pages["cycle"], pages["other"]
    hebrew = session.get_translations().get(locale__language_code="he").specific
    steps = [
        lambda: None,
        lambda: rename(session, "premiere"),
        lambda: rename(cycle, "solidaires"),
        lambda: rename(hebrew, "solidariut"),
        lambda: stored(session).move(stored(other), pos="last-child"),
        lambda: rename(translation(cycle, "es"), "solidarios"),
        lambda: rename(session, "troisieme"),
        lambda: rename(other, "encore"),
        lambda: stored(session).move(stored(cycle), pos="last-child"),
    ]
    ever: dict[str, str] = {}
    for step in steps:
        with django_capture_on_commit_callbacks(execute=True):
            step()
        ever |= addresses(everybody)

    now = {name: path for path, name in addresses(everybody).items()}
    answers = {path: everybody.get(path) for path in ever}
    moved = {path: answer["Location"] for path, answer in answers.items() if answer.status_code == 301}
    assert (len(ever), len(moved)) == (77, 14)
    assert {
        path: answer.status_code for path, answer in answers.items() if answer.status_code not in {200, 301}
    } == {}
    assert moved == {path: now[ever[path]] for path in moved}
    assert {path: everybody.get(path).status_code for path in moved.values()} == dict.fromkeys(
        moved.values(), 200
    )


def addresses(client: Client) -> dict[str, str]:
    """What is public now, and what stands there: pages by their language and kind, machine addresses by themselves."""
    found = {path: path for path in feed_paths(languages=["fr", "he"], scopes=["all", "cycle-solidarites"])}
    for language in LANGUAGES:
        page = client.get(f"/s/{CODE}", headers={"Accept-Language": language})
        found[page["Location"]] = f"session in {language}"
        found |= {
            path: path
            for path in (
                f"/{language}/join/{CODE}/",
                f"/feeds/{language}/session/{CODE}.ics",
                f"/{language}/card/{CODE}.png",
            )
        }
    for page in Page.objects.live().filter(depth__gt=2).specific():
        found[page.get_url()] = f"{type(page).__name__} {page.translation_key} in {page.locale.language_code}"
    return found


def test_former_stand_in_leads_to_the_session_of_its_own_cycle(pages, everybody):
    other = factories.make_session(pages["other"], title="L’autre")
    rename(pages["session"], "premiere")
    rename(other, "seconde")

    led = {
        path: everybody.get(path).get("Location")
        for path in ("/es/solidarites/seance-7/", "/es/autre/seance-7/", "/es/nada/seance-7/")
    }

    assert led == {
        "/es/solidarites/seance-7/": "/es/solidarites/premiere/",
        "/es/autre/seance-7/": "/es/autre/seconde/",
        "/es/nada/seance-7/": None,
    }


@pytest.mark.parametrize("how", ["unpublished", "private"])
def test_former_stand_in_leads_to_nothing_that_has_left_the_public(pages, everybody, how):
    rename(pages["session"], "premiere")
    before = everybody.get("/es/solidarites/seance-7/")
    page = stored(pages["session"])
    for each in page.group():
        if how == "unpublished":
            each.specific.unpublish()
        else:
            PageViewRestriction.objects.create(page=each, restriction_type=PageViewRestriction.LOGIN)

    answer = everybody.get("/es/solidarites/seance-7/")

    assert (before.status_code, answer.status_code, answer.has_header("Location")) == (301, 404, False)
