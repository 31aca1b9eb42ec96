"""What is public: states of a session x every outlet. One queryset decides (events/querysets.py), so that no outlet has an
opinion of its own (reliability.md T2).
"""

import datetime

from django.core.management import call_command
from django.test import Client, TestCase

from wagtail.models import PageViewRestriction

import pytest
import time_machine

from events.models import SessionOrganisation
from tests import factories
from tests.feeds.happenings import look
from tests.journeys.looking import stored

pytestmark = [pytest.mark.django_db, pytest.mark.facts]

NOW = datetime.datetime(2021, 5, 10, 9, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
# Searches ask for its beginning, in small letters: they say again what was asked.
TITLE, ASKED = "Zenobie", "zenob"
CODE = "solidarites-8"
PAGE = "/fr/solidarites/seance-8/"
FEEDS = "/feeds/fr/cycle-solidarites"
# Where a session is told, by what somebody would call it.
OUTLETS = {
    "page": PAGE,
    "page in place of a translation": "/he/solidarites/seance-8/",
    "cycle": "/fr/solidarites/",
    "cycle in another language": "/he/solidarites/",
    "home": "/fr/",
    "organisation": "/fr/organisations/icom-greece/",
    "search": f"/fr/search/?q={ASKED}",
    "search in another language": f"/he/search/?q={ASKED}",
    "join page": f"/fr/join/{CODE}/",
    "calendar": f"{FEEDS}/sessions.ics",
    "calendar of everything": "/feeds/he/all/sessions.ics",
    "RSS": f"{FEEDS}/sessions.rss",
    "Atom": f"{FEEDS}/sessions.atom",
    "JSON Feed": f"{FEEDS}/sessions.json",
    "feed of an organisation": "/feeds/fr/org-icom-greece/sessions.atom",
    "download": f"/feeds/fr/session/{CODE}.ics",
    "API list": "/api/v1/sessions?lang=fr&limit=100",
    "API item": f"/api/v1/sessions/{CODE}?lang=fr",
    "API search": f"/api/v1/sessions?lang=fr&q={ASKED}",
    "Wagtail's API": "/api/v3-preview/pages/?type=parvis_events.SessionPage",
    "Wagtail's API search": f"/api/v3-preview/pages/?search={TITLE}",
    "embed": "/embed/fr/cycle-solidarites/?layout=table",
    "fragment": "/embed/he/all/fragment.html?layout=table",
}
# What was public and is not any more is said to be called off, so that nobody's calendar or reader keeps it as it was.
WITHDRAWN = {"calendar", "calendar of everything", "RSS", "Atom", "JSON Feed", "feed of an organisation"}

# What has a tag of its own; pages get theirs from the memory of pages, which these tests are without.
TAGGED = {*WITHDRAWN, "download", "API list", "API item", "API search"}


@pytest.fixture
def told(site, settings, tmp_path):
    """Gives a function that asks every outlet now, and gives the names of those that tell of the session."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path / "feeds")}

    def ask() -> set[str]:
        call_command("tick", verbosity=0)
        look()
        answers = {name: Client().get(path) for name, path in OUTLETS.items()}
        return {name for name, answer in answers.items() if TITLE in answer.content.decode()}

    with time_machine.travel(NOW, tick=False):
        yield ask


@pytest.fixture
def organised(site):
    """The cycle, whose feeds exist already; session 7 stands in it."""
    with time_machine.travel(NOW - 30 * DAY, tick=False):
        cycle = factories.make_cycle(site)
        factories.make_session(cycle, number=7)
        factories.translate(cycle, "he", title="סולידריות")
        look()
    return cycle


def make(cycle, *, live: bool = True):
    """Session 8 of the cycle, with an organisation, in French."""
    with time_machine.travel(NOW - DAY, tick=False), commit():
        page = factories.make_session(
            cycle, number=8, title=f"{TITLE} et les musées", date=datetime.date(2021, 6, 15), live=False
        )
        organised = page.get_latest_revision_as_object()
        organised.organisation_rows.add(_row())
        revision = organised.save_revision()
        if live:
            revision.publish()
        return stored(page)


def _row():
    return SessionOrganisation(organisation=factories.make_organisation(), role="organiser")


def commit():
    return TestCase.captureOnCommitCallbacks(execute=True)


def restrict(page) -> None:
    with commit():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_live_session_is_told_by_every_outlet(organised, told):
    make(organised)

    assert told() == set(OUTLETS)


def test_draft_is_told_by_none(organised, told):
    make(organised, live=False)

    assert told() == set()


def test_scheduled_session_is_told_by_none_until_its_moment(organised, told):
    page = make(organised, live=False)
    draft = page.get_latest_revision_as_object()
    draft.go_live_at = NOW + DAY
    with commit():
        draft.save_revision().publish()

    before = told()
    with time_machine.travel(NOW + DAY + datetime.timedelta(minutes=1), tick=False):
        after = told()

    assert (before, after) == (set(), set(OUTLETS))


def test_draft_words_of_a_live_session_are_told_by_none(organised, told):
    page = make(organised)
    with commit():
        factories.publish(page, title="Autre titre")
    factories.redraft(stored(page), title=f"{TITLE} en brouillon")

    assert told() - WITHDRAWN == set()


def test_draft_translation_is_told_by_none(organised, told):
    page = make(organised)
    factories.translate(page, "he", live=False)
    hebrew = page.get_translations().get(locale__language_code="he").specific
    factories.redraft(hebrew, title="טיוטה סודית")

    told()
    assert [name for name, path in OUTLETS.items() if "טיוטה" in Client().get(path).content.decode()] == []


@pytest.mark.parametrize("how", ["unpublished", "deleted", "expired"])
def test_withdrawn_session_is_told_by_feeds_only_and_as_cancelled(organised, told, how):
    page = make(organised)
    assert told() == set(OUTLETS)
    tags = {name: Client().get(path).get("ETag") for name, path in OUTLETS.items()}

    with commit():
        if how == "unpublished":
            page.unpublish()
        elif how == "deleted":
            page.delete()
        else:
            draft = page.get_latest_revision_as_object()
            draft.expire_at = NOW + datetime.timedelta(minutes=1)
            draft.save_revision().publish()
    with time_machine.travel(NOW + datetime.timedelta(minutes=2), tick=False):
        assert told() == WITHDRAWN
        calendar = Client().get(OUTLETS["calendar"]).content.decode()
        again = {
            name: Client().get(path, headers={"if-none-match": tags[name]}).status_code
            for name, path in OUTLETS.items()
            if tags[name]
        }

    assert "STATUS:CANCELLED" in calendar
    assert set(again) == TAGGED
    assert [name for name, status in again.items() if status == 304] == []


@pytest.mark.parametrize("where", ["session", "cycle", "home"])
def test_session_that_became_private_is_told_by_none_not_even_by_an_old_tag(organised, told, where):
    page = make(organised)
    assert told() == set(OUTLETS)
    tags = {name: Client().get(path).get("ETag") for name, path in OUTLETS.items()}

    ancestors = {"session": page, "cycle": page.get_parent(), "home": page.get_parent().get_parent()}
    restrict(ancestors[where])

    told_now = told()
    again = {
        name: Client().get(path, headers={"if-none-match": tags[name]}).status_code
        for name, path in OUTLETS.items()
        if tags[name]
    }
    assert told_now == set()
    assert set(again) == TAGGED
    assert [name for name, status in again.items() if status == 304] == []
