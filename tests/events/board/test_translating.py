"""From a cell that is missing to the editor of its words; and to the next one."""

from django.contrib.auth import get_user_model
from django.urls import reverse

import pytest
import time_machine
from wagtail_localize.models import Translation

from events import roles
from events.models import SessionPage
from tests.events.board.boards import NOW, edit, make_ahead, state_of
from tests.events.logged_in import member, told
from tests.factories import publish, translate

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def french(cycle):
    return make_ahead(cycle)


def make(client, page, language):
    return client.post(reverse("board:translate", args=[page.pk, language]), follow=True)


def in_language(language) -> SessionPage | None:
    return SessionPage.objects.filter(code="solidarites-8", locale__language_code=language).first()


def test_missing_cell_makes_a_draft_and_opens_it_where_it_is_translated(admin, french):
    answer = make(admin, french, "el")

    greek = in_language("el")
    assert answer.redirect_chain == [(edit(greek), 302)]
    assert answer.status_code == 200
    assert Translation.objects.get(
        target_locale=greek.locale, source__object_id=french.translation_key
    ).enabled
    assert (
        "data-translation-editor" in answer.content.decode()
        or "js-translation-editor" in answer.content.decode()
    )
    assert (greek.live, state_of("Climat", "el")) == (False, "draft")


def test_pressed_twice_it_is_made_once(admin, french):
    make(admin, french, "el")
    answer = make(admin, french, "el")

    assert answer.redirect_chain == [(edit(in_language("el")), 302)]
    assert SessionPage.objects.filter(locale__language_code="el").count() == 1


def test_translation_by_hand_is_opened_and_kept(admin, french):
    greek = translate(french, "el", title="Κλίμα")

    answer = make(admin, french, "el")

    assert answer.redirect_chain == [(edit(greek), 302)]
    assert in_language("el").title == "Κλίμα"


def test_draft_can_be_translated_before_it_is_published(admin, cycle):
    french = make_ahead(cycle, live=False)

    make(admin, french, "he")

    assert in_language("he").live is False


@pytest.mark.parametrize("language", ["xx", "de"])
def test_language_that_the_site_does_not_offer_is_refused(admin, french, language):
    assert make(admin, french, language).status_code == 404


def test_follower_is_not_translated_from(admin, french):
    assert make(admin, translate(french, "el"), "he").status_code == 404


def test_looking_at_the_address_makes_nothing(admin, french):
    assert admin.get(reverse("board:translate", args=[french.pk, "el"])).status_code == 405


@pytest.mark.parametrize("group", [roles.translators("he"), roles.contributors("icom-greece")])
def test_whoever_does_not_translate_into_a_language_may_not_make_its_page(client, french, group):
    make(member(client, group), french, "el")

    assert in_language("el") is None


def test_translator_makes_the_missing_page_of_the_own_language_and_publishes_it(client, french):
    client = member(client, roles.translators("el"))

    answer = make(client, french, "el")

    greek = in_language("el")
    assert (answer.redirect_chain, greek.live, greek.link) == ([(edit(greek), 302)], False, french.link)
    assert greek.permissions_for_user(get_user_model().objects.get(username="member")).can_publish()


# The next one


def press_next(client):
    return client.post(reverse("board:next"), follow=True)


def test_next_missing_is_the_first_of_the_next_session(admin, cycle, french):
    make_ahead(cycle, number=9, title="Suivante")

    answer = press_next(admin)

    assert answer.redirect_chain == [(edit(in_language("en")), 302)]


def test_next_missing_goes_on_to_the_next_language(admin, french):
    press_next(admin)

    assert press_next(admin).redirect_chain == [(edit(in_language("es")), 302)]


def test_next_missing_opens_what_is_stale(admin, french):
    english = translate(french, "en")
    publish(french, introduction="<p>Les musées</p>")

    assert press_next(admin).redirect_chain == [(edit(english), 302)]


def test_translator_is_led_to_stale_words_of_the_own_language(client, french):
    translate(french, "en")
    greek = translate(french, "el")
    publish(french, introduction="<p>Les musées</p>")

    assert press_next(member(client, roles.translators("el"))).redirect_chain == [(edit(greek), 302)]


def test_past_and_cancelled_sessions_are_not_next(admin, cycle):
    make_ahead(cycle, date=NOW.date().replace(month=4))
    make_ahead(cycle, number=9, status="cancelled")

    answer = press_next(admin)

    assert told(answer) == "Nothing is missing in the sessions to come."
    assert answer.redirect_chain == [(reverse("wagtailadmin_home"), 302)]


def test_page_that_cannot_be_made_is_told(admin, french, monkeypatch):
    monkeypatch.setattr("wagtail_localize.operations.translate_object", lambda *args, **kwargs: None)

    answer = make(admin, french, "el")

    assert told(answer).startswith(
        "The page could not be made. Open the session and translate it from there."
    )
    assert answer.redirect_chain == [(edit(french), 302)]
