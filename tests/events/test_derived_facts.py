"""What follows from what an editor types: slugs, numbers, instants, and the starts that a session had before it moved."""

import datetime
from types import SimpleNamespace

from django.core.exceptions import ValidationError

import pytest

from events.abstract.pages import RESERVED_SLUGS
from events.abstract.session_facts import Stored, derive_when
from events.models import CyclePage, SessionPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

WHEN = {
    "date": datetime.date(2021, 5, 18),
    "start_time": datetime.time(13),
    "end_time": datetime.time(14, 30),
    "timezone": "Europe/Paris",
}
FIRST, SECOND = "2021-05-18T11:00:00+00:00", "2021-05-19T11:00:00+00:00"


def move(session, number, **fields):
    """Publish the session with another day of May; returns its previous starts."""
    return factories.publish(session, date=datetime.date(2021, 5, number), **fields).previous_starts


def stored(session):
    return SessionPage.objects.get(pk=session.pk)


class TestSlugs:
    @pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
    def test_slug_of_the_site_itself_is_refused_below_a_home(self, slug):
        assert CyclePage.slug_errors(slug, parent=SimpleNamespace(depth=2)) == {
            "slug": f"“{slug}” is an address of the site itself. Choose another slug."
        }

    def test_slug_of_the_site_itself_is_free_below_a_cycle(self):
        assert SessionPage.slug_errors("join", parent=SimpleNamespace(depth=3)) == {}

    def test_cycle_with_a_slug_of_the_site_is_refused_by_its_field(self, site):
        with pytest.raises(ValidationError) as refusal:
            factories.make_cycle(site, slug="join")

        assert refusal.value.message_dict == {
            "slug": ["“join” is an address of the site itself. Choose another slug."]
        }

    @pytest.mark.parametrize(
        ("title", "slug"),
        [
            ("Construire des solidarités", "construire-des-solidarites"),
            ("Κτίζοντας γέφυρες", "ktizontas-gefyres"),
            ("בונים גשרים", "vvnym-gsrym"),
            ("Ääkköset & co.", "aakkoset-co"),
            ("🎉", "tada"),
            ("???", "session"),
            ("x" * 200, "x" * 80),
        ],
    )
    def test_slug_left_empty_is_made_of_latin_letters(self, cycle, title, slug):
        assert factories.make_session(cycle, title=title, slug="").slug == slug

    def test_slug_left_empty_is_free_among_the_pages_beside_it(self, session, cycle):
        slugs = [factories.make_session(cycle, title="???", slug="", number=number).slug for number in (8, 9)]

        assert slugs == ["session", "session-2"]

    def test_slug_left_empty_avoids_the_site_s_own(self, site):
        assert factories.make_cycle(site, title="About", slug="").slug == "about-2"

    def test_slug_left_empty_in_a_draft_is_made_too(self, cycle):
        assert factories.make_session(cycle, title="Γέφυρες", slug="", live=False).slug == "gefyres"

    def test_page_outside_every_tree_has_no_slug_to_be_made(self):
        assert SessionPage(title="x", content_type_id=1).known_parent() is None


class TestMoments:
    @pytest.mark.parametrize(
        ("zone", "starts_at"),
        [
            ("Europe/Paris", "2021-05-18T11:00:00+00:00"),
            ("America/New_York", "2021-05-18T17:00:00+00:00"),
            ("Pacific/Kiritimati", "2021-05-17T23:00:00+00:00"),
        ],
    )
    def test_instants_follow_from_the_wall_clock(self, zone, starts_at):
        session = SimpleNamespace(**WHEN | {"timezone": zone})

        derive_when(session, stored=None)

        assert session.starts_at.isoformat() == starts_at
        assert session.ends_at - session.starts_at == datetime.timedelta(minutes=90)

    @pytest.mark.parametrize(
        "change",
        [
            {"date": None},
            {"start_time": None},
            {"timezone": ""},
            {"timezone": "Mars/X"},
            {"date": datetime.date(2021, 3, 28), "start_time": datetime.time(2, 30)},
        ],
    )
    def test_instants_of_an_impossible_draft_are_none(self, change):
        session = SimpleNamespace(**WHEN | change)

        derive_when(session, stored=None)

        assert (session.starts_at, session.ends_at) == (None, None)

    def test_start_of_a_zone_whose_rules_changed_has_not_moved(self):
        session = SimpleNamespace(**WHEN, live=True, previous_starts=[])
        under_old_rules = Stored(
            live=True,
            starts_at=datetime.datetime(2021, 5, 18, 12, tzinfo=datetime.UTC),
            previous_starts=[],
            wall_clock=(WHEN["date"], WHEN["start_time"], WHEN["timezone"]),
        )

        derive_when(session, stored=under_old_rules)

        assert (session.starts_at.isoformat(), session.previous_starts) == (FIRST, [])


class TestNumbers:
    def test_number_and_code_are_the_next_of_the_cycle(self, session, cycle):
        factories.translate(session, "en")

        new = [factories.make_session(cycle, number=None, slug=slug) for slug in ("a", "b")]

        assert [(page.number, page.code) for page in new] == [(8, "solidarites-8"), (9, "solidarites-9")]

    def test_number_may_be_typed(self, cycle):
        assert factories.make_session(cycle, number=12).code == "solidarites-12"

    def test_session_with_a_code_of_its_own_needs_no_number(self, cycle):
        assert factories.make_session(cycle, number=None, code="special").number is None


def test_news_belongs_to_the_origin_of_its_cycle_whichever_page_was_chosen(site, cycle):
    english = factories.translate(cycle, "en")

    assert factories.make_news(site, language="en", cycle=english).cycle_id == cycle.pk


class TestPreviousStarts:
    def test_published_session_that_moves_keeps_each_start_once(self, session):
        assert session.previous_starts == []
        assert move(session, 19) == [FIRST]
        assert move(session, 19, title="Another title") == [FIRST]
        assert move(session, 20) == [FIRST, SECOND]

    def test_start_that_holds_again_is_no_previous_one(self, session):
        move(session, 19)

        assert move(session, 18) == [SECOND]

    def test_draft_that_moves_keeps_nothing(self, cycle):
        draft = factories.make_session(cycle, live=False)
        draft.date = datetime.date(2021, 6, 15)
        draft.save()

        assert factories.publish(draft).previous_starts == []

    def test_draft_of_a_published_session_moves_nothing_yet(self, session):
        draft = session.get_latest_revision_as_object()
        draft.date = datetime.date(2021, 6, 15)
        draft.save_revision()

        assert stored(session).previous_starts == []

    def test_old_revision_published_again_does_not_forget(self, session):
        old = session.latest_revision
        move(session, 19)
        move(session, 20)
        stored(session).unpublish()

        old.publish()

        assert stored(session).starts_at.isoformat() == FIRST
        assert stored(session).previous_starts == [SECOND]

    def test_unpublished_session_that_moves_keeps_what_it_had(self, session):
        move(session, 19)
        stored(session).unpublish()

        assert move(stored(session), 20) == [FIRST]

    def test_new_end_is_no_move(self, session):
        assert factories.publish(session, end_time=datetime.time(15)).previous_starts == []

    def test_new_zone_is_a_move(self, session):
        assert factories.publish(session, timezone="Europe/Athens").previous_starts == [FIRST]

    def test_follower_has_the_same(self, session):
        english = factories.translate(session, "en")
        move(session, 19)

        assert stored(english).previous_starts == [FIRST]


def test_copy_begins_without_history_link_or_replay(session):
    move(session, 19, replay="https://museum.example/replay")

    copy = stored(session).copy(update_attrs={"slug": "copy", "title": "Copy"})

    copied = stored(copy)
    secrets = (copied.link, copied.meeting_id, copied.passcode)
    assert (copied.previous_starts, secrets, copied.replay) == ([], ("", "", ""), "")
    assert (copied.is_origin, copied.date, copied.spoken) == (
        True,
        datetime.date(2021, 5, 19),
        ["fr", "en", "es"],
    )


def test_copied_cycle_numbers_its_sessions_anew(session, cycle):
    copy = cycle.copy(recursive=True, update_attrs={"slug": "hiver", "title": "Hiver"})

    assert (copy.code, [page.code for page in SessionPage.objects.descendant_of(copy)]) == (
        "hiver",
        ["hiver-1"],
    )
