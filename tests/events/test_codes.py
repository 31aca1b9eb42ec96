"""Codes: reserved for ever, never changed, and free ones found."""

import threading
import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events import codes
from events.codes import Kind, ReservedCode, code_errors, free_code, reserve_code, reserved_code
from events.models import CyclePage, SessionPage
from tests import factories

pytestmark = pytest.mark.usefixtures("english")

KEY, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
TAKEN = "The code “saison” is already used, or was used by a deleted page. Choose another."


def messages_of(errors):
    return {field: error.messages for field, error in errors.items()}


@pytest.mark.parametrize("code", ["ab", "a" * 40, "solidarites-7", "77", "--"])
def test_code_of_letters_digits_and_hyphens_is_well_formed(code):
    codes.validate_code(code)


@pytest.mark.parametrize(
    "code", ["", "a", "a" * 41, "Saison", "été", "a b", "a_b", "a/b", "ab\n", "\uff41b", "סתיו"]
)
def test_code_of_another_form_is_refused(code):
    with pytest.raises(ValidationError):
        codes.validate_code(code)


@pytest.mark.django_db
class TestReservation:
    @pytest.fixture(autouse=True)
    def _saison(self):
        reserve_code(kind=Kind.CYCLE, code="saison", key=KEY)

    def test_code_is_kept_once_however_often_it_is_reserved(self):
        reserve_code(kind=Kind.CYCLE, code="saison", key=KEY)

        assert list(ReservedCode.objects.values_list("kind", "code", "translation_key")) == [
            ("cycle", "saison", KEY)
        ]

    def test_code_of_another_is_refused_by_its_field(self):
        assert messages_of(code_errors(kind=Kind.CYCLE, code="saison", key=OTHER)) == {"code": [TAKEN]}

    def test_another_code_for_the_same_is_refused_by_its_field(self):
        assert messages_of(code_errors(kind=Kind.CYCLE, code="hiver", key=KEY)) == {
            "code": ["A code never changes: this one is “saison” for ever, because addresses rest on it."]
        }

    def test_code_of_another_kind_is_free(self):
        assert code_errors(kind=Kind.SESSION, code="saison", key=OTHER) == {}

    @pytest.mark.parametrize(
        ("code", "key"), [("saison", OTHER), ("hiver", KEY), ("Saison", OTHER), ("", OTHER)]
    )
    def test_code_that_cannot_be_had_is_not_reserved(self, code, key):
        with pytest.raises(ValidationError):
            reserve_code(kind=Kind.CYCLE, code=code, key=key)

        assert ReservedCode.objects.count() == 1

    def test_reserved_code_is_found_by_its_key(self):
        assert [reserved_code(kind=Kind.CYCLE, key=key) for key in (KEY, OTHER)] == ["saison", ""]

    @pytest.mark.parametrize(("code", "key"), [("saison", OTHER), ("hiver", KEY)])
    def test_database_refuses_what_two_at_once_would_store(self, code, key):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReservedCode.objects.create(kind=Kind.CYCLE, code=code, translation_key=key)

    def test_code_taken_between_check_and_storage_is_a_validation_error(self, monkeypatch):
        monkeypatch.setattr(codes, "code_errors", lambda **_asked: {})

        with pytest.raises(ValidationError) as refusal:
            reserve_code(kind=Kind.CYCLE, code="saison", key=OTHER)

        assert refusal.value.message_dict == {"code": [TAKEN]}
        assert ReservedCode.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("taken", "wish", "code"),
    [
        ([], "saison", "saison"),
        (["saison"], "saison", "saison-2"),
        (["saison", "saison-2", "saison-3"], "saison", "saison-4"),
        (["saison", "saison-3"], "saison", "saison-2"),
        (["saisonnier"], "saison", "saison"),
        ([], "Été à Paris !", "ete-a-paris"),
        ([], "Κτίζοντας", "ktizontas"),
        ([], "", "cycle"),
        (["cycle"], "!?", "cycle-2"),
        ([], "a", "cycle-a"),
        ([], "a" * 60, "a" * 36),
        (["a" * 36], "a" * 60, "a" * 36 + "-2"),
        ([], "a" * 35 + "-" * 4 + "b", "a" * 35),
    ],
)
def test_free_code_is_the_wish_or_the_next_number(taken, wish, code):
    ReservedCode.objects.bulk_create(
        ReservedCode(kind=Kind.CYCLE, code=each, translation_key=uuid.uuid4()) for each in taken
    )

    assert free_code(kind=Kind.CYCLE, wish=wish) == code


class TestFreeCodeOfAnyWish(TestCase):
    @given(wish=st.text(max_size=60))
    def test_free_code_of_any_wish_is_well_formed_twice(self, wish):
        first = free_code(kind=Kind.ORGANISATION, wish=wish)
        reserve_code(kind=Kind.ORGANISATION, code=first, key=uuid.uuid4())
        second = free_code(kind=Kind.ORGANISATION, wish=wish)

        codes.validate_code(second)
        assert first != second


@pytest.mark.django_db
class TestPages:
    def test_code_of_a_deleted_session_stays_reserved(self, session, cycle):
        session.delete()

        with pytest.raises(ValidationError) as refusal:
            factories.make_session(cycle, code="solidarites-7")

        assert refusal.value.message_dict == {"code": [TAKEN.replace("saison", "solidarites-7")]}

    def test_session_numbered_again_after_a_deletion_has_another_code(self, session, cycle):
        session.delete()

        assert factories.make_session(cycle, number=7).code == "solidarites-7-2"

    def test_code_of_a_deleted_cycle_stays_reserved(self, cycle, site):
        cycle.delete()

        with pytest.raises(ValidationError) as refusal:
            factories.make_cycle(site)

        assert refusal.value.message_dict == {"code": [TAKEN.replace("saison", "solidarites")]}

    def test_code_of_a_published_session_never_changes(self, session):
        session.code = "another"

        with pytest.raises(ValidationError) as refusal:
            session.save()

        assert list(refusal.value.message_dict) == ["code"]
        assert SessionPage.objects.get(pk=session.pk).code == "solidarites-7"

    @pytest.mark.parametrize("model", [CyclePage, SessionPage])
    def test_code_that_was_emptied_is_the_one_it_always_had(self, session, model):
        page = model.objects.get()
        code = page.code
        page.code = ""

        page.full_clean()
        page.save()

        assert (page.code, model.objects.get().code) == (code, code)

    def test_translation_shares_the_code_without_reserving_another(self, session):
        assert factories.translate(session, "en").code == "solidarites-7"
        assert ReservedCode.objects.filter(kind=Kind.SESSION).count() == 1

    def test_copy_has_a_code_and_a_number_of_its_own(self, session):
        copy = session.copy(update_attrs={"slug": "copie", "title": "Copie"})

        assert (copy.code, copy.number, SessionPage.objects.get(pk=session.pk).code) == (
            "solidarites-8",
            8,
            "solidarites-7",
        )

    def test_cycle_without_code_takes_that_of_its_slug(self, site):
        assert factories.make_cycle(site, code="", slug="ateliers-d-hiver").code == "ateliers-d-hiver"

    def test_code_of_a_session_keeps_its_number_when_the_cycle_s_is_long(self, site):
        cycle = factories.make_cycle(site, code="a" * 40)

        assert factories.make_session(cycle, number=12).code == "a" * 30 + "-12"


def at_once(count, act):
    """Run `act(number)` in so many threads, each with a connection of its own; returns what they raised."""
    start, raised = threading.Barrier(count), []

    def run(number):
        start.wait()
        try:
            act(number)
        except Exception as error:  # noqa: BLE001  (told to the test)
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_one_of_two_who_reserve_the_same_code_has_it(self):
        keys = [uuid.uuid4() for _number in range(4)]

        raised = at_once(4, lambda number: reserve_code(kind=Kind.CYCLE, code="saison", key=keys[number]))

        assert [type(error) for error in raised] == [ValidationError] * 3
        assert ReservedCode.objects.get().translation_key in keys

    def test_translations_of_one_thing_that_reserve_its_code_all_have_it(self):
        raised = at_once(4, lambda number: reserve_code(kind=Kind.CYCLE, code="saison", key=KEY))

        assert (raised, ReservedCode.objects.count()) == ([], 1)

    def test_sessions_that_are_made_at_once_in_two_languages_have_numbers_of_their_own(self, cycle):
        cycles = [cycle.pk, factories.translate(cycle, "en").pk]

        def make(number):
            page = CyclePage.objects.get(pk=cycles[number % 2])
            factories.make_session(page, number=None, slug=f"session-{number}")

        raised = at_once(4, make)

        assert (raised, sorted(SessionPage.objects.values_list("number", flat=True))) == ([], [1, 2, 3, 4])
