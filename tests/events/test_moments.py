"""One session by the clock: what its page and its join address say at seven moments of its day and after."""

import datetime

from django.utils import translation

import pytest
import time_machine
from lxml import html

from tests import factories
from tests.events.announced import PARIS, SECRETS
from tests.events.reader import text_of

pytestmark = pytest.mark.django_db
PAGE, JOIN = "/en/solidarites/seance-7/", "/en/join/solidarites-7/"
REPLAY = "https://video.example/7"
LATER, WAY_IN = "The way in opens", "Show me the way in"
# Time on 18 May 2021 in Paris -> what the page says of the moment; and what the join address says.
MOMENTS = {
    "11:59": ("Today", LATER),
    "12:01": ("The doors are open", WAY_IN),
    "12:59": ("The doors are open", WAY_IN),
    "13:10": ("Live now", WAY_IN),
    "14:59": ("Coming to its end: the room is still open", WAY_IN),
    "15:01": ("This session is over", "This session is over."),
    "a week later": ("Replay available", "Watch the replay"),
}


def moment_of(name: str) -> datetime.datetime:
    if name == "a week later":
        return datetime.datetime(2021, 5, 25, 13, 0, tzinfo=PARIS)
    hours, minutes = map(int, name.split(":"))
    return datetime.datetime(2021, 5, 18, hours, minutes, tzinfo=PARIS)


@pytest.fixture
def at(client, session):
    """Reads a path, or posts to it, at a named moment; a week later, the replay has been added."""
    factories.translate(session, "en")

    def ask(path: str, name: str, method: str = "get"):
        if name == "a week later":
            factories.publish(session, replay=REPLAY)
        with time_machine.travel(moment_of(name), tick=False):
            response = getattr(client, method)(path)
        response.tree = html.fromstring(response.content)
        return response

    return ask


def main_of(response) -> str:
    return text_of(response.tree.xpath("//main")[0])


@pytest.mark.parametrize("name", MOMENTS)
def test_page_says_the_right_thing(at, name):
    response = at(PAGE, name)

    notices = [text_of(each) for each in response.tree.xpath("//ul[@class='notices']//strong")]
    links = response.tree.xpath("//main//a/@href")
    window = MOMENTS[name][1] == WAY_IN
    assert notices == [MOMENTS[name][0]]
    assert ("Join on Zoom" in main_of(response)) == window
    assert (REPLAY in links) == (name == "a week later")
    assert (JOIN in links) == (window or name == "11:59")
    assert [secret for secret in SECRETS if secret in response.content.decode()] == []


@pytest.mark.parametrize("name", MOMENTS)
def test_join_address_says_the_right_thing(at, name):
    page, answer = at(JOIN, name), at(JOIN, name, "post")

    said = main_of(page)
    is_open = MOMENTS[name][1] == WAY_IN
    assert [words for words in (LATER, WAY_IN, "Watch the replay") if words in said] == [
        words for words in (LATER, WAY_IN, "Watch the replay") if words == MOMENTS[name][1]
    ]
    assert MOMENTS[name][1] in said
    assert len(page.tree.xpath("//main//form//button")) == is_open
    assert (answer.status_code, factories.LINK in answer.content.decode()) == (
        (200, True) if is_open else (409, False)
    )


def test_join_address_before_its_window_has_what_one_prepares_with(at, announcement_of_today):
    said = at(JOIN, "11:59")

    assert text_of(said.tree.xpath("//dl[@class='facts-list']")[0]).startswith("DateTuesday, May 18, 2021")
    assert said.tree.xpath("//a[@type='text/calendar']/@href") == ["/feeds/en/session/solidarites-7.ics"]
    assert [text_of(row) for row in said.tree.xpath("//ul[@class='channels']/li")] == [
        "English: Canal anglais"
    ]
    assert said.tree.xpath("//p[@class='yours']/@data-start") == ["2021-05-18T13:00:00+02:00"]


def test_answer_says_how_to_choose_the_channel(at, announcement_of_today):
    answer = at(JOIN, "13:10", "post")

    steps = answer.tree.xpath("//ol[@class='steps']/li")
    assert len(steps) == 3
    assert text_of(steps[2]) == "Choose the channel of your language: English: Canal anglais"


@pytest.fixture
def announcement_of_today(session):
    """The session with a channel, which is in the words of its own language only."""
    draft = session.get_latest_revision_as_object()
    draft.channel_rows.create(language="en", name="Canal anglais", locale=session.locale)
    draft.save_revision().publish()
    english = session.get_translations().get(locale__language_code="en").specific
    draft = english.get_latest_revision_as_object()
    draft.channel_rows.create(language="en", name="Canal anglais", locale=english.locale)
    draft.save_revision().publish()


def test_way_in_comes_before_all_else_once_it_is_open(at):
    join, page = at(JOIN, "12:59"), at(PAGE, "12:59")

    (columns,) = join.tree.xpath("//div[@class='columns']")
    (facts,) = page.tree.xpath("//section[@class='facts']")
    assert [each.get("class") for each in columns] == ["text", "facts"]
    assert [each.get("class") for each in facts] == [None, "joining", "facts-list", "facts-list"]
    assert [each.get("class") for each in at(PAGE, "11:59").tree.xpath("//section[@class='facts']/*")] == [
        None, "facts-list", "joining", "facts-list",
    ]  # fmt: skip


def test_join_address_says_in_which_language_its_words_are(client, session):
    factories.translate(session.get_parent().specific, "en")

    pages = [
        html.fromstring(client.get(f"/{language}/join/solidarites-7/").content) for language in ("en", "fr")
    ]

    assert [[text_of(each) for each in page.xpath("//p[@class='fallback']")] for page in pages] == [
        ["[FR]in French Not yet translated: the text is in French."], [],
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_called_off_session_says_so_at_every_moment(at, session, status):
    factories.publish(session, status=status, change_reason="Grève")
    words = {"cancelled": "Cancelled", "postponed": "Postponed"}[status]

    for name in MOMENTS:
        page, join = at(PAGE, name), at(JOIN, name)
        assert [words in main_of(each) for each in (page, join)] == [True, True], name
        assert not join.tree.xpath("//main//form"), name
        assert JOIN not in page.tree.xpath("//main//a/@href"), name


def test_moved_session_says_from_when(at, session):
    factories.publish(session, date=datetime.date(2021, 5, 25))

    with translation.override("en"):
        said = [main_of(at(path, "11:59")) for path in (PAGE, JOIN)]

    assert ["New date: it was planned for Tuesday, May 18, 2021, 13:00" in each for each in said] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("name", "flips"),
    [
        ("11:59", [("2021-05-18T10:00:00+00:00", "The doors are open")]),
        ("12:01", [("2021-05-18T11:00:00+00:00", "Live now")]),
        ("13:10", []),
        ("15:01", []),
    ],
)
def test_page_tells_a_script_what_becomes_true_next(at, name, flips):
    found = at(PAGE, name).tree.xpath("//p[@class='flip'][@role='status']")

    assert [(each.get("data-at"), each.get("data-words")) for each in found] == flips
    assert all(not text_of(each) for each in found)
