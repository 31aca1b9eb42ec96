"""The tabs of a session's form: four, in the order of the work, on the origin and on its followers, in the editor's language."""

from django.urls import reverse

import pytest
from bs4 import BeautifulSoup

from events import roles
from tests import factories
from tests.events.logged_in import member

TABS = {
    "en": ["Facts", "Words", "After the session", "Promote"],
    "fr": ["Données", "Textes", "Après la séance", "Promotion"],
    "he": ["נתונים", "טקסטים", "אחרי המפגש", "קידום"],
}


def shown_tabs(client, page) -> list[str]:
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    tabs = BeautifulSoup(answer.content, "lxml").select("#page-edit-form [role=tab]")
    # Before the number of errors.
    return [next(tab.stripped_strings) for tab in tabs]


@pytest.mark.django_db
@pytest.mark.parametrize("language", TABS)
def test_session_form_has_four_tabs_on_the_origin_and_on_a_follower(client, session, language):
    follower = factories.translate(session, "es")
    client = member(client, roles.EDITORS, language=language)

    assert [shown_tabs(client, page) for page in (session, follower)] == [TABS[language]] * 2
