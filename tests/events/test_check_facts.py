"""`manage.py check_facts` against every kind of damage that raw SQL can do; no save() takes part in it."""

import datetime
from io import StringIO

from django.core.management import CommandError, call_command

from wagtail.images import get_image_model

import pytest

from events.models import CyclePage, LedgerEntry, NewsPage, ReservedCode, SessionPage, SessionPhoto
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def check_facts(*options):
    """The lines printed, and the message of the failure ("" for none)."""
    out = StringIO()
    try:
        call_command("check_facts", *options, stdout=out)
    except CommandError as error:
        return out.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), ""


def assert_found_and_mended(*problems):
    """The command finds exactly these, mends them, and finds nothing after that."""
    assert check_facts() == (list(problems), f"{len(problems)} problems. --fix mends them.")
    assert check_facts("--fix") == ([f"mended: {problem}" for problem in problems], "")
    assert check_facts() == ([], "")


@pytest.fixture
def english(session):
    photo = SessionPhoto(image=make_image(), credit="A.", caption="Le parvis", locale=session.locale)
    factories.publish(factories.add_organisation(session, factories.make_organisation()), photo_rows=[photo])
    return factories.translate(fresh(session), "en", title="Building")


def make_image():
    return get_image_model().objects.create(title="x", file="x.png", width=4, height=4)


def raw(page, **columns):
    type(page).objects.filter(pk=page.pk).update(**columns)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def names(session, english):
    return f"page {english.pk} (en) differs from page {session.pk} (fr)"


def test_nothing_is_found_where_nothing_is_wrong(session, english):
    factories.make_news(
        factories.Tree(site=None, homes={"fr": session.get_ancestors().get(depth=2).specific})
    )

    assert check_facts() == ([], "")


def test_columns_of_a_follower_are_mended_and_its_words_stay(session, english):
    raw(english, link=factories.OTHER_LINK, passcode="stolen", spoken=["he"], title="Building on")

    assert_found_and_mended(f"sessionpage solidarites-7: {names(session, english)} in link, passcode, spoken")
    assert (fresh(english).link, fresh(english).spoken, fresh(english).title) == (
        factories.LINK,
        ["fr", "en", "es"],
        "Building on",
    )


def test_no_secret_is_printed(session, english):
    raw(english, passcode="stolen", link=factories.OTHER_LINK)

    printed = "\n".join(check_facts()[0] + check_facts("--fix")[0])
    assert [
        secret for secret in ("stolen", "314159", factories.LINK, factories.OTHER_LINK) if secret in printed
    ] == []


def test_columns_written_on_the_origin_are_given_to_its_followers(session, english):
    raw(session, link=factories.OTHER_LINK)

    assert_found_and_mended(f"sessionpage solidarites-7: {names(session, english)} in link")
    assert fresh(english).link == factories.OTHER_LINK


def test_lost_added_and_changed_rows_are_mended(session, english):
    english.organisation_rows.get().delete()

    assert_found_and_mended(f"sessionpage solidarites-7: {names(session, english)} in organisation_rows")
    assert [row.organisation.code for row in fresh(english).organisation_rows.all()] == ["icom-greece"]

    type(english.organisation_rows.get()).objects.filter(page=english).update(role="funder")
    assert_found_and_mended(f"sessionpage solidarites-7: {names(session, english)} in organisation_rows")


def test_image_and_credit_of_photos_are_mended_and_captions_stay(session, english):
    SessionPhoto.objects.filter(page=english).update(image=make_image(), credit="B.", caption="The square")

    assert_found_and_mended(f"sessionpage solidarites-7: {names(session, english)} in photo_rows")
    photo = fresh(english).photo_rows.get()
    assert (photo.image_id, photo.credit, photo.caption) == (
        session.photo_rows.get().image_id,
        "A.",
        "The square",
    )


def test_a_lost_photo_comes_back_without_words(session, english):
    SessionPhoto.objects.filter(page=english).delete()

    assert_found_and_mended(f"sessionpage solidarites-7: {names(session, english)} in photo_rows")
    assert fresh(english).photo_rows.get().caption == ""


def test_a_group_without_origin_gets_its_oldest_page(session, english):
    raw(session, is_origin=False)

    assert_found_and_mended("sessionpage solidarites-7: no page is the origin")
    assert (fresh(session).is_origin, fresh(english).is_origin) == (True, False)


def test_a_group_with_two_origins_keeps_the_older_one(session, english):
    raw(english, is_origin=True, link=factories.OTHER_LINK)

    assert_found_and_mended(
        f"sessionpage solidarites-7: 2 pages are the origin: page {session.pk} (fr), page {english.pk} (en)",
        f"sessionpage solidarites-7: {names(session, english)} in link",
    )
    assert (fresh(session).is_origin, fresh(english).is_origin, fresh(english).link) == (
        True,
        False,
        factories.LINK,
    )


def test_a_code_that_is_not_reserved_is_reserved(session, english):
    ReservedCode.objects.filter(code="solidarites-7").delete()

    assert_found_and_mended("sessionpage solidarites-7: its code is not reserved")
    assert ReservedCode.objects.get(code="solidarites-7").translation_key == session.translation_key


def test_the_reserved_code_holds_against_a_changed_one(session, english):
    raw(session, code="solidarites-70")
    raw(english, code="solidarites-70")

    assert_found_and_mended("sessionpage solidarites-70: the code reserved for it is “solidarites-7”")
    assert (fresh(session).code, fresh(english).code) == ("solidarites-7", "solidarites-7")


def test_a_code_that_belongs_to_another_session_is_replaced(session, english, cycle):
    other = factories.make_session(cycle, number=8, date=datetime.date(2021, 6, 15))
    ReservedCode.objects.filter(translation_key=other.translation_key).delete()
    raw(other, code="solidarites-7")

    assert_found_and_mended("sessionpage solidarites-7: its code is reserved for something else")
    assert (fresh(session).code, fresh(other).code) == ("solidarites-7", "solidarites-7-2")


@pytest.mark.parametrize("code", ["", "Not a code!"])
def test_a_missing_or_malformed_code_is_replaced(cycle, code):
    ReservedCode.objects.all().delete()
    raw(cycle, code=code)

    assert_found_and_mended(f"cyclepage {code or cycle.title}: its code is not reserved")
    assert fresh(cycle).code == ("not-a-code" if code else "solidarites")


def test_instants_that_do_not_fit_the_wall_clock_are_derived_again(session, english):
    wrong = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    raw(session, starts_at=wrong)

    assert_found_and_mended(
        f"sessionpage solidarites-7: starts_at and ends_at of page {session.pk} (fr) are not those of 2021-05-18 13:00-14:30 Europe/Paris",
        f"sessionpage solidarites-7: {names(session, english)} in starts_at",
    )
    expected = datetime.datetime(2021, 5, 18, 11, 0, tzinfo=datetime.UTC)
    assert (fresh(session).starts_at, fresh(english).starts_at, fresh(session).previous_starts) == (
        expected,
        expected,
        [],
    )


def test_a_date_written_by_sql_moves_every_language_and_raises_sequence(session, english):
    raw(session, date=datetime.date(2021, 5, 19))

    assert check_facts("--fix")[1] == ""

    assert fresh(english).starts_at == datetime.datetime(2021, 5, 19, 11, 0, tzinfo=datetime.UTC)
    entry = LedgerEntry.objects.get(translation_key=session.translation_key)
    assert (entry.sequence, entry.material["date"]) == (1, "2021-05-19")


def test_facts_of_cycles_and_news_are_mended(session, english):
    cycle = english.get_parent().specific
    tree = factories.Tree(site=None, homes={"fr": session.get_ancestors().get(depth=2).specific})
    news = factories.translate(factories.make_news(tree), "en")
    raw(cycle, disclosure="nobody")
    raw(news, image_credit="Somebody else")

    lines, failure = check_facts("--fix")

    assert (len(lines), failure) == (2, "")
    assert set(CyclePage.objects.values_list("disclosure", flat=True)) == {"window"}
    assert set(NewsPage.objects.values_list("image_credit", flat=True)) == {""}


def test_followers_keep_what_was_published_while_the_origin_is_a_draft(session, english):
    session.unpublish()
    raw(session, link=factories.OTHER_LINK)

    assert check_facts() == ([], "")

    spanish = factories.translate(english, "es")
    raw(spanish, link="")
    assert_found_and_mended(
        f"sessionpage solidarites-7: page {spanish.pk} (es) differs from page {english.pk} (en) in link"
    )


def test_mended_followers_are_announced(session, english, django_capture_on_commit_callbacks):
    raw(english, link="")

    with django_capture_on_commit_callbacks() as callbacks:
        check_facts("--fix")

    assert SessionPage.objects.get(pk=english.pk).link == factories.LINK
    assert len(callbacks) >= 1
