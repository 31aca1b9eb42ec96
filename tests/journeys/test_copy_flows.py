"""No alias is ever made, whoever asks for one; and a copy is a session of its own."""

from django.urls import reverse

import pytest

from events.models import ReservedCode, SessionPage
from tests.factories import OTHER_LINK
from tests.journeys.looking import assert_facts_equal, draft, facts, stored, told, translation, tree

pytestmark = [pytest.mark.django_db, pytest.mark.facts, pytest.mark.slow]


def test_the_copy_form_offers_no_alias_and_a_request_for_one_is_refused(group, french_cycle, desk):
    before = tree()
    address = reverse("wagtailadmin_pages:copy", args=[group.fr.pk])
    assert 'name="alias"' not in desk.client.get(address).content.decode()

    data = {"new_title": "A", "new_slug": "a", "new_parent_page": french_cycle.pk, "alias": "on"}
    response = desk.post("wagtailadmin_pages:copy", group.fr.pk, data=data)

    assert response["Location"] == address
    assert told(desk)[0] == "error"
    assert tree() == before


def test_no_page_is_converted_into_an_alias(group, desk):
    desk.stop_sync(group.en)
    before = tree()
    html = desk.client.get(reverse("wagtailadmin_pages:edit", args=[group.en.pk])).content.decode()
    assert ("localize-convert-to-alias" in html, "localize-restart-translation" in html) == (False, True)

    desk.post("wagtail_localize:convert_to_alias", group.en.pk)

    assert told(desk)[0] == "error"
    assert tree() == before


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("create_alias", {}),
        ("create_alias", {"recursive": True}),
        ("copy_for_translation", {"locale": "he", "alias": True, "copy_parents": True}),
    ],
)
def test_an_alias_asked_for_through_the_api_is_a_422_that_leaves_nothing_behind(group, desk, action, fields):
    before = tree()

    response = desk.act(group.fr, action, **fields)

    assert response.status_code == 422
    assert tree() == before


def test_a_translation_made_through_the_api_is_a_draft_and_so_are_its_parents(group, french_cycle, desk):
    response = desk.act(group.fr, "copy_for_translation", locale="he", copy_parents=True)

    assert response.status_code == 201
    assert [translation(page, "he").live for page in (french_cycle, group.fr)] == [False, False]
    assert_facts_equal(*group.pages, translation(group.fr, "he"))


def assert_session_of_its_own(copy, original):
    assert (copy.is_origin, copy.translation_key == original.translation_key) == (True, False)
    assert (copy.code, copy.number) == ("solidarites-8", 8)
    for page in (copy, draft(copy)):
        assert (page.link, page.meeting_id, page.passcode, page.replay) == ("", "", "", "")
        assert page.code == "solidarites-8"
    assert ReservedCode.objects.get(code="solidarites-8").translation_key == copy.translation_key
    assert facts(stored(copy))["organisation_rows"] == facts(stored(original))["organisation_rows"]


@pytest.mark.parametrize("publish", [False, True])
def test_a_copy_is_a_session_of_its_own_without_the_meeting_link(group, french_cycle, desk, publish):
    before = assert_facts_equal(*group.pages)
    data = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": french_cycle.pk} | (
        {"publish_copies": "on"} if publish else {}
    )

    desk.post("wagtailadmin_pages:copy", group.fr.pk, data=data)

    copy = SessionPage.objects.get(slug="copie")
    assert copy.live is publish
    assert_session_of_its_own(copy, group.fr)
    assert assert_facts_equal(*group.pages) == before
    desk.edit(copy, link=OTHER_LINK)
    assert (stored(copy).link, assert_facts_equal(*group.pages)) == (OTHER_LINK, before)


def test_a_copy_made_through_the_api_is_a_session_of_its_own(group, desk):
    response = desk.act(group.fr, "copy", keep_live=False, slug="copie")

    assert response.status_code == 201
    assert_session_of_its_own(SessionPage.objects.get(slug="copie"), group.fr)


def test_a_copy_of_a_follower_is_an_origin(group, desk):
    response = desk.act(group.es, "copy", keep_live=False, slug="copia")

    assert response.status_code == 201
    assert_session_of_its_own(SessionPage.objects.get(slug="copia"), group.es)
