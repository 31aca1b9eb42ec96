"""Facts stay equal on every page of a translation group, whichever way a change takes (design.md 4).

The letters are those of the flows in which wagtail-localize alone lets facts drift. Each goes through the views, commands
and API that editors use. `pytest -m facts` is the selection to run on another database.
"""

import datetime

import pytest
from wagtail_localize.models import TranslationSource

from tests.factories import LINK, OTHER_LINK
from tests.journeys.desk import translation_of
from tests.journeys.looking import assert_facts_equal, draft, facts, stored, words

pytestmark = [pytest.mark.django_db, pytest.mark.facts]

GO_LIVE = datetime.datetime(2030, 1, 1, 9, 0, tzinfo=datetime.UTC)


def test_a_publishing_the_origin_changes_facts_everywhere_and_words_nowhere(group, desk):
    before = [words(page) for page in group.followers]

    desk.edit(group.fr, link=OTHER_LINK, passcode="271828", spoken=["fr", "he"])
    desk.change(group.fr, "reschedule", date="2021-06-15")

    now = assert_facts_equal(*group.pages)
    assert (now["link"], now["date"], now["passcode"], now["spoken"], now["starts_at"]) == (
        OTHER_LINK, datetime.date(2021, 6, 15), "271828", ["fr", "he"],
        datetime.datetime(2021, 6, 15, 11, 0, tzinfo=datetime.UTC),
    )  # fmt: skip
    assert [words(page) for page in group.followers] == before


def test_b_refreshed_source_and_saved_translation_bring_no_old_facts_back(group, desk):
    desk.edit(group.fr, link=OTHER_LINK, title="Nouveau titre")
    before = words(group.en)

    desk.sync(group.fr, publish=False)
    desk.post("wagtailadmin_pages:edit", group.en.pk, data={"action": "save_draft"})

    assert assert_facts_equal(*group.pages)["link"] == OTHER_LINK
    assert words(group.en) == before


def test_c_syncing_with_publication_publishes_the_facts_that_hold(group, desk):
    desk.edit(group.fr, link=OTHER_LINK)

    desk.sync(group.fr, publish=True)

    assert assert_facts_equal(*group.pages)["link"] == OTHER_LINK
    assert words(group.en)["title"] == "Building solidarities"


def test_d_a_new_title_reaches_translators_and_not_the_public(group, desk):
    before = words(group.en)

    desk.edit(group.fr, link=OTHER_LINK, title="Un titre que personne n’a traduit")

    source = TranslationSource.objects.get_for_instance(group.fr)
    titles = source.stringsegment_set.filter(context__path="title").values_list("string__data", flat=True)
    assert list(titles) == ["Un titre que personne n’a traduit"]
    assert assert_facts_equal(*group.pages)["link"] == OTHER_LINK
    assert words(group.en) == before


def test_d_a_script_that_saves_every_translation_brings_no_old_facts_back(group, desk):
    source = TranslationSource.objects.get_for_instance(group.fr)
    desk.edit(group.fr, link=OTHER_LINK)

    with desk.commit(execute=True):
        source.update_from_db()
        translation_of(group.en).save_target(publish=True)

    assert assert_facts_equal(*group.pages)["link"] == OTHER_LINK


def test_e_a_fact_typed_into_a_translation_that_is_no_longer_synced_is_ignored(group, desk):
    desk.stop_sync(group.en)

    desk.edit(group.en, link=OTHER_LINK, date="2022-01-01", title="By hand")

    now = assert_facts_equal(*group.pages)
    assert (now["link"], now["date"]) == (LINK, datetime.date(2021, 5, 18))
    assert words(group.en)["title"] == "By hand"


def test_f_a_stopped_translation_follows_in_facts_and_keeps_its_words(group, desk):
    desk.stop_sync(group.en)
    desk.edit(group.en, title="By hand")
    before = words(group.en)

    desk.edit(group.fr, link=OTHER_LINK, title="Nouveau titre")
    desk.sync(group.fr, publish=True)

    assert assert_facts_equal(*group.pages)["link"] == OTHER_LINK
    assert words(group.en) == before


def test_g_an_old_revision_of_a_follower_comes_back_with_its_words_and_todays_facts(group, desk):
    old = stored(group.es).latest_revision_id
    desk.edit(group.es, title="Otro título")
    desk.edit(group.fr, link=OTHER_LINK)

    desk.revert(group.es, old)

    assert assert_facts_equal(*group.pages)["link"] == OTHER_LINK
    assert words(group.es)["title"] == "Construir solidaridades"


def test_g_reverting_a_follower_through_the_api_keeps_todays_facts(group, desk):
    old = stored(group.es).latest_revision_id
    desk.edit(group.es, title="Otro título")
    desk.edit(group.fr, link=OTHER_LINK)

    assert desk.act(group.es, "revert", revision_id=old).status_code == 200
    assert desk.act(group.es, "publish").status_code == 200

    assert assert_facts_equal(*group.pages)["link"] == OTHER_LINK
    assert words(group.es)["title"] == "Construir solidaridades"


def test_g_an_old_revision_of_the_origin_takes_every_language_back(group, desk):
    old = stored(group.fr).latest_revision_id
    desk.edit(group.fr, link=OTHER_LINK)

    desk.revert(group.fr, old)

    assert assert_facts_equal(*group.pages)["link"] == LINK


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("link", OTHER_LINK), ("date", "2022-01-01"), ("status", "cancelled"), ("spoken", ["he"]), ("poster_id", None),
        ("organisation_rows", []),
    ],
)  # fmt: skip
def test_h_a_fact_written_on_a_follower_through_the_api_is_refused_by_name(group, desk, name, value):
    before = words(group.es)

    response = desk.patch(group.es, publish=True, title="No", **{name: value})

    assert response.status_code == 422
    assert [(error["loc"], error["type"]) for error in response.json()["errors"]] == [
        ([name.removesuffix("_id")], "fact_on_follower")
    ]
    assert assert_facts_equal(*group.pages)["link"] == LINK
    assert words(group.es) == before


def test_h_words_of_a_follower_are_written_through_the_api(group, desk):
    response = desk.patch(group.es, publish=True, title="Nuevo título")

    assert response.status_code == 200
    assert assert_facts_equal(*group.pages)["link"] == LINK
    assert words(group.es)["title"] == "Nuevo título"


def test_i_facts_of_the_origin_are_written_through_the_api(group, desk):
    before = [words(page) for page in group.followers]
    organisation = group.fr.organisation_rows.get().organisation_id
    rows = [{"organisation_id": organisation, "role": "funder"}]

    response = desk.patch(group.fr, publish=True, link=OTHER_LINK, organisation_rows=rows)

    assert response.status_code == 200, response.content
    now = assert_facts_equal(*group.pages)
    assert (now["link"], now["organisation_rows"]) == (OTHER_LINK, [(organisation, "funder")])
    assert [words(page) for page in group.followers] == before


def test_j_facts_scheduled_on_the_origin_do_not_leak_before_their_time(group, desk):
    desk.edit(group.fr, link=OTHER_LINK, go_live_at="2030-01-01 09:00")

    assert assert_facts_equal(*group.pages)["link"] == LINK
    assert draft(group.fr).link == OTHER_LINK


@pytest.mark.parametrize("command", ["publish_scheduled", "tick"])
def test_k_facts_scheduled_on_the_origin_arrive_everywhere_at_their_time(group, desk, command):
    before = [words(page) for page in group.followers]
    desk.edit(group.fr, link=OTHER_LINK, go_live_at="2030-01-01 09:00")
    assert assert_facts_equal(*group.pages)["link"] == LINK

    desk.wait_until(GO_LIVE + datetime.timedelta(minutes=1), command=command)

    assert assert_facts_equal(*group.pages)["link"] == OTHER_LINK
    assert [words(page) for page in group.followers] == before


def test_k_words_scheduled_on_a_follower_arrive_with_the_facts_of_that_time(group, desk):
    desk.edit(group.es, title="Mañana", go_live_at="2030-01-01 09:00")
    desk.edit(group.fr, link=OTHER_LINK)
    assert words(group.es)["title"] == "Construir solidaridades"

    desk.wait_until(GO_LIVE + datetime.timedelta(minutes=1))

    assert assert_facts_equal(*group.pages)["link"] == OTHER_LINK
    assert words(group.es)["title"] == "Mañana"


def test_l_a_draft_of_the_origin_leaks_nowhere(group, desk):
    desk.edit(group.fr, action="save", link=OTHER_LINK)

    assert assert_facts_equal(*group.pages)["link"] == LINK
    assert draft(group.fr).link == OTHER_LINK


def test_m_facts_of_an_origin_that_is_not_published_leak_nowhere(group, desk):
    desk.unpublish(group.fr)

    desk.edit(group.fr, action="save", link=OTHER_LINK)

    assert assert_facts_equal(*group.followers)["link"] == LINK
    assert stored(group.fr).link == OTHER_LINK


def test_m_followers_published_meanwhile_keep_what_was_published_last(group, desk):
    desk.unpublish(group.fr)
    desk.edit(group.fr, action="save", link=OTHER_LINK)

    desk.edit(group.el, title="Τίτλος")
    desk.publish_translation(group.en)

    assert assert_facts_equal(*group.followers)["link"] == LINK


def test_n_publishing_the_origin_again_wins(group, desk):
    desk.unpublish(group.fr)
    desk.edit(group.fr, action="save", link=OTHER_LINK)

    desk.edit(group.fr)

    assert assert_facts_equal(*group.pages)["link"] == OTHER_LINK


def test_o_the_origin_goes_on_leading_after_it_was_away(group, desk):
    desk.unpublish(group.fr)
    desk.edit(group.fr)

    desk.edit(group.fr, link=OTHER_LINK)
    desk.change(group.fr, "postpone")

    now = assert_facts_equal(*group.pages)
    assert (now["link"], now["status"]) == (OTHER_LINK, "postponed")


def test_p_after_the_origin_is_deleted_the_oldest_follower_leads_with_the_facts_that_held(group, desk):
    desk.edit(group.fr, link=OTHER_LINK)
    before = facts(stored(group.en))

    desk.post("wagtailadmin_pages:delete", group.fr.pk)

    assert [stored(page).is_origin for page in group.followers] == [True, False, False]
    assert facts(draft(group.en)) == assert_facts_equal(*group.followers) == before
    desk.edit(group.en, passcode="161803")
    assert assert_facts_equal(*group.followers)["passcode"] == "161803"


def test_p_a_scheduled_revision_of_the_new_origin_brings_no_old_facts_back(group, desk):
    desk.post("wagtailadmin_pages:delete", group.en.pk)
    desk.edit(group.es, title="Mañana", go_live_at="2030-01-01 09:00")
    draft(group.es).save_revision()
    desk.edit(group.fr, link=OTHER_LINK)

    desk.post("wagtailadmin_pages:delete", group.fr.pk)
    desk.wait_until(GO_LIVE + datetime.timedelta(minutes=1))

    assert assert_facts_equal(group.es, group.el)["link"] == OTHER_LINK
    assert words(group.es)["title"] == "Mañana"


@pytest.mark.parametrize("name", ["fr", "es"])
def test_a_page_approved_in_moderation_is_published_with_the_facts_of_the_origin(group, desk, name):
    page = getattr(group, name)
    before = words(group.en)

    submitted = desk.edit(page, action="submit", title="Modéré", link=OTHER_LINK)
    assert assert_facts_equal(*group.pages)["link"] == LINK
    desk.approve(submitted)

    assert assert_facts_equal(*group.pages)["link"] == (OTHER_LINK if name == "fr" else LINK)
    assert words(page)["title"] == "Modéré"
    assert words(group.en) == before
