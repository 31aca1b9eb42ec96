"""Heads of feeds: identity, addresses, publisher and date."""

import datetime

import pytest

from events.models import CycleOrganisation
from feeds.channels import EPOCH, Head, build_channel, build_head, find_organiser, head_of, site_head
from feeds.documents import Channel
from feeds.models import Kind
from feeds.scopes import ALL, find_scope
from feeds.sources import load_organisations
from tests import factories
from tests.feeds.reading_pieces import stage
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

LATER = utc(2120, 1, 1)
SECOND = datetime.timedelta(seconds=1)


def head(scope: str = "all", *, language: str = "fr") -> Head:
    """What the session feeds of a scope say of themselves, whatever their format."""
    return build_head(stage=stage(language), scope=find_scope(scope), organisations=load_organisations())


def channel(
    scope: str = "all", *, language: str = "fr", file: str = "sessions.ics", moments=(), **address
) -> Channel:
    """The head of one file."""
    shared = head(scope, language=language)
    return build_channel(shared, scope=scope, language=language, file=file, moments=moments, **address)


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


# What all files of a scope share


def test_everything_is_headed_by_the_home_of_the_language(cycle):
    assert head(language="he") == Head(
        title="Parvis he", description="", home_url="https://parvis.example/he/", publisher_name="Parvis he",
        publisher_email=None, timezone="Europe/Paris", updated=EPOCH,
    )  # fmt: skip


def test_cycle_is_headed_by_itself_and_its_organiser(organised):
    found = head("cycle-solidarites")

    assert (found.title, found.description, found.home_url, found.timezone) == (
        "Solidarités, musées", "Des débats & des idées", "https://parvis.example/fr/solidarites/", "Europe/Athens",
    )  # fmt: skip
    assert (found.publisher_name, found.publisher_email) == ("ICOM Grèce", "contact@icom.example")


def test_cycle_without_a_page_in_the_language_is_headed_by_its_fallback(organised):
    found = head("cycle-solidarites", language="el")

    assert (found.title, found.home_url, found.publisher_name) == (
        "Solidarités, musées", "https://parvis.example/fr/solidarites/", "ICOM Ελληνικό Τμήμα",
    )  # fmt: skip


def test_organisation_is_headed_by_its_name_in_the_language_and_publishes_its_feeds(organised):
    found = {language: head("org-icom-greece", language=language) for language in ("fr", "el", "en")}

    assert {language: (each.title, each.publisher_name) for language, each in found.items()} == {
        "fr": ("ICOM Grèce", "ICOM Grèce"),
        "el": ("ICOM Ελληνικό Τμήμα", "ICOM Ελληνικό Τμήμα"),
        "en": ("ICOM Greece", "ICOM Greece"),
    }
    assert (found["fr"].home_url, found["fr"].publisher_email, found["fr"].timezone) == (
        "https://parvis.example/fr/", "contact@icom.example", "Europe/Athens",
    )  # fmt: skip


@pytest.mark.parametrize("what", ["cycle unpublished", "organisation deleted"])
def test_what_is_not_public_any_more_is_headed_by_the_home(organised, what):
    if what == "cycle unpublished":
        organised.unpublish()
        found = head("cycle-solidarites")
    else:
        factories.make_organisation("icom-israel").delete()
        found = head("org-icom-israel")

    assert (found.title, found.publisher_name) == ("Parvis fr", "Parvis fr")


def test_language_without_a_home_still_has_a_head(cycle):
    cycle.get_parent().get_translations().get(locale__language_code="fi").delete()

    found = head(language="fi")

    assert (found.title, found.publisher_name, found.home_url, found.updated) == (
        "parvis.example", "parvis.example", "https://parvis.example/fi/", EPOCH,
    )  # fmt: skip


def test_each_kind_of_feed_says_what_it_tells(cycle):
    shared = head("cycle-solidarites", language="en")

    titles = {kind: head_of(kind, shared, scope="all", language="en").title for kind in Kind}

    assert titles == {
        Kind.SESSIONS: "Solidarités, musées",
        Kind.NEWS: "Solidarités, musées: news",
        Kind.CHANGES: "Solidarités, musées: what has changed",
    }


def test_every_feed_leads_to_the_page_that_explains_how_to_subscribe(cycle):
    shared = head("cycle-solidarites", language="he")

    told = head_of(Kind.SESSIONS, shared, scope="cycle-solidarites", language="he").description

    assert told.endswith(": https://parvis.example/he/subscribe/?scope=cycle-solidarites")


def test_items_are_published_by_the_head_of_everything(organised):
    assert {language: site_head(stage(language)) for language in ("fr", "he")} == {
        language: head(language=language) for language in ("fr", "he")
    }


def test_head_is_read_back_as_it_was_stored(organised):
    found = head("org-icom-greece")

    assert Head.from_json(found.to_json()) == found
    assert found.updated.utcoffset() == datetime.timedelta(0)


@pytest.mark.parametrize(
    ("moment", "expected"), [(EPOCH - SECOND, EPOCH), (EPOCH, EPOCH), (EPOCH + SECOND, EPOCH + SECOND)]
)
def test_date_of_a_head_moves_forward_only(site, moment, expected):
    assert head().not_before(moment).updated == expected


@pytest.mark.parametrize("newest", ["home", "cycle", "organiser", "organisation"])
def test_head_is_dated_by_the_newest_of_what_it_shows(organised, newest):
    home = factories.publish(organised.get_parent().specific)
    (organiser,) = (row.organisation for row in organised.organisation_rows.filter(role="organiser"))
    scope, expected = {
        "home": ("all", home.last_published_at),
        "cycle": ("cycle-solidarites", factories.publish(organised).last_published_at),
        "organiser": ("cycle-solidarites", LATER),
        "organisation": ("org-icom-greece", LATER),
    }[newest]
    if expected == LATER:
        type(organiser).objects.filter(pk=organiser.pk).update(modified_at=LATER)

    assert head(scope).updated == expected


def test_head_knows_no_clock(site):
    assert head().updated == EPOCH == utc(2000, 1, 1)


def test_organiser_is_the_first_in_that_role(organised):
    rows = next(iter(stage().cycles.values())).page.organisation_rows.all()

    assert (find_organiser(rows).code, find_organiser([])) == ("icom-greece", None)


# One file


def test_file_has_what_its_head_says_and_its_own_address(cycle):
    found = channel(language="he")

    assert (found.title, found.home_url, found.publisher_name, found.publisher_email) == (
        "Parvis he", "https://parvis.example/he/", "Parvis he", None,
    )  # fmt: skip
    assert (found.self_url, found.lang, found.timezone) == (
        "https://parvis.example/feeds/he/all/sessions.ics",
        "he",
        "Europe/Paris",
    )


def test_identity_is_one_for_all_formats_and_differs_by_language_scope_and_kind(cycle):
    same = {channel(file=f"sessions.{extension}").id for extension in ("ics", "rss", "atom", "json")}
    others = [
        channel(language="en").id,
        channel("cycle-solidarites").id,
        channel(file="news.rss").id,
        channel(file="changes.atom").id,
    ]

    assert (len(same), len({*same, *others})) == (1, 5)


def test_identity_is_frozen(site):
    """Feed readers make every entry anew when it changes."""
    assert channel().id == "urn:uuid:49debf07-8145-5d4d-830e-31ea9235379e"


def test_identity_does_not_follow_the_site_s_address(settings, cycle):
    before = channel()
    settings.PARVIS = settings.PARVIS | {"SITE_URL": "https://elsewhere.example"}

    after = channel()

    assert (after.id, after.self_url) == (before.id, "https://elsewhere.example/feeds/fr/all/sessions.ics")


def test_other_languages_are_named_in_themselves_by_the_same_file(cycle):
    links = channel("cycle-solidarites", file="sessions-2021.atom").alternates

    assert [(link.lang, link.title) for link in links] == [
        ("en", "English"), ("es", "Español"), ("el", "Ελληνικά"), ("he", "עברית"), ("fi", "Suomi"),
    ]  # fmt: skip
    assert links[0].url == "https://parvis.example/feeds/en/cycle-solidarites/sessions-2021.atom"


def test_download_has_its_own_address_no_counterparts_and_no_hub(settings, cycle):
    settings.PARVIS = settings.PARVIS | {"WEBSUB_HUB": "https://hub.example/"}

    feed = channel()
    download = channel(file="session.ics", self_path="/feeds/fr/session/solidarites-7.ics")

    assert (feed.hub_url, len(feed.alternates)) == ("https://hub.example/", 5)
    assert (download.self_url, download.alternates, download.hub_url) == (
        "https://parvis.example/feeds/fr/session/solidarites-7.ics",
        (),
        None,
    )


@pytest.mark.parametrize(
    ("moments", "expected"), [((), EPOCH), ((EPOCH - SECOND,), EPOCH), ((EPOCH, LATER), LATER)]
)
def test_file_is_dated_by_its_head_or_its_newest_item(site, moments, expected):
    assert channel(ALL.name, moments=moments).updated == expected
