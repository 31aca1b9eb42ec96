"""What the pages' one script adds: the reader's own time, what becomes true meanwhile, a replay that plays on the page."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from events.models import SessionPage
from tests import factories
from tests.events import announced

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/en/solidarites/seance-7/"
# Whole, half and quarter hours, both sides of the line where the date changes, and zones that keep no summer time.
ZONES = [
    "Pacific/Honolulu", "America/Los_Angeles", "America/New_York", "America/St_Johns", "Atlantic/Azores", "Europe/London",
    "Africa/Lagos", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Pacific/Auckland", "Pacific/Kiritimati",
]  # fmt: skip
PARIS = ZoneInfo("Europe/Paris")
# The cities that the page names already, and one on the same clock as the organisers.
SHOWN_ALREADY = ["Europe/Paris", "Europe/Helsinki", "Asia/Jerusalem", "Europe/Berlin"]
REPLAY = "https://video.example/w/9c9de5e8-0a1e-484a-b099-e80766180a6d"


@pytest.fixture
def season(live_server, transactional_db):
    """The announced session in English. Gives its page, and the address of the server."""
    session = announced.make_announced(factories.read_site(), disclosure="window")
    return factories.translate(session, "en", title="Building solidarities"), live_server.url


def session_of(month: int) -> datetime.datetime:
    return datetime.datetime(2021, month, 18, 13, 0, tzinfo=PARIS)


def expected(zone: str, month: int) -> str:
    """What stands beside "Your time:", up to the name of the zone."""
    start = session_of(month).astimezone(ZoneInfo(zone))
    end = start.astimezone(datetime.UTC) + datetime.timedelta(minutes=90)
    times = f"{start:%H:%M}-{end.astimezone(ZoneInfo(zone)):%H:%M}"
    other_day = start.date() != session_of(month).date()
    return f"{times}, {start:%A, %B} {start.day}, {start.year}, " if other_day else f"{times}, "


def move_to(session: SessionPage, month: int) -> None:
    """Another month, written past the editors: only what pages read."""
    starts_at = session_of(month).astimezone(datetime.UTC)
    SessionPage.objects.filter(translation_key=session.translation_key).update(
        date=starts_at.date(), starts_at=starts_at, ends_at=starts_at + datetime.timedelta(minutes=90)
    )


def own_time(context, address: str) -> str:
    """The line with the reader's own time; "" where it is not shown. Summer and winter differ: so may the other lines."""
    page = context.new_page()
    page.goto(address)
    line = page.locator(".facts .yours")
    said = line.inner_text() if line.is_visible() else ""
    page.close()
    return said


def look(season, new_context, zones, months) -> dict:
    """Zone and month -> what was shown and what was expected, where they differ."""
    session, base = season
    wrong = {}
    for month in months:
        move_to(session, month)
        for zone in zones:
            context = new_context(timezone_id=zone, locale="en-GB")
            said = own_time(context, base + PAGE)
            context.close()
            if not said.startswith(f"Your time: {expected(zone, month)}") and not _is_shown(zone, month):
                wrong[zone, month] = (said, expected(zone, month))
    return wrong


def _is_shown(zone: str, month: int) -> bool:
    """Whether some clock on the page shows the time of the zone in that month."""
    moment = session_of(month)
    return any(
        moment.astimezone(ZoneInfo(each)).utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset()
        for each in SHOWN_ALREADY
    )


def test_reader_elsewhere_sees_the_own_time_and_day(season, new_context):
    with time_machine.travel(announced.DAY_BEFORE):
        assert (
            look(season, new_context, ["America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati"], [5]) == {}
        )


@pytest.mark.slow
def test_own_time_is_right_in_twelve_zones_and_twelve_months(season, new_context):
    with time_machine.travel(announced.DAY_BEFORE):
        assert look(season, new_context, ZONES, range(1, 13)) == {}


@pytest.mark.slow
def test_own_time_is_left_out_where_the_page_shows_it(season, new_context):
    _session, base = season
    with time_machine.travel(announced.DAY_BEFORE):
        shown = [
            own_time(new_context(timezone_id=zone, locale="en-GB"), base + PAGE) for zone in SHOWN_ALREADY
        ]

    assert shown == [""] * len(SHOWN_ALREADY)


def test_replay_is_loaded_from_its_host_after_the_click_only(season, new_context):
    session, base = season
    factories.publish(announced_origin(session), replay=REPLAY)
    page, asked = new_context().new_page(), []
    page.route(
        "https://video.example/**", lambda route: route.fulfill(body="<p>video</p>", content_type="text/html")
    )
    page.on("request", lambda request: asked.append(request.url))

    with time_machine.travel(announced.CLOSES):
        page.goto(base + PAGE, wait_until="networkidle")
        before = [url for url in asked if not url.startswith(base)]
        page.get_by_role("button", name="Play it on this page").click()
        page.frame_locator("iframe.player").get_by_text("video").wait_for()

    assert before == []
    assert [url for url in asked if not url.startswith(base)] == [
        "https://video.example/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d?p2p=0"
    ]
    assert page.locator("iframe.player").get_attribute("title") == "Building solidarities"
    assert page.context.cookies() == []


@pytest.mark.slow
def test_replay_is_a_link_without_a_script(season, new_context):
    session, base = season
    factories.publish(announced_origin(session), replay=REPLAY)
    page = new_context(java_script_enabled=False).new_page()

    with time_machine.travel(announced.CLOSES):
        page.goto(base + PAGE)

    assert page.locator(".replay a").first.get_attribute("href") == REPLAY
    assert page.locator(".replay button").is_visible() is False


def announced_origin(session: SessionPage) -> SessionPage:
    return SessionPage.objects.get(translation_key=session.translation_key, is_origin=True)


@pytest.mark.slow
def test_page_says_once_that_the_doors_have_opened(season, new_context):
    _session, base = season
    before = announced.OPENS - datetime.timedelta(minutes=1)
    page = new_context().new_page()
    page.clock.install(time=before)
    with time_machine.travel(before):
        page.goto(base + PAGE)
    flip = page.locator(".flip")
    first = flip.inner_text()

    page.clock.fast_forward(61_000)

    assert (first, flip.inner_text(), flip.get_attribute("role")) == ("", "The doors are open", "status")
