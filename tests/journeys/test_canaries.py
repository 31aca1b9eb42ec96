"""A meeting's link, ID and passcode are nowhere but where its rule puts them: through every outlet, language, format, log and
store, before, during and after the window (design.md 2, reliability.md T1).
"""

import datetime
import json
import logging
import pickle
import re
import stat
from io import BytesIO
from zipfile import ZipFile

from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

import pytest
import time_machine
from wagtail_localize.models import Translation

from cms import page_cache
from cms.observing.logs import CONSOLE, JSON, make_formatter
from events import join
from events.standby.making import make_answers
from feeds import fastpath
from feeds.memory import Memory
from tests import factories
from tests.events.announced import CLOSES, DAY_BEFORE, ENDS, OPENS, STARTS
from tests.feeds.fast_server import Server
from tests.feeds.happenings import look
from tests.feeds.world import LANGUAGES
from tests.journeys.looking import stored
from tests.journeys.planted import CODE, HOST, SECRETS, files, public_addresses, sings, tables

pytestmark = [pytest.mark.django_db, pytest.mark.facts]

WEEK = datetime.timedelta(days=7)
SECOND = datetime.timedelta(seconds=1)
MOMENTS = {
    "a week before": DAY_BEFORE - WEEK,
    "before": OPENS - SECOND,
    "open": OPENS,
    "live": STARTS,
    "ended": ENDS,
    "just after": CLOSES,
    "a week after": CLOSES + WEEK,
}
# Pages of the session in every language, its own or standing in for one, and its join pages.
OF_THE_SESSION = re.compile(
    rf"/[a-z]{{2}}/(?:[^/]+/(?:seance-7|sesion-siete|building-solidarities)|join/{CODE})/"
)


@pytest.fixture
def standby(settings, tmp_path):
    """The folder of what is made ahead."""
    settings.PARVIS = settings.PARVIS | {"STANDBY_DIR": str(tmp_path / "standby")}
    return tmp_path / "standby"


@pytest.fixture
def memories(monkeypatch):
    """What web processes that begin from now on remember of pages and of feeds."""
    noted = []

    class NotedMemory(Memory):
        def __init__(self, **named):
            super().__init__(**named)
            noted.append(self)

    for module in (page_cache, fastpath):
        monkeypatch.setattr(module, "Memory", NotedMemory)
    return lambda: [value for memory in noted for _size, value in memory._known[1].values()]


@pytest.fixture
def server(as_it_runs, memories, on_own_connection):
    """A web process: feeds from memory in front of Django, with all its middleware."""
    return Server()


@pytest.fixture
def planted(group, desk, as_it_runs):
    """Gives a function that plants the canaries in the session's form, under a rule, as an editor does."""

    def plant(rule: str):
        with time_machine.travel(DAY_BEFORE - 2 * WEEK, tick=False):
            desk.edit(group.fr, disclosure=rule, **SECRETS)
            look()
            call_command("update_index", verbosity=0)
        return stored(group.fr)

    return plant


def found_at(moment: datetime.datetime, server: Server) -> tuple[set[str], set[str]]:
    """The addresses that told a canary, and all that were asked."""
    with time_machine.travel(moment, tick=False):
        call_command("tick", verbosity=0)
        addresses = public_addresses(server)
    return {path for path, told in addresses.items() if sings(told)}, set(addresses)


def answers_at(moment: datetime.datetime) -> dict[str, bool]:
    """Whether the answer to the join page's button tells them, by language."""
    with time_machine.travel(moment, tick=False):
        return {code: sings(Client().post(f"/{code}/join/{CODE}/").content) for code in LANGUAGES}


# The whole site is read each time: the audit does it for every rule and moment.
OFTEN = {("window", "live"), ("public", "before")}
ASKED = [
    pytest.param(rule, moment, marks=[] if (rule, moment) in OFTEN else pytest.mark.slow)
    for rule in ("public", "window", "nobody")
    for moment in ("before", "live", "just after")
]


@pytest.mark.parametrize(("rule", "moment"), ASKED)
def test_no_address_tells_them_but_what_the_rule_allows(planted, server, memories, rule, moment):
    planted(rule)

    told, asked = found_at(MOMENTS[moment], server)

    allowed = {path for path in asked if OF_THE_SESSION.fullmatch(path)} if rule == "public" else set()
    assert len(asked) > 300
    assert told == (allowed if moment != "just after" else set())
    assert len(memories()) > 200
    assert told or not sings(repr(memories()))


@pytest.mark.parametrize(
    ("rule", "moments"),
    [
        # Before the window the button's answer is the page, which a public session tells them on.
        ("public", {*MOMENTS} - {"just after", "a week after"}),
        ("window", {"open", "live", "ended"}),
        ("nobody", set()),
    ],
)
def test_answer_to_the_button_tells_them_when_the_rule_allows(planted, rule, moments):
    planted(rule)

    told = {name: answers_at(moment) for name, moment in MOMENTS.items()}
    assert told == {name: dict.fromkeys(LANGUAGES, name in moments) for name in MOMENTS}


@pytest.mark.slow
@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_session_that_does_not_take_place_tells_nobody(planted, server, status):
    page = planted("public")
    with time_machine.travel(DAY_BEFORE, tick=False):
        factories.publish(page, status=status, change_reason="Grève")

    assert found_at(STARTS, server)[0] == set()
    assert answers_at(STARTS) == dict.fromkeys(LANGUAGES, False)


@pytest.mark.slow
def test_new_link_is_told_at_once_and_the_old_one_nowhere(planted, server, desk):
    page = planted("public")
    with time_machine.travel(STARTS, tick=False):
        desk.edit(page, link="https://zoom.example/j/88800001111", meeting_id="88800001111", passcode="new")

        answer = Client().post(f"/he/join/{CODE}/").content.decode()

    assert (found_at(STARTS, server)[0], "88800001111" in answer) == (set(), True)


def test_new_link_takes_the_place_of_the_old_one_in_memory_and_in_what_was_made_ahead(
    planted, server, memories, standby, desk
):
    """In the minute in which it is changed, without anything that tick does."""
    page = planted("public")
    paths = [
        *(each.get_url() for each in page.group() if each.live),
        *(f"/{code}/join/{CODE}/" for code in LANGUAGES),
        *(f"/feeds/{code}/all/sessions.{kind}" for code in LANGUAGES for kind in ("ics", "atom")),
    ]
    with time_machine.travel(STARTS, tick=False):
        make_answers(STARTS)
        before = told_of(paths, server)
        desk.edit(page, link="https://zoom.example/j/88800001111", meeting_id="88800001111", passcode="new")
        after = told_of(paths, server)

    assert (len(before), after) == (3 + len(LANGUAGES), set())
    assert not sings(repr(memories()))
    assert [path.name for path, is_told in files(standby).items() if is_told] == []


def told_of(paths, server) -> set[str]:
    """Those that tell a canary, when they are asked for the first time or again."""
    answers = [(path, server.ask(path, host=HOST)[0]) for path in (*paths, *paths)]
    return {path for path, (_status, _headers, body) in answers if sings(body)}


def test_they_are_stored_in_the_page_its_revisions_and_answers_made_ahead_only(
    planted, server, standby, settings
):
    planted("window")
    with time_machine.travel(STARTS, tick=False):
        call_command("tick", verbosity=0)
        public_addresses(server)

    assert tables() == {"parvis_events_sessionpage", "wagtailcore_revision"}
    kept = files(settings.PARVIS["STORE_DIR"], settings.MEDIA_ROOT)
    assert len(kept) > 30
    assert [str(path) for path, is_told in kept.items() if is_told] == []
    assert sings(repr([pickle.dumps(value) for value in cache._cache.values()])) is False
    ahead = [path for path, is_told in files(standby).items() if is_told]
    assert {(answer["path"], answer["method"]) for answer in map(read_json, ahead)} == {
        (f"/{code}/join/{CODE}/", "POST") for code in LANGUAGES
    }
    assert (len(ahead), stat.S_IMODE(standby.stat().st_mode)) == (len(LANGUAGES), 0o700)


def read_json(path):
    return json.loads(path.read_text())


def test_what_editors_take_out_of_the_admin_holds_the_join_address_only(planted, group, desk):
    planted("public")
    translation = Translation.objects.get(
        source__object_id=group.en.translation_key, target_locale=group.en.locale
    )
    announcing = [
        reverse(f"announcing:{name}", args=[group.fr.pk, code])
        for name in ("mail", "mail_download", "poster")
        for code in ("fr", "en")
    ]
    exports = [f"{reverse('programme:list')}?export={kind}" for kind in ("csv", "xlsx")]
    others = [
        reverse("announcing:announcement", args=[group.fr.pk]),
        reverse("wagtail_localize:download_pofile", args=[translation.pk]),
        f"{reverse('wagtailadmin_reports:site_history')}?export=csv",
        reverse("board:report"),
    ]

    with time_machine.travel(STARTS, tick=False):
        told = {path: body_of(desk.client.get(path)) for path in (*announcing, *exports, *others)}

    assert [path for path, body in told.items() if sings(body)] == []
    assert [path for path in announcing if CODE.encode() not in told[path] and "poster" not in path] == []


def body_of(answer) -> bytes:
    """What came, unpacked where it is a spreadsheet."""
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with ZipFile(BytesIO(body)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return body


def test_they_are_in_no_log_and_in_no_report_of_an_error(planted, caplog, monkeypatch):
    with caplog.at_level(logging.DEBUG):
        planted("public")
        answers_at(STARTS)
        monkeypatch.setattr(join, "_sealed", lambda response, view, is_answer: 1 / 0)
        with time_machine.travel(STARTS, tick=False):
            page = Client(raise_request_exception=False).post(f"/fr/join/{CODE}/")

    # Statements of the database are logged with DEBUG only, which production refuses.
    said = [record for record in caplog.records if not record.name.startswith("django.db")]
    formatted = [logging.Formatter().format(record) for record in said]
    assert (page.status_code, sings(page.content)) == (500, False)
    assert any("division by zero" in text for text in formatted)
    assert [text for text in formatted if sings(text)] == []
    assert [message for message in mail.outbox if sings(message.message().as_string())] == []


@pytest.mark.parametrize("form", [JSON, CONSOLE])
def test_they_are_in_no_line_of_an_error_that_quotes_them(planted, caplog, monkeypatch, form):
    def fail(*_arguments, **_named):
        raise ValueError(
            "Failing row: {link} meeting_id={meeting_id}, 'passcode': '{passcode}'".format(**SECRETS)
        )

    planted("window")
    monkeypatch.setattr(join, "_sealed", fail)
    with time_machine.travel(STARTS, tick=False), caplog.at_level(logging.INFO):
        Client(raise_request_exception=False).post(f"/fr/join/{CODE}/?pwd=canarytoken")

    formatter = make_formatter(form)
    lines = [formatter.format(record) for record in caplog.records]
    assert any("Failing row" in line for line in lines)
    assert any("answered" in line for line in lines)
    assert [line for line in lines if sings(line)] == []
