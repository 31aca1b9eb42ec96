"""The join address: what leads into the meeting stands in one answer only, while the window is open."""

import datetime

from django.test import Client

import pytest
import time_machine
from lxml import html

from tests import factories
from tests.events.announced import CLOSES, DAY_BEFORE, ENDS, OPENS, SECRETS, STARTS

pytestmark = pytest.mark.django_db
JOIN = "/en/join/solidarites-7/"
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def ask(client):
    """Sends a request to the join address at a moment."""

    def send(method: str = "get", *, at: datetime.datetime = STARTS, path: str = JOIN):
        with time_machine.travel(at, tick=False):
            response = getattr(client, method)(path)
        response.tree = html.fromstring(response.content)
        return response

    return send


def secrets_in(response) -> list[str]:
    return [secret for secret in SECRETS if secret in response.content.decode()]


SHOWN = [factories.LINK, "planted-token", "811 7485 4920", "81174854920", "314159"]


@pytest.mark.parametrize("at", [OPENS, STARTS, ENDS, CLOSES - SECOND])
def test_answer_inside_the_window_shows_the_way_in(ask, session, at):
    response = ask("post", at=at)

    assert (response.status_code, secrets_in(response)) == (200, SHOWN)
    assert response.tree.xpath("//dl[@class='details']//a/@href") == [factories.LINK]
    assert response.tree.xpath("//dl[@class='details']//a/@rel") == ["noreferrer"]


def test_who_is_shown_the_way_in_is_told_that_another_service_gets_what_they_give_it(ask, session):
    told = "//dl[@class='details']/following-sibling::p[1]"

    assert "another service" in ask("post").tree.xpath(f"string({told})")
    factories.publish(session, disclosure="public")
    assert "another service" in ask().tree.xpath(f"string({told})")


def test_answer_is_never_stored_indexed_or_referred_from(ask, session):
    response = ask("post")

    assert response["Cache-Control"] == "no-store"
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert not response.cookies


@pytest.mark.parametrize("at", [DAY_BEFORE, OPENS - SECOND, CLOSES, CLOSES + datetime.timedelta(days=400)])
def test_answer_outside_the_window_is_a_conflict_without_details(ask, session, at):
    response = ask("post", at=at)

    assert (response.status_code, secrets_in(response), response["Cache-Control"]) == (409, [], "no-store")


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
@pytest.mark.parametrize("rule", ["public", "window"])
def test_session_that_was_called_off_leads_nowhere(ask, session, status, rule):
    factories.publish(session, status=status, disclosure=rule)

    answers = [ask("post"), ask("get")]

    assert [answer.status_code for answer in answers] == [409, 200]
    assert [secrets_in(answer) for answer in answers] == [[], []]
    assert ask("get").tree.xpath("//form") == []


def test_nobody_is_shown_what_the_editor_keeps_back(ask, session):
    factories.publish(session, disclosure="nobody")

    answers = [ask("post"), ask("get")]

    assert [(answer.status_code, secrets_in(answer)) for answer in answers] == [(409, []), (200, [])]


@pytest.mark.parametrize("at", [DAY_BEFORE, OPENS - SECOND, OPENS, STARTS, ENDS, CLOSES])
def test_page_never_holds_what_only_the_answer_may(ask, session, at):
    assert secrets_in(ask(at=at)) == []


@pytest.mark.parametrize(("at", "shown"), [(DAY_BEFORE, SHOWN), (CLOSES - SECOND, SHOWN), (CLOSES, [])])
def test_page_of_a_public_session_shows_the_way_in_until_the_window_closes(ask, session, at, shown):
    factories.publish(session, disclosure="public")

    assert secrets_in(ask(at=at)) == shown


def test_rule_of_the_cycle_holds_where_the_session_has_none(ask, session):
    factories.publish(session.get_parent().specific, disclosure="public")

    assert secrets_in(ask(at=DAY_BEFORE)) == SHOWN


@pytest.mark.parametrize(
    ("at", "forms"), [(OPENS - SECOND, 0), (OPENS, 1), (CLOSES - SECOND, 1), (CLOSES, 0)]
)
def test_button_stands_on_the_page_while_the_window_is_open(ask, session, at, forms):
    found = ask(at=at).tree.xpath("//form[@method='post']")

    assert [form.get("action") for form in found] == [JOIN] * forms
    assert all(not form.xpath(".//input") for form in found)


@pytest.mark.parametrize("at", [DAY_BEFORE, STARTS])
def test_page_of_a_public_session_needs_no_button_and_promises_no_other_page(ask, session, at):
    factories.publish(session, disclosure="public")
    page = ask(at=at).tree

    assert page.xpath("//main//form") == []
    assert len(page.xpath("//main//a[contains(@class, 'primary')]")) == 1
    assert "opens here" not in page.text_content()
    assert "come with the next page" not in page.text_content()
    assert "do not pass it on" not in ask("post").tree.text_content()


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_page_of_a_session_that_is_off_says_what_was_planned(ask, session, status):
    factories.publish(session, status=status)
    facts = ask().tree.xpath("//dl[contains(@class, 'off')]")[0]

    assert facts.xpath("string(.//dt)") == "Was planned for"
    assert facts.xpath(".//*[@class='elsewhere' or @class='yours']") == []


def test_languages_without_words_are_marked(ask, session):
    factories.translate(session.get_parent().specific, "he")
    factories.translate(session, "he")
    links = ask(path="/he/join/solidarites-7/").tree.xpath("//nav[@class='languages']//a")

    words = {link.get("lang"): link.get("hreflang") for link in links}
    assert words == {"fr": "fr", "he": "he"} | dict.fromkeys(("en", "es", "el", "fi"), "fr")
    assert [len(link.xpath(".//*[@class='mark']")) for link in links] == [0, 1, 1, 1, 0, 1]


def test_page_before_the_window_says_when_it_opens(ask, session):
    response = ask(at=DAY_BEFORE)

    assert "The way in opens here on Tuesday, May 18, 2021 at 12:00, Paris time." in response.content.decode()


@pytest.mark.parametrize(
    ("at", "max_age"),
    [(DAY_BEFORE, 60), (OPENS - datetime.timedelta(seconds=9), 9), (CLOSES - 7 * SECOND, 7)],
)
def test_page_is_kept_until_the_window_changes(ask, session, at, max_age):
    response = ask(at=at)

    assert response["Cache-Control"] == f"public, max-age={max_age}"
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert not response.cookies


def test_page_after_the_session_leads_to_the_replay(ask, session):
    factories.publish(session, replay="https://video.example/7")

    assert "https://video.example/7" in ask(at=CLOSES).tree.xpath("//main//a/@href")


def test_address_works_in_every_language_in_fallback_words(ask, session):
    addresses = [f"/{language}/join/solidarites-7/" for language in ("fr", "en", "es", "el", "he", "fi")]

    found = [ask(path=address).tree for address in addresses]

    assert [page.get("lang") for page in found] == ["fr", "en", "es", "el", "he", "fi"]
    assert {page.xpath("string(//h1)") for page in found} == {"Construire des solidarités"}
    assert ask("post", path="/he/join/solidarites-7/").status_code == 200


def test_address_works_for_a_session_that_only_a_translation_has_published(ask, session):
    factories.translate(session, "he")
    session.unpublish()

    assert ask("post").status_code == 200


@pytest.mark.parametrize("path", ["/en/join/nope/", "/de/join/solidarites-7/", "/join/solidarites-7/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_unknown_code_or_language_is_not_found(ask, session, path, method):
    assert ask(method, path=path).status_code == 404


def test_draft_is_not_found(ask, cycle):
    factories.make_session(cycle, live=False)

    assert ask().status_code == 404


def test_changed_link_is_what_the_answer_leads_to_in_every_language(ask, session):
    factories.translate(session, "he")

    factories.publish(session, link=factories.OTHER_LINK)

    answers = [ask("post", path=f"/{language}/join/solidarites-7/") for language in ("fr", "he", "fi")]
    links = [answer.tree.xpath("//dl[@class='details']//a/@href") for answer in answers]
    assert links == [[factories.OTHER_LINK]] * 3


def test_session_without_a_link_yet_says_so(ask, session):
    factories.publish(session, link="", meeting_id="", passcode="")

    response = ask()

    assert response.tree.xpath("//form") == []
    assert "The organisers have not given the meeting link yet." in response.content.decode()
    assert ask("post").status_code == 409


def test_forged_request_from_another_site_needs_no_cookie(session):
    client = Client(enforce_csrf_checks=True)

    with time_machine.travel(STARTS, tick=False):
        response = client.post(JOIN, headers={"origin": "https://elsewhere.example"})

    assert (response.status_code, dict(response.cookies)) == (200, {})


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(ask, client, session, method):
    assert getattr(client, method)(JOIN).status_code == 405
