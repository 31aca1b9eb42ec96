"""Heads of feeds: identity, addresses, publisher and date."""

import datetime

import pytest

from events.models import CycleOrganisation
from feeds.channels import EPOCH, build_channel, feed_path, find_organiser
from feeds.documents import Channel
from feeds.scopes import ALL, find_scope
from feeds.sources import load_stage
from tests import factories
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

LATER = utc(2120, 1, 1)


def head(
    *, scope: str = "all", language: str = "fr", file: str = "sessions.ics", moments=(), **address
) -> Channel:
    return build_channel(
        stage=load_stage(language=language), scope=find_scope(scope), file=file, moments=moments, **address
    )


@pytest.fixture
def organised(cycle):
    """The cycle with an organiser that has a mail address, and a title and a zone of its own."""
    organisation = factories.make_organisation(contact_email="contact@icom.example")
    draft = cycle.get_latest_revision_as_object()
    draft.organisation_rows.add(
        CycleOrganisation(organisation=factories.make_organisation("mecene"), role="funder")
    )
    draft.organisation_rows.add(CycleOrganisation(organisation=organisation, role="organiser"))
    draft.default_timezone = "Europe/Athens"
    draft.introduction = "<p>Des <b>débats</b> &amp; des idées</p>"
    draft.save_revision().publish()
    return cycle


def test_everything_is_headed_by_the_home_of_the_language(cycle):
    channel = head(language="he")

    assert (channel.title, channel.home_url, channel.self_url, channel.lang, channel.timezone) == (
        "Parvis he", "https://parvis.example/he/", "https://parvis.example/feeds/he/all/sessions.ics", "he", "Europe/Paris",
    )  # fmt: skip
    assert (channel.publisher_name, channel.publisher_email) == ("Parvis he", None)


def test_cycle_is_headed_by_itself_and_its_organiser(organised):
    channel = head(scope="cycle-solidarites")

    assert (channel.title, channel.description, channel.home_url, channel.timezone) == (
        "Solidarités, musées", "Des débats & des idées", "https://parvis.example/fr/solidarites/", "Europe/Athens",
    )  # fmt: skip
    assert (channel.publisher_name, channel.publisher_email) == ("ICOM Grèce", "contact@icom.example")


def test_cycle_without_a_page_in_the_language_is_headed_by_its_fallback(organised):
    channel = head(scope="cycle-solidarites", language="el")

    assert (channel.title, channel.home_url, channel.publisher_name) == (
        "Solidarités, musées", "https://parvis.example/fr/solidarites/", "ICOM Ελληνικό Τμήμα",
    )  # fmt: skip


def test_cycle_that_is_not_published_any_more_is_headed_by_the_home(organised):
    organised.unpublish()

    channel = head(scope="cycle-solidarites")

    assert (channel.title, channel.self_url) == (
        "Parvis fr", "https://parvis.example/feeds/fr/cycle-solidarites/sessions.ics",
    )  # fmt: skip


def test_language_without_a_home_still_has_a_head(cycle):
    cycle.get_parent().get_translations().get(locale__language_code="fi").delete()

    channel = head(language="fi")

    assert (channel.title, channel.publisher_name, channel.home_url, channel.updated) == (
        "parvis.example", "parvis.example", "https://parvis.example/fi/", EPOCH,
    )  # fmt: skip


def test_news_say_so_in_their_title(cycle):
    assert (
        head(scope="cycle-solidarites", language="en", file="news.rss").title == "Solidarités, musées: news"
    )


def test_identity_is_one_for_all_formats_and_differs_by_language_scope_and_kind(cycle):
    same = {head(file=f"sessions.{extension}").id for extension in ("ics", "rss", "atom", "json")}
    others = [head(language="en").id, head(scope="cycle-solidarites").id, head(file="news.rss").id]

    assert (len(same), len({*same, *others})) == (1, 4)


def test_identity_is_frozen():
    """Feed readers make every entry anew when it changes."""
    assert head().id == "urn:uuid:49debf07-8145-5d4d-830e-31ea9235379e"


def test_identity_does_not_follow_the_site_s_address(settings, cycle):
    before = head()
    settings.PARVIS = settings.PARVIS | {"SITE_URL": "https://elsewhere.example"}

    after = head()

    assert (after.id, after.self_url) == (before.id, "https://elsewhere.example/feeds/fr/all/sessions.ics")


def test_other_languages_are_named_in_themselves_by_the_same_file(cycle):
    links = head(scope="cycle-solidarites", language="fr", file="sessions.atom").alternates

    assert [(link.lang, link.title) for link in links] == [
        ("en", "English"), ("es", "Español"), ("el", "Ελληνικά"), ("he", "עברית"), ("fi", "Suomi"),
    ]  # fmt: skip
    assert links[0].url == "https://parvis.example/feeds/en/cycle-solidarites/sessions.atom"


def test_download_has_its_own_address_and_no_counterparts(cycle):
    channel = head(file="session.ics", self_path="/feeds/fr/session/solidarites-7.ics")

    assert (channel.self_url, channel.alternates) == (
        "https://parvis.example/feeds/fr/session/solidarites-7.ics",
        (),
    )


@pytest.mark.parametrize(("scope", "newest"), [("all", "home"), ("cycle-solidarites", "cycle")])
def test_date_is_that_of_the_page_or_of_the_newest_item(cycle, scope, newest):
    home = factories.publish(cycle.get_parent().specific)
    page = {"home": home, "cycle": cycle}[newest]

    dates = [head(scope=scope, moments=moments).updated for moments in ((), (EPOCH,), (EPOCH, LATER))]

    expected = page.last_published_at.replace(microsecond=0)
    assert dates == [expected, expected, LATER]


def test_date_knows_no_clock(site):
    assert head().updated == EPOCH == datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def test_organiser_is_the_first_in_that_role(organised):
    rows = next(iter(load_stage(language="fr").cycles.values())).page.organisation_rows.all()

    assert (find_organiser(rows).code, find_organiser([])) == ("icom-greece", None)


def test_address_of_a_feed():
    assert feed_path(scope=ALL.name, language="he", file="news.json") == "/feeds/he/all/news.json"
