"""When a translation is stale: the origin's words changed since it was published last, and nothing else."""

import datetime
from io import StringIO

from django.core.management import call_command
from django.urls import reverse

from wagtail.models import PageViewRestriction

import pytest
import time_machine

from events.board.models import WordsRecord
from events.board.records import words_unread
from events.models import ChannelName, SessionPage, SessionPhoto, SessionQuestion
from tests.admin_forms import AdminForm
from tests.events.announced import make_image
from tests.events.board.boards import NOW, make_ahead, state_of
from tests.events.logged_in import administrator
from tests.factories import OTHER_LINK, publish, translate

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def french(cycle):
    return make_ahead(cycle)


@pytest.fixture
def image(db):
    return make_image("salle")


@pytest.fixture
def greek(french):
    return translate(french, "el", title="Κλίμα")


def read(language="el") -> str:
    return state_of("Climat", language)


def test_published_translation_is_live(greek):
    assert read() == "live"
    assert read("fr") == "live"
    assert read("he") == "missing"


def test_translation_that_was_never_published_is_a_draft(french):
    translate(french, "el", live=False)

    assert read() == "draft"


@pytest.mark.parametrize(
    "words",
    [
        {"title": "Climat !"},
        {"introduction": "<p>Les musées</p>"},
        {"minutes": "<p>Compte rendu</p>"},
        {"poster_alt": "Une affiche"},
    ],
)
def test_new_words_of_the_origin_make_its_translations_stale(french, greek, words):
    publish(french, **words)

    assert state_of(words.get("title", "Climat"), "el") == "stale"


def test_new_question_makes_stale(french, greek):
    publish(french, question_rows=[SessionQuestion(text="Pourquoi ?", locale=french.locale)])

    assert read() == "stale"


def test_new_name_of_a_channel_makes_stale(french, greek):
    publish(french, channel_rows=[ChannelName(language="en", name="English", locale=french.locale)])

    assert read() == "stale"


def test_facts_make_nothing_stale(french, greek):
    publish(
        french, date=datetime.date(2027, 5, 25), link=OTHER_LINK, status="tentative", spoken=["fr"], replay="https://parvis.example/r",
        poster_credit="ICOM",
    )  # fmt: skip

    assert read() == "live"


def test_reason_of_a_change_makes_nothing_stale(french, greek):
    publish(french, change_reason="Grève")

    assert read() == "live"


@pytest.mark.parametrize(("words", "state"), [({}, "live"), ({"caption": "La salle"}, "stale")])
def test_photo_is_a_fact_and_its_caption_words(french, greek, image, words, state):
    publish(french, photo_rows=[SessionPhoto(image=image, credit="ICOM", locale=french.locale, **words)])

    assert read() == state


def test_draft_of_the_origin_makes_nothing_stale(french, greek):
    draft = french.get_latest_revision_as_object()
    draft.introduction = "<p>Pas encore</p>"
    draft.save_revision()

    assert read() == "live"


def test_publishing_the_translation_again_brings_it_up_to_date(french, greek):
    publish(french, introduction="<p>Les musées</p>")
    publish(greek)

    assert read() == "live"


def test_draft_of_the_translation_does_not(french, greek):
    publish(french, introduction="<p>Les musées</p>")
    draft = greek.get_latest_revision_as_object()
    draft.introduction = "<p>Τα μουσεία</p>"
    draft.save_revision()

    assert read() == "stale"


def test_words_that_come_back_make_it_live_again(french, greek):
    publish(french, introduction="<p>Les musées</p>")
    publish(french, introduction="")

    assert read() == "live"


def test_translation_published_before_its_origin_is_not_stale_once_that_is_published(cycle):
    french = make_ahead(cycle, live=False)
    translate(french, "el")

    publish(french)

    assert read() == "live"


def test_translation_is_not_stale_while_its_origin_is_unpublished_and_again_afterwards(french, greek):
    publish(french, introduction="<p>Les musées</p>")
    french.refresh_from_db()

    french.unpublish()
    between = read()
    publish(SessionPage.objects.get(pk=french.pk))

    assert (between, read()) == ("live", "stale")


def test_page_above_that_is_published_again_brings_nothing_up_to_date(french, greek):
    publish(french, introduction="<p>Les musées</p>")
    cycle = greek.get_parent().specific
    cycle.unpublish()
    publish(cycle)
    PageViewRestriction.objects.create(page=cycle, restriction_type="login").delete()

    assert read() == "stale"


def test_publication_by_a_program_brings_nothing_up_to_date(french, greek):
    publish(french, introduction="<p>Les musées</p>")

    with words_unread():
        publish(greek, change_reason="Απεργία")

    assert read() == "stale"


@pytest.mark.parametrize(("introduction", "state"), [("", "live"), ("<p>Les musées</p>", "stale")])
def test_deleted_origin_leaves_the_states_as_they_were(french, greek, introduction, state):
    translate(french, "he", title="אקלים")
    publish(french, introduction=introduction)
    french.refresh_from_db()

    french.delete()

    assert state_of("Κλίμα", "el") == "live"
    assert state_of("Κλίμα", "he") == state


def test_record_goes_with_its_page(french, greek):
    greek.delete()

    assert list(WordsRecord.objects.values_list("page", flat=True)) == [french.pk]


def test_record_says_when_words_changed_and_when_they_were_published(french):
    first = WordsRecord.objects.get(page=french.pk)

    with time_machine.travel(NOW + datetime.timedelta(hours=1), tick=False):
        publish(french, link=OTHER_LINK)
    second = WordsRecord.objects.get(page=french.pk)

    assert (first.changed_at, second.changed_at) == (NOW, NOW)
    assert second.published_at == NOW + datetime.timedelta(hours=1)
    assert second.digest == first.digest


def test_words_are_recorded_on_the_way_through_the_admin(client, french, greek):
    form = AdminForm(administrator(client), reverse("wagtailadmin_pages:edit", args=[french.pk]))

    form.send(title="Climat et musées")

    assert state_of("Climat et musées", "el") == "stale"


# Pages from before the records


def test_page_without_a_record_is_not_stale(french, greek):
    WordsRecord.objects.all().delete()

    publish(french, introduction="<p>Les musées</p>")

    assert read() == "live"


def test_command_records_what_is_public_once(french, greek):
    WordsRecord.objects.all().delete()

    told = [StringIO(), StringIO()]
    for out in told:
        call_command("record_words", stdout=out)

    assert [out.getvalue() for out in told] == ["2 pages were recorded.\n", "0 pages were recorded.\n"]
    publish(french, introduction="<p>Les musées</p>")
    assert read() == "stale"


@pytest.mark.parametrize("count", [1, 4, pytest.param(30, marks=pytest.mark.slow)])
def test_command_costs_the_same_whatever_the_number_of_pages(cycle, count, django_assert_num_queries):
    for number in range(1, count + 1):
        make_ahead(cycle, number=number)
    WordsRecord.objects.all().delete()

    with django_assert_num_queries(8):
        call_command("record_words", stdout=StringIO())
