"""Looking over in the admin: sentences in the form and after saving; what would disclose the meeting is refused."""

import datetime

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

import pytest
import time_machine
from bs4 import BeautifulSoup

from events.models import SessionPage, SessionQuestion
from tests import factories
from tests.admin_forms import AdminForm

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = datetime.datetime(2021, 5, 1, 9, 0, tzinfo=datetime.UTC)
DATE = "Introduction: “19 mai” is not a date of this session. Is it another one that you mean?"
WAY_IN = "The meeting link or ID stands in the text. Remove it: readers get there through the join address."


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def edit(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def listed(client, page) -> list[str]:
    found = BeautifulSoup(client.get(edit(page)).content, "lxml").select("#findings li")
    return [each.get_text(strip=True) for each in found]


def test_form_lists_what_to_look_at_again(admin, session):
    factories.publish(session, introduction="<p>Rendez-vous le 19 mai.</p>")

    assert listed(admin, session) == [DATE]


def test_form_of_a_session_in_order_lists_nothing(admin, session):
    assert listed(admin, session) == []


def test_local_times_of_partners_are_times_of_the_session(admin, session):
    factories.add_organisation(session, factories.make_organisation())
    factories.publish(session, introduction="<p>13h00 à Paris, 14h00 à Athènes</p>")

    assert listed(admin, session) == []


@pytest.mark.parametrize(
    "others",
    [
        [{"status": "cancelled"}],
        [{"start_time": datetime.time(14, 30), "end_time": datetime.time(16, 0)}],
        [{"date": datetime.date(2021, 5, 19)}],
    ],
)
def test_session_that_does_not_clash_is_not_named(admin, session, cycle, others):
    for fields in others:
        factories.make_session(cycle, title="Autre", code="autre", number=8, **fields)

    assert listed(admin, session) == []


def test_session_of_another_cycle_at_the_same_time_is_named_on_the_origin_alone(admin, session, site):
    other = factories.make_cycle(site, title="Autre cycle", slug="autre", code="autre")
    factories.make_session(
        other, title="Décoloniser", code="autre-1", number=1,
        start_time=datetime.time(15, 20), end_time=datetime.time(16, 0), timezone="Asia/Jerusalem",
    )  # fmt: skip
    english = factories.translate(session, "en")

    assert listed(admin, session) == ["“Décoloniser” is at the same time. Can people come to both?"]
    assert listed(admin, english) == []


def test_what_to_look_at_again_is_said_after_saving(admin, session):
    form = AdminForm(admin, edit(session))

    admin.post(form.url, dict(form.fields.lists()) | {"title": ["x" * 71], "action-publish": ["1"]})

    messages = BeautifulSoup(admin.get(reverse("wagtailadmin_home")).content, "lxml").select(".messages li")
    told = " ".join(each.get_text(" ", strip=True) for each in messages)
    assert "Title: 71 characters: calendars and phones cut titles over 70." in told


@pytest.mark.parametrize("language", ["fr", "he"])
def test_meeting_id_in_the_words_of_any_language_is_refused_by_its_field(admin, session, language):
    page = session if language == "fr" else factories.translate(session, language)
    form = AdminForm(admin, edit(page))

    answer = form.send(poster_alt="ID 811 7485 4920")

    assert (answer.status_code, answer.errors) == (200, {"poster_alt": [WAY_IN]})
    assert SessionPage.objects.get(pk=page.pk).poster_alt == ""


def test_meeting_id_in_a_question_is_refused_with_the_name_of_the_list(admin, session):
    draft = session.get_latest_revision_as_object()
    draft.question_rows = [SessionQuestion(text="ID 811 7485 4920 ?", locale=session.locale)]

    with override("en"), pytest.raises(ValidationError, match="Guiding questions"):
        draft.save_revision()
