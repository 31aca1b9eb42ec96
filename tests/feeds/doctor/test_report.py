"""The doctor's pages in the admin: what they list, whom they let in, and what they cost."""

import dataclasses
import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from wagtail.users.models import UserProfile

import pytest
from bs4 import BeautifulSoup

from events.roles import contributors, make_roles
from events.ticking import JobRun
from feeds import store
from feeds.doctor.examination import all_files
from feeds.doctor.verdicts import LARGE
from feeds.outbox import Delivery, enqueue
from feeds.rules import RULES
from feeds.serving import serve_feed
from tests import factories
from tests.feeds import shelved
from tests.feeds.stored import rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store"), pytest.mark.slow]

REPORT = "/admin/reports/feeds/"
FEED = f"{REPORT}fr/all/sessions.rss/"
GIVEN_UP = f"{REPORT}given-up/"
LEFT_OUT = f"{REPORT}left-out/"
HUB, TOPIC = "https://hub.example/", "https://parvis.example/feeds/fr/all/sessions.ics"


@pytest.fixture
def admin(client):
    """Logged in as an administrator, with the admin in English."""
    user = factories.make_admin()
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


@pytest.fixture
def contributor(site, client):
    """Logged in as somebody who may do nothing but write drafts."""
    factories.make_organisation()
    make_roles()
    user = get_user_model().objects.create_user("contributor", password="secret")
    user.groups.add(Group.objects.get(name=contributors("icom-greece")))
    client.force_login(user)
    return client


def page(client, url: str) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return BeautifulSoup(answer.content, "lxml")


def table(client, url: str) -> list[list[str]]:
    """The cells of the list, as text."""
    rows = page(client, url).select("table.listing tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in rows]


def text(client, url: str) -> str:
    return page(client, url).select_one("main").get_text(" ", strip=True)


def give_up() -> Delivery:
    """A message that nobody tries any more."""
    enqueue(kind="websub", target=HUB, topics=[TOPIC], now=timezone.now())
    Delivery.objects.update(due_at=None, attempts=9, error="The hub answered 500.")
    return Delivery.objects.get()


def spoil(path: str, **changes) -> None:
    """Other bytes than the items give, at an address that was read."""
    file = next(file for file in all_files() if file.path == path)
    made = serve_feed(file.address, now=timezone.now())
    store.write(dataclasses.replace(made, **changes))


# The list


def test_list_has_every_feed_with_its_verdict(admin, session):
    rebuild()

    rows = table(admin, REPORT)

    assert (len(rows), rows[0][0]) == (20, "/feeds/fr/all/sessions.ics")
    assert [row[2] for row in rows[:5]] == ["1", "1", "1", "1", "0"]
    assert {(row[4], row[5]) for row in rows} == {("valid", "stable, not read yet")}
    assert "108 items" in text(admin, REPORT)


def test_feed_that_was_read_is_stable_as_read(admin, session):
    rebuild()
    for file in all_files():
        serve_feed(file.address, now=timezone.now())

    assert {(row[4], row[5]) for row in table(admin, f"{REPORT}?p=2")} == {("valid", "stable")}


@pytest.mark.parametrize(
    ("query", "count", "first"),
    [
        ("language=he", 18, "/feeds/he/all/sessions.ics"),
        ("scope=cycle-solidarites&format=json", 12, "/feeds/fr/cycle-solidarites/sessions.json"),
        ("language=el&scope=all&format=ics", 1, "/feeds/el/all/sessions.ics"),
        ("language=nope", 20, "/feeds/fr/all/sessions.ics"),
        ("format=ics&language=fi&p=99", 2, "/feeds/fi/all/sessions.ics"),
    ],
)
@pytest.mark.parametrize("part", ["", "results/"])
def test_list_can_be_narrowed(admin, session, query, count, first, part):
    rebuild()

    rows = table(admin, f"{REPORT}{part}?{query}")

    assert (len(rows), rows[0][0]) == (count, first)


def test_list_of_findings_has_what_is_invalid_large_or_not_stable(admin, session):
    rebuild()
    spoil("/feeds/fr/all/sessions.rss", body=b"<rss")
    spoil("/feeds/fr/all/sessions.atom", body=b"<feed/>" + b"\n" * LARGE)
    spoil("/feeds/en/all/news.json", body=b"{}")

    rows = table(admin, f"{REPORT}?only=findings")

    assert [(row[0], row[5]) for row in rows] == [
        ("/feeds/fr/all/sessions.rss", "not stable"),
        ("/feeds/fr/all/sessions.atom", "not stable"),
        ("/feeds/en/all/news.json", "not stable"),
    ]
    assert rows[1][3] == "781.3\xa0KB, too large for some"
    assert all("error" in row[4] for row in rows)


def test_list_of_findings_without_any_says_so(admin, session):
    rebuild()

    assert "No feeds match your query." in text(admin, f"{REPORT}?only=findings")


def test_what_one_request_does_not_get_to_is_left_for_the_next(admin, cycle):
    now = timezone.now()
    shelved.clear(now=now)
    shelved.put([shelved.event(number) for number in range(1, 301)], now=now)

    verdicts = [[row[4] for row in table(admin, f"{REPORT}?language=fr&p=1")] for _request in range(2)]

    assert [row.count("not examined yet") for row in verdicts] == [1, 0]


def test_list_says_how_many_feeds_are_left(admin, cycle):
    now = timezone.now()
    shelved.clear(now=now)
    shelved.put([shelved.event(number) for number in range(1, 301)], now=now)

    found = page(admin, f"{REPORT}?language=fr")

    assert found.select_one(".help-info").get_text(" ", strip=True) == (
        "1 feed has not been examined yet. Examine the next ones"
    )
    assert found.select_one(".help-info a")["href"] == f"{REPORT}?language=fr"


@pytest.mark.parametrize("session_count", [1, 30])
def test_list_costs_the_same_for_any_number_of_sessions(
    admin, cycle, session_count, django_assert_num_queries
):
    now = timezone.now()
    shelved.clear(now=now)
    shelved.put([shelved.event(number) for number in range(1, session_count + 1)], now=now)
    admin.get("/admin/")

    with django_assert_num_queries(15):
        assert len(table(admin, REPORT)) == 20
    with django_assert_num_queries(13):
        assert len(table(admin, REPORT)) == 20


# One feed


def test_feed_shows_its_rules_and_that_nothing_is_wrong(admin, session):
    rebuild()

    found = page(admin, FEED)

    rows = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in found.select("tbody tr")]
    assert rows == [[rule.id, rule.sentence, "0"] for rule in RULES["rss"]]
    assert "Nothing is wrong with this feed." in found.select_one("main").get_text()
    assert {each["lang"] for each in found.select("tbody [lang]")} == {"en"}


def test_feed_shows_each_finding_with_its_place_its_line_and_its_source(admin, session):
    rebuild()
    made = serve_feed(
        next(file.address for file in all_files() if file.path == "/feeds/fr/all/sessions.ics"),
        now=timezone.now(),
    )
    spoil("/feeds/fr/all/sessions.ics", body=made.body.replace(b"VERSION:2.0", b"VERSION:3.0"))

    found = page(admin, f"{REPORT}fr/all/sessions.ics/").select("main li:has(cite)")

    assert [each.select_one("strong").get_text() for each in found] == ["Error"]
    assert found[0].select("code")[-1].get_text() == "VERSION:3.0"
    assert found[0].select_one("cite").get_text().startswith("RFC 5545")


def test_feed_is_examined_anew_each_time(admin, session):
    rebuild()
    assert "Nothing is wrong" in text(admin, FEED)
    spoil("/feeds/fr/all/sessions.rss", body=b"<rss")

    assert "Nothing is wrong" not in text(admin, FEED)


@pytest.mark.parametrize("place", ["fr/all/sessions-1999.ics", "xx/all/sessions.ics", "fr/cycle-no/news.rss"])
def test_feed_that_does_not_exist_is_not_found(admin, session, place):
    rebuild()

    assert admin.get(f"{REPORT}{place}/").status_code in (302, 404)


# The machine behind it


def test_tick_that_never_ran_is_a_warning(admin, site):
    assert "The feeds have never been looked after." in text(admin, REPORT)


@pytest.mark.parametrize(
    ("minutes", "sentence"), [(3, "Looked after 3\xa0minutes ago."), (6, "6\xa0minutes ago. Is")]
)
def test_last_tick_is_told(admin, site, minutes, sentence):
    JobRun.objects.create(name="feeds", started_at=timezone.now() - datetime.timedelta(minutes=minutes))

    assert sentence in text(admin, REPORT)


def test_last_error_of_tick_is_told(admin, site):
    JobRun.objects.create(name="feeds", started_at=timezone.now(), error="OSError: disk full")

    assert "The last look at the feeds failed: OSError: disk full" in text(admin, REPORT)


def test_left_out_pages_are_counted_and_named_with_their_reason(admin, session, caplog):
    type(session).objects.update(end_time=datetime.time(9))
    rebuild()

    assert "1 published page is left out of feeds" in text(admin, REPORT)
    assert table(admin, LEFT_OUT)[0] == [
        session.title,
        "fr",
        "DocumentError: Event.end_time is not after start_time",
    ]


# What was not delivered


def test_message_that_was_given_up_is_listed_and_tried_again(admin, site):
    give_up()
    assert "1 message could not be delivered" in text(admin, REPORT)
    found = page(admin, GIVEN_UP).select_one("table.listing tbody tr")
    cells = [cell.get_text(" ", strip=True) for cell in found.select("td")]
    assert cells[:4] == [TOPIC, HUB, "The hub answered 500.", "9"]
    assert "1 item" in text(admin, GIVEN_UP)

    answer = admin.post(found.select_one("form")["action"], follow=True)

    delivery = Delivery.objects.get()
    assert (delivery.attempts, delivery.error, delivery.due_at <= timezone.now()) == (0, "", True)
    assert "It is tried again within a minute." in answer.content.decode()


def test_trying_again_needs_the_right_to(contributor):
    delivery = give_up()

    answer = contributor.post(f"{GIVEN_UP}{delivery.pk}/again/")

    assert (answer.status_code, Delivery.objects.get().due_at) == (302, None)
    assert page(contributor, GIVEN_UP).select("table form") == []


def test_group_can_be_given_the_right_to_try_again(contributor):
    delivery = give_up()
    right = Permission.objects.get(codename="change_delivery")
    Group.objects.get(name=contributors("icom-greece")).permissions.add(right)

    contributor.post(f"{GIVEN_UP}{delivery.pk}/again/")

    assert Delivery.objects.get().due_at is not None


def test_trying_again_needs_a_post_with_a_token(admin, site):
    delivery = give_up()
    strict = type(admin)(enforce_csrf_checks=True)
    strict.cookies = admin.cookies
    url = f"{GIVEN_UP}{delivery.pk}/again/"

    assert (admin.get(url).status_code, strict.post(url).status_code) == (405, 403)
    assert Delivery.objects.get().due_at is None


def test_message_that_is_not_given_up_is_not_tried_again(admin, site):
    enqueue(kind="websub", target=HUB, topics=[TOPIC], now=timezone.now())

    assert admin.post(f"{GIVEN_UP}{Delivery.objects.get().pk}/again/").status_code == 404


# Whom it lets in


@pytest.mark.parametrize("url", [REPORT, f"{REPORT}results/", FEED, GIVEN_UP, LEFT_OUT])
def test_doctor_is_for_everybody_in_the_admin_and_nobody_else(contributor, url):
    rebuild()
    stranger = type(contributor)()

    assert (contributor.get(url).status_code, stranger.get(url).status_code) == (200, 302)


def test_doctor_stands_in_the_reports_menu(admin, site):
    assert REPORT in admin.get("/admin/").content.decode()
