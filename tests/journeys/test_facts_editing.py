"""Editors at work on facts: forms of followers, rows, photos, two editors at once, cycles and news."""

import datetime

from django.urls import reverse

from wagtail.models import ReferenceIndex

import pytest

from events.changing.actions import MOMENT
from events.models import SessionPage
from tests import factories
from tests.admin_forms import AdminForm
from tests.factories import LINK, OTHER_LINK
from tests.form_values import disabled_controls, form_values
from tests.journeys.conftest import make_image
from tests.journeys.desk import rows
from tests.journeys.looking import assert_facts_equal, draft, facts, stored, translation, words

# Facts that stand in the form; the others follow from them.
SHOWN = [name for name in SessionPage.fact_fields if name not in {"starts_at", "ends_at", "previous_starts"}]

pytestmark = [pytest.mark.django_db, pytest.mark.facts, pytest.mark.slow]


def captions(page):
    return [row.caption for row in stored(page).photo_rows.all()]


def test_form_of_a_follower_shows_facts_disabled_and_leaves_out_their_rows(group, desk):
    page = desk.client.get(reverse("wagtailadmin_pages:edit", args=[group.es.pk])).content

    disabled = disabled_controls(page, "page-edit-form")
    assert {name: disabled[name] for name in SessionPage.fact_fields if name in disabled} == dict.fromkeys(
        SHOWN, True
    )
    assert {name for name in disabled if name.startswith(("organisation_rows", "person_rows"))} == set()
    assert {name: disabled[f"photo_rows-0-{name}"] for name in ("image", "credit", "caption")} == {
        "image": True, "credit": True, "caption": False,
    }  # fmt: skip
    assert f'value="{LINK}"'.replace("&", "&amp;") in page.decode()


def test_form_of_the_origin_has_every_fact_to_edit_but_the_moment_that_was_announced(group, desk):
    page = desk.client.get(reverse("wagtailadmin_pages:edit", args=[group.fr.pk])).content

    disabled = disabled_controls(page, "page-edit-form")
    assert {name: disabled[name] for name in SessionPage.fact_fields if name in disabled} == dict.fromkeys(
        SHOWN, False
    ) | dict.fromkeys(MOMENT, True)
    assert {"organisation_rows-TOTAL_FORMS", "person_rows-TOTAL_FORMS", "photo_rows-TOTAL_FORMS"} < set(
        disabled
    )


def test_facts_posted_for_a_follower_are_ignored_and_its_words_are_saved(group, desk):
    before = facts(stored(group.fr))
    organisation = factories.make_organisation("icom-finland")
    row = {"organisation_rows-TOTAL_FORMS": "1", "organisation_rows-INITIAL_FORMS": "0",
           "organisation_rows-0-organisation": organisation.pk, "organisation_rows-0-role": "funder"}  # fmt: skip

    desk.edit(
        group.es,
        title="Otro",
        link=OTHER_LINK,
        date="2022-01-01",
        code="mine",
        spoken=[],
        status="cancelled",
        **row,
    )

    assert assert_facts_equal(*group.pages) == before
    assert words(group.es)["title"] == "Otro"


def test_an_editor_with_an_old_form_of_a_follower_takes_no_fact_back(group, desk):
    opened_before = desk.form(group.es)
    desk.change(group.fr, "reschedule", date="2021-06-15")

    desk.edit(group.es, form=opened_before, title="Más tarde")

    assert assert_facts_equal(*group.pages)["date"] == datetime.date(2021, 6, 15)
    assert words(group.es)["title"] == "Más tarde"


def test_of_two_editors_of_the_origin_the_slower_one_puts_no_old_link_back_in_any_language(group, desk):
    opened_before = AdminForm(desk.client, reverse("wagtailadmin_pages:edit", args=[group.fr.pk]))
    desk.edit(group.fr, link=OTHER_LINK, passcode="first")

    told = opened_before.send(passcode="second")
    assert assert_facts_equal(*group.pages)["passcode"] == "first"
    again = dict(form_values(told.content, "page-edit-form").lists())
    desk.edit(group.fr, form=again)

    now = assert_facts_equal(*group.pages)
    assert (now["link"], now["passcode"]) == (OTHER_LINK, "second")


def test_an_organisation_added_on_the_origin_takes_part_in_every_language(group, desk):
    organisation = factories.make_organisation("icom-finland")
    form = desk.form(group.fr)

    desk.edit(
        group.fr,
        form=form,
        **rows("organisation_rows", form, {"organisation": organisation.pk, "role": "moderator"}),
    )

    assert [role for _pk, role in assert_facts_equal(*group.pages)["organisation_rows"]] == [
        "participant",
        "moderator",
    ]


def test_an_organisation_removed_on_the_origin_leaves_every_language(group, desk):
    desk.edit(group.fr, **{"organisation_rows-0-DELETE": "1"})

    assert assert_facts_equal(*group.pages)["organisation_rows"] == []


def test_photos_follow_the_origin_in_image_credit_and_order_and_keep_their_captions(group, desk):
    desk.edit(group.es, **{"photo_rows-0-caption": "La plaza"})
    form = desk.form(group.fr)
    second = rows(
        "photo_rows",
        form,
        {"image": make_image("second").pk, "credit": "B.", "caption": "La salle", "alt": ""},
    )
    desk.edit(group.fr, form=form, **second)
    desk.edit(group.es, **{"photo_rows-1-caption": "La sala"})
    assert (captions(group.fr), captions(group.es)) == (["Le parvis", "La salle"], ["La plaza", "La sala"])

    desk.edit(group.fr, **{"photo_rows-0-ORDER": "2", "photo_rows-1-ORDER": "1", "photo_rows-1-credit": "C."})

    assert [credit for _key, _image, credit in assert_facts_equal(*group.pages)["photo_rows"]] == [
        "C.",
        "A. Photographe",
    ]
    assert (captions(group.fr), captions(group.es)) == (["La salle", "Le parvis"], ["La sala", "La plaza"])


def test_a_photo_added_on_the_origin_has_no_caption_elsewhere_until_somebody_writes_one(group, desk):
    form = desk.form(group.fr)

    desk.edit(
        group.fr,
        form=form,
        **rows(
            "photo_rows",
            form,
            {"image": make_image("second").pk, "credit": "", "caption": "Salle", "alt": "x"},
        ),
    )

    assert len(assert_facts_equal(*group.pages)["photo_rows"]) == 2
    assert [captions(page)[1] for page in group.followers] == ["", "", ""]


def test_a_photo_removed_on_the_origin_is_removed_everywhere(group, desk):
    desk.edit(group.fr, **{"photo_rows-0-DELETE": "1"})

    assert assert_facts_equal(*group.pages)["photo_rows"] == []


def test_a_photo_removed_added_or_moved_on_a_follower_changes_nothing_but_captions(group, desk):
    desk.edit(group.es, **{"photo_rows-0-caption": "La plaza"})
    before = assert_facts_equal(*group.pages)
    form = desk.form(group.es)
    added = rows(
        "photo_rows", form, {"image": make_image("second").pk, "credit": "Me", "caption": "Mine", "alt": ""}
    )

    desk.edit(group.es, form=form, **added | {"photo_rows-0-DELETE": "1"})

    assert assert_facts_equal(*group.pages) == before
    assert captions(group.es) == ["La plaza"]


def test_an_old_revision_of_a_follower_from_before_a_photo_keeps_the_photos_caption(group, desk):
    desk.edit(group.fr, **{"photo_rows-0-DELETE": "1"})
    without = draft(group.es).save_revision()
    form = desk.form(group.fr)
    desk.edit(
        group.fr,
        form=form,
        **rows("photo_rows", form, {"image": make_image("new").pk, "credit": "", "caption": "x", "alt": ""}),
    )
    desk.edit(group.es, **{"photo_rows-0-caption": "La nueva"})

    desk.revert(group.es, without.pk)

    assert captions(group.es) == ["La nueva"]


def test_a_code_left_empty_or_changed_stays_what_it_is(group, desk):
    desk.edit(group.fr, code="", link=OTHER_LINK)

    now = assert_facts_equal(*group.pages)
    assert (now["code"], now["link"]) == ("solidarites-7", OTHER_LINK)


def test_saving_some_columns_pushes_only_what_was_stored(group):
    page = stored(group.fr)
    page.link, page.title = OTHER_LINK, "Titre"

    page.save(update_fields=["title"])

    assert assert_facts_equal(*group.pages)["link"] == LINK
    assert stored(group.fr).title == "Titre"


def test_rows_made_without_a_place_have_one_once_they_are_stored(group):
    places = [
        row.sort_order
        for row in (
            *group.fr.organisation_rows.all(),
            *group.es.photo_rows.all(),
            *group.fr.question_rows.all(),
        )
    ]

    assert places == [0, 0, 0]


def test_a_follower_in_memory_has_the_facts_of_the_origin_once_it_is_saved(group):
    page = stored(group.es)
    page.link, page.code, page.title = OTHER_LINK, "mine", "Otro"

    page.save()

    assert (page.link, page.code, page.title) == (LINK, "solidarites-7", "Otro")


def test_images_of_facts_are_in_use_on_every_page(group, desk):
    poster = make_image("poster")

    desk.edit(group.fr, poster=poster.pk)

    users = ReferenceIndex.get_references_to(poster).values_list("object_id", flat=True)
    assert sorted(map(int, users)) == sorted(page.pk for page in group.pages)


def test_facts_of_a_cycle_and_its_exceptions_are_equal_everywhere(group, french_cycle, desk):
    pages = [french_cycle, *(translation(french_cycle, language) for language in ("en", "es", "el"))]
    titles = [stored(page).title for page in pages]
    form = desk.form(french_cycle)

    added = rows("rhythm_exceptions", form, {"date": "2021-08-17", "change": "skipped"})
    desk.edit(french_cycle, form=form, rhythm_ordinal="1", disclosure="nobody", **added)

    now = assert_facts_equal(*pages)
    assert (now["rhythm_ordinal"], now["disclosure"]) == (1, "nobody")
    assert now["rhythm_exceptions"] == [(datetime.date(2021, 8, 17), "skipped")]
    assert [stored(page).title for page in pages] == titles


def test_facts_of_news_are_equal_everywhere(group, desk):
    tree = factories.Tree(site=None, homes={"fr": group.fr.get_ancestors().get(depth=2).specific})
    french = factories.make_news(tree)
    english = factories.translate(french, "en", title="News")
    organisation = factories.make_organisation("icom-finland")
    form = desk.form(french)

    added = rows("organisation_rows", form, {"organisation": organisation.pk, "role": "partner"})
    desk.edit(
        french, form=form, date="2021-05-02", image_credit="D.", cycle=group.en.get_parent().pk, **added
    )

    now = assert_facts_equal(french, english)
    assert (now["date"], now["image_credit"], now["cycle"]) == (
        datetime.date(2021, 5, 2),
        "D.",
        group.fr.get_parent().pk,
    )
    assert now["organisation_rows"] == [(organisation.pk, "partner")]
    assert stored(english).title == "News"


def test_deleting_a_whole_cycle_leaves_the_other_languages_with_their_facts(group, french_cycle, desk):
    others = [translation(french_cycle, language) for language in ("en", "es", "el")]
    sessions = facts(stored(group.en))

    desk.post("wagtailadmin_pages:delete", french_cycle.pk)

    assert assert_facts_equal(*others)["code"] == "solidarites"
    assert assert_facts_equal(*group.followers) == sessions
    assert [stored(page).is_origin for page in (*others, *group.followers)] == [True, False, False] * 2


def test_news_stay_with_a_cycle_whose_origin_is_deleted(group, french_cycle, desk):
    tree = factories.Tree(site=None, homes={"fr": group.fr.get_ancestors().get(depth=2).specific})
    french = factories.make_news(tree, cycle=french_cycle)
    english = factories.translate(french, "en")
    desk.edit(french, action="save", title="Brouillon")
    heir = translation(french_cycle, "en").pk

    desk.post("wagtailadmin_pages:delete", french_cycle.pk)

    assert assert_facts_equal(french, english)["cycle"] == heir
    desk.edit(french)
    assert assert_facts_equal(french, english)["cycle"] == heir
