"""From pages to the ledger: what counts as shown, whose readers notice, and when a session leaves or comes back."""

import datetime
import json

from django.utils import timezone

from wagtail.models import PageViewRestriction

import pytest
import time_machine

from events import ledger
from events.models import LedgerChange, LedgerEntry, SessionOrganisation, SessionPage
from events.publication import NOT_SHOWN, WORD_ROWS, WORDS, record_session, shown_values
from tests import factories

pytestmark = pytest.mark.django_db

LANGUAGES = ["fr", "en", "es", "el", "he", "fi"]
SECRETS = {"link": factories.OTHER_LINK, "meeting_id": "81174854920", "passcode": "271828"}


@pytest.fixture
def bilingual(session):
    """The session in French and English; returns both."""
    return session, factories.translate(session, "en", title="Building")


def entry() -> LedgerEntry:
    return LedgerEntry.objects.get()


def languages_moved_by(act) -> list[str]:
    """Languages whose LAST-MODIFIED moves when `act` is called an hour later."""
    before = entry()
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=1)):
        act()
    after = entry()
    return [code for code in LANGUAGES if before.modified_in(code) != after.modified_in(code)]


def kinds() -> list[str]:
    return list(LedgerChange.objects.order_by("pk").values_list("kind", flat=True))


class TestShownValues:
    def test_no_secret_is_shown(self, session):
        shown = json.dumps(shown_values(SessionPage.objects.get()), default=str)

        assert [secret for secret in ("planted-token", "81174854920", "314159") if secret in shown] == []

    def test_no_secret_is_ever_digested(self, session, monkeypatch):
        digested = []
        stock = ledger.digest
        monkeypatch.setattr(ledger, "digest", lambda value: digested.append(repr(value)) or stock(value))

        factories.publish(session, title="Another", **SECRETS)

        assert digested
        assert [secret for secret in SECRETS.values() if secret in "".join(digested)] == []

    def test_every_column_of_words_is_shown_or_left_out_on_purpose(self):
        model = SessionPage
        own = {field.name for field in model._meta.local_concrete_fields} - {"page_ptr", "is_origin"}
        # Captions go with the replay, which feeds do not carry.
        without_readers = {"change_reason", "captions"}

        assert own - set(model.fact_fields) == (set(WORDS) - {"title"}) | without_readers
        assert set(model.fact_fields) > NOT_SHOWN
        assert set(model.word_rows) <= set(WORD_ROWS)


class TestLastModified:
    def test_publishing_unchanged_moves_nobody(self, session):
        assert languages_moved_by(lambda: factories.publish(session)) == []

    def test_new_link_moves_nobody(self, session):
        assert languages_moved_by(lambda: factories.publish(session, **SECRETS)) == []

    def test_new_disclosure_moves_nobody(self, session):
        assert languages_moved_by(lambda: factories.publish(session, disclosure="public")) == []

    def test_draft_moves_nobody(self, session):
        def draft():
            session.title = "Draft"
            session.save_revision()

        assert languages_moved_by(draft) == []

    def test_only_words_move_all_who_are_shown_them(self, session):
        assert languages_moved_by(lambda: factories.publish(session, introduction="<p>x</p>")) == LANGUAGES

    def test_words_of_a_translation_move_those_who_fall_back_to_it(self, bilingual):
        _french, english = bilingual

        assert languages_moved_by(lambda: factories.publish(english, title="Built")) == [
            "en",
            "es",
            "el",
            "he",
            "fi",
        ]

    def test_words_of_the_origin_move_its_own_readers_where_others_have_english(self, bilingual):
        french, _english = bilingual

        assert languages_moved_by(lambda: factories.publish(french, introduction="<p>x</p>")) == ["fr"]

    def test_fact_moves_every_language(self, bilingual):
        french, _english = bilingual

        assert (
            languages_moved_by(lambda: factories.publish(french, replay="https://museum.example/r"))
            == LANGUAGES
        )

    def test_organisation_that_joins_moves_every_language(self, bilingual):
        french, _english = bilingual
        organisation = factories.make_organisation()

        assert languages_moved_by(lambda: factories.add_organisation(french, organisation)) == LANGUAGES

    def test_rows_stored_anew_with_the_same_content_move_nobody(self, session):
        organisation = factories.make_organisation()
        session = factories.add_organisation(session, organisation)

        def store_anew():
            draft = session.get_latest_revision_as_object()
            draft.organisation_rows = [SessionOrganisation(organisation=organisation, role="participant")]
            draft.save_revision().publish()

        assert languages_moved_by(store_anew) == []

    def test_new_slug_moves_those_who_are_led_there(self, bilingual):
        _french, english = bilingual

        assert "en" in languages_moved_by(lambda: factories.publish(english, slug="building"))

    def test_translation_that_appears_moves_its_readers(self, bilingual):
        french, _english = bilingual

        assert languages_moved_by(lambda: factories.translate(french, "el")) == ["el"]


class TestMaterial:
    @pytest.mark.parametrize(
        ("fields", "named"),
        [
            ({"date": datetime.date(2021, 5, 19)}, ["date"]),
            ({"start_time": datetime.time(12)}, ["start_time"]),
            ({"end_time": datetime.time(15)}, ["end_time"]),
            ({"timezone": "Europe/Athens"}, ["timezone"]),
            ({"status": "cancelled"}, ["status"]),
            ({"title": "Autrement"}, ["title"]),
            ({"date": datetime.date(2021, 5, 19), "status": "tentative"}, ["date", "status"]),
        ],
    )
    def test_material_change_raises_the_sequence_once_for_all_languages(self, bilingual, fields, named):
        french, _english = bilingual

        moved = languages_moved_by(lambda: factories.publish(french, **fields))

        assert (moved, entry().sequence, entry().changes.first().fields) == (LANGUAGES, 1, named)

    def test_title_of_a_follower_is_not_material(self, bilingual):
        _french, english = bilingual

        factories.publish(english, title="Bilt")

        assert (entry().sequence, kinds()) == (0, ["announced"])

    def test_reason_is_kept_in_each_language_that_gave_one(self, bilingual):
        french, english = bilingual
        factories.publish(english, change_reason="A strike")

        factories.publish(french, date=datetime.date(2021, 5, 19), change_reason="Une grève")

        assert entry().changes.first().reasons == {"fr": "Une grève", "en": "A strike"}

    def test_reason_that_is_translated_later_joins_the_change_that_it_explains(self, bilingual):
        french, english = bilingual
        factories.publish(french, date=datetime.date(2021, 5, 19), change_reason="Une grève")

        factories.publish(english, change_reason="A strike")

        assert entry().changes.first().reasons == {"fr": "Une grève", "en": "A strike"}
        assert entry().sequence == 1

    def test_reason_without_a_change_that_gave_one_waits_for_the_next(self, bilingual):
        french, english = bilingual
        factories.publish(french, date=datetime.date(2021, 5, 19))

        factories.publish(english, change_reason="A strike")

        assert entry().changes.first().reasons == {}

    def test_origin_that_is_withdrawn_leaves_its_title_in_force(self, bilingual):
        french, english = bilingual

        SessionPage.objects.get(pk=french.pk).unpublish()
        factories.publish(SessionPage.objects.get(pk=english.pk), title="Built")

        assert (entry().sequence, entry().material["title"], entry().withdrawn_at) == (0, french.title, None)


class TestWithdrawal:
    def test_unpublished_in_one_language_is_shown_in_another(self, bilingual):
        french, _english = bilingual

        moved = languages_moved_by(lambda: SessionPage.objects.get(pk=french.pk).unpublish())

        assert (moved, kinds(), entry().withdrawn_at) == (["fr"], ["announced"], None)

    def test_unpublished_everywhere_is_withdrawn_and_published_again_restored(self, session):
        SessionPage.objects.get().unpublish()
        withdrawn = entry().withdrawn_at
        factories.publish(SessionPage.objects.get())

        assert withdrawn is not None
        assert (kinds(), entry().withdrawn_at, entry().sequence) == (
            ["announced", "withdrawn", "restored"],
            None,
            2,
        )

    def test_deleted_is_withdrawn_and_stays_in_the_ledger(self, bilingual):
        for page in SessionPage.objects.order_by("-pk"):
            page.delete()

        assert (kinds(), entry().code, entry().sequence) == (["announced", "withdrawn"], "solidarites-7", 1)

    @pytest.mark.parametrize("depth", [2, 3, 4])
    def test_private_is_withdrawn_and_public_again_restored(self, session, depth):
        page = session.get_ancestors(inclusive=True).get(depth=depth)

        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.LOGIN
        )
        hidden = kinds()
        restriction.delete()

        assert (hidden, kinds()) == (["announced", "withdrawn"], ["announced", "withdrawn", "restored"])

    def test_cycle_that_is_deleted_withdraws_its_sessions(self, session):
        session.get_parent().specific.delete()

        assert kinds() == ["announced", "withdrawn"]

    @pytest.mark.parametrize("depth", [2, 3])
    def test_page_above_that_is_unpublished_withdraws_and_published_again_restores(self, session, depth):
        page = session.get_ancestors().get(depth=depth).specific

        page.unpublish()
        hidden = kinds()
        factories.publish(page)
        factories.publish(page, title="Another")

        assert (hidden, kinds()) == (["announced", "withdrawn"], ["announced", "withdrawn", "restored"])

    def test_private_after_it_was_withdrawn_leaves_no_title(self, session):
        SessionPage.objects.get().unpublish()
        before = entry().last_shown["titles"]

        PageViewRestriction.objects.create(page=session, restriction_type=PageViewRestriction.LOGIN)

        assert (before, entry().last_shown["titles"]) == ({"fr": session.title}, {})

    def test_recording_again_tells_nothing(self, session):
        before = LedgerEntry.objects.values().get()

        assert record_session(SessionPage, session.translation_key) is None
        assert LedgerEntry.objects.values().get() == before

    def test_draft_was_never_announced(self, cycle):
        factories.make_session(cycle, live=False).delete()

        assert (kinds(), LedgerEntry.objects.count()) == ([], 0)
