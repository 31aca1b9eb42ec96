"""A megabyte in a title, and a form without end, are refused in words; a session with many rows is not (reliability.md F15)."""

import time

from django.conf import settings
from django.urls import reverse

import pytest

from tests.journeys.looking import draft, stored

pytestmark = pytest.mark.django_db

MEGABYTE = "é" * 500_000
# Django's own limit; a session's form needs more (test_form_of_many_rows_is_longer_than_djangos_limit).
OF_DJANGO = 1_000


@pytest.fixture
def form(desk, group):
    return desk.form(group.fr)


@pytest.fixture
def press(desk, group):
    """Gives a function that publishes a form; the status, the page that came back and the seconds."""

    def press(form):
        began = time.monotonic()
        answer = desk.client.post(
            reverse("wagtailadmin_pages:edit", args=[group.fr.pk]), form | {"action-publish": "1"}
        )
        return answer.status_code, answer.content.decode(), time.monotonic() - began

    return press


LESS_OFTEN = ["poster_alt", "change_reason", "code", "slug", "seo_title", "platform"]


@pytest.mark.parametrize(
    "name", ["title", "link", *(pytest.param(name, marks=pytest.mark.slow) for name in LESS_OFTEN)]
)
def test_megabyte_in_a_field_of_a_form_is_refused_beside_it(press, form, group, name):
    before = draft(group.fr)

    status, page, seconds = press(form | {name: MEGABYTE})

    assert (status, "w-field__errors" in page, seconds < 3) == (200, True, True)
    assert (stored(group.fr).title, draft(group.fr).title) == (group.fr.title, before.title)


def test_form_of_many_rows_is_longer_than_djangos_limit(press, form, group):
    rows = {f"question_rows-{number}-text": [f"Question {number} ?"] for number in range(240)}
    rows |= {
        f"question_rows-{number}-{name}": [value]
        for number in range(240)
        for name, value in (("id", ""), ("ORDER", number + 1), ("DELETE", ""))
    }
    form = form | rows | {"question_rows-TOTAL_FORMS": ["240"], "question_rows-INITIAL_FORMS": ["0"]}

    status, _page, _seconds = press(form)

    assert sum(map(len, form.values())) > OF_DJANGO
    # The one that it had was not among them.
    assert (status, stored(group.fr).question_rows.count()) == (302, 1 + 240)


def test_form_of_more_fields_than_any_session_has_is_refused(press, form, group):
    more = {f"field-{number}": [""] for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)}

    status, _page, seconds = press(form | more | {"title": "Autre"})

    assert (status, seconds < 3) == (400, True)
    assert draft(group.fr).title == group.fr.title
