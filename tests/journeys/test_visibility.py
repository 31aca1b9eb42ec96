"""What is public: states of a session x every outlet. One queryset decides (events/querysets.py), so that no outlet has an
opinion of its own (reliability.md T2).
"""

import datetime

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.test import TestCase

from wagtail.models import Page, PageViewRestriction

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
    "feed of changes": f"{FEEDS}/changes.atom",
    "API changes": "/api/v1/changes?lang=fr&limit=100",
    "archive": "/fr/archive/",
    "archive in another language": "/he/archive/",
    "sitemap": "/sitemap.xml",
    "short link": f"/s/{CODE}",
    "card": f"/fr/card/{CODE}.png",
}
# What was public and is not any more is said to be called off, so that nobody's calendar or reader keeps it as it was.
WITHDRAWN = {
    *("calendar", "calendar of everything", "RSS", "Atom", "JSON Feed", "feed of an organisation"),
    "feed of changes",
}

# They say where it is, or show it, and hold no title.
POINTING = {
    "sitemap": lambda answer: PAGE in answer.content.decode(),
    "short link": lambda answer: answer.status_code == 302,
    "card": lambda answer: answer.status_code == 200,
}
# The session is over then: an archive tells of nothing else.
LATER = datetime.datetime(2021, 7, 1, 9, tzinfo=datetime.UTC)
ARCHIVES = {"archive", "archive in another language"}
UNTAGGED = {"sitemap", "short link"}


@pytest.fixture
def ask(site, everybody):
    """Gives a function that asks an outlet as everybody does; archives when the session is over."""

    def ask(name: str, **headers: str):
        moment = LATER if name in ARCHIVES else datetime.datetime.now(datetime.UTC)
        with time_machine.travel(moment, tick=False):
            return everybody.get(OUTLETS[name], headers=headers)

    with time_machine.travel(NOW, tick=False):
        yield ask


@pytest.fixture
def told(ask):
    """Gives a function that asks every outlet now, and gives the names of those that tell of the session."""

    def told() -> set[str]:
        with commit():
            call_command("tick", verbosity=0)
            look()
        return {name for name in OUTLETS if tells(name, ask(name))}

    return told


def tells(name: str, answer) -> bool:
    return POINTING[name](answer) if name in POINTING else TITLE in answer.content.decode()


@pytest.fixture
def saying(ask):
    """Gives a function that names the outlets in whose bytes a word stands."""
    return lambda word: [name for name in OUTLETS if word.encode() in ask(name).content]


@pytest.fixture
def tags(ask):
    """Gives a function that notes the tag of every outlet, and one that names those that take it for the newest."""
    noted: dict[str, str] = {}

    def note() -> None:
        noted.update({name: tag for name in OUTLETS if (tag := ask(name).get("ETag"))})
        assert set(noted) == set(OUTLETS) - UNTAGGED

    def still_known() -> list[str]:
        return [name for name, tag in noted.items() if ask(name, **{"If-None-Match": tag}).status_code == 304]

    return note, still_known


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
    """Session 8 of the cycle, with an organisation, in French; in public it is moved by an hour, which a feed of changes tells."""
    with time_machine.travel(NOW - DAY, tick=False), commit():
        page = factories.make_session(
            cycle, number=8, title=f"{TITLE} et les musées", date=datetime.date(2021, 6, 15), live=False
        )
        organised = page.get_latest_revision_as_object()
        organised.organisation_rows.add(_row())
        revision = organised.save_revision()
        if live:
            revision.publish()
            factories.publish(stored(page), end_time=datetime.time(15, 0))
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

    # Nothing that anybody had seen has changed.
    assert (before, after) == (set(), set(OUTLETS) - {"feed of changes"})


def test_draft_words_of_a_live_session_are_told_by_none(organised, told, saying):
    page = make(organised)
    factories.redraft(page, title=f"{TITLE} en brouillon")

    assert told() == set(OUTLETS)
    assert saying("brouillon") == []


def test_draft_translation_is_told_by_none(organised, told, saying):
    page = make(organised)
    factories.translate(page, "he", live=False)
    hebrew = page.get_translations().get(locale__language_code="he").specific
    factories.redraft(hebrew, title="טיוטה סודית")

    assert told() == set(OUTLETS)
    assert saying("טיוטה") == []


@pytest.mark.parametrize("is_live", [True, False])
def test_no_alias_can_be_stored_and_the_attempt_changes_nothing(organised, told, is_live):
    page = make(organised, live=is_live)
    before = told()

    with pytest.raises(ValidationError), transaction.atomic():
        page.create_alias(parent=organised, update_slug="seance-9")

    assert (told(), Page.objects.filter(alias_of__isnull=False).exists()) == (before, False)


@pytest.mark.parametrize("how", ["unpublished", "deleted", "expired"])
def test_withdrawn_session_is_told_by_feeds_only_and_as_cancelled(organised, ask, told, tags, how):
    page = make(organised)
    assert told() == set(OUTLETS)
    note, still_known = tags
    note()

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
        assert "STATUS:CANCELLED" in ask("calendar").content.decode()
        assert still_known() == []


@pytest.mark.parametrize("where", ["session", "cycle", "home"])
def test_session_that_became_private_is_told_by_none_not_even_by_an_old_tag(organised, told, tags, where):
    page = make(organised)
    assert told() == set(OUTLETS)
    note, still_known = tags
    note()

    ancestors = {"session": page, "cycle": page.get_parent(), "home": page.get_parent().get_parent()}
    restrict(ancestors[where])

    assert told() == set()
    assert still_known() == []
