"""What editors and subscribers do, through the proxy: published in the admin, fresh in six languages, the same from both web processes."""

import json
import re
import time

import pytest

from tests.factories import LINK
from tests.granian_server import until
from tests.topology.polling import FEEDS, LANGUAGES
from tests.topology.town import NEEDS_TOWN

pytestmark = NEEDS_TOWN

ICS = "/feeds/{}/all/sessions.ics"


def test_what_an_editor_publishes_is_fresh_in_six_languages(editor, visitor):
    """Another title of the origin is a change for everybody: each language says so by SEQUENCE, French shows it."""
    before = {language: visitor.ask(ICS.format(language)) for language in LANGUAGES}
    title = f"Construire autrement {time.time_ns()}"

    status = editor.publish_session_7(title)[0]
    until(lambda: title in visitor.calendar("fr"), seconds=5)
    until(lambda: all(is_newer(visitor.ask(ICS.format(each)), before[each]) for each in LANGUAGES), seconds=5)

    assert status == 302
    for language in LANGUAGES:
        tag = before[language][1]["Etag"]
        status, headers, _body = visitor.ask(ICS.format(language), **{"If-None-Match": tag})
        assert (status, headers["Etag"] == tag) == (200, False)
        assert visitor.ask(ICS.format(language), **{"If-None-Match": headers["Etag"]})[0] == 304


def is_newer(answer, before) -> bool:
    """Whether a calendar has a higher SEQUENCE than before."""
    first, then = (int(re.search(rb"\r\nSEQUENCE:(\d+)", each[2])[1]) for each in (before, answer))
    return then > first


def test_both_web_processes_say_the_same_under_the_same_tag(town):
    """Each with a store of its own."""
    assert [path for path in FEEDS if not town.is_agreed(path)] == []


def test_pages_api_and_embed_are_served(town, visitor):
    for path in (
        "/",
        "/fr/",
        "/he/",
        "/fr/solidarites/",
        "/en/subscribe/",
        "/embed/fi/all/",
        "/embed/fi/all/fragment.html",
    ):
        assert visitor.ask(path)[0] == 200, path
    status, _headers, body = visitor.ask("/api/v1/sessions?lang=en")
    sessions = json.loads(body)

    assert (status, visitor.cookies) == (200, {})
    assert "Building solidarities" in body.decode()
    assert town.proxy.url in json.dumps(sessions)


def test_way_into_a_meeting_is_shown_in_its_window_and_kept_by_nobody(visitor):
    now, long_ago = "/fr/join/solidarites-8/", "/fr/join/solidarites-7/"
    page = visitor.ask(now)
    answers = [visitor.ask(now, method="POST") for _each in range(4)]
    late = visitor.ask(long_ago, method="POST")

    assert (page[0], LINK in page[2].decode()) == (200, False)
    for status, headers, body in answers:
        assert (status, headers["Cache-Control"], LINK in body.decode()) == (200, "no-store", True)
    assert (late[0], LINK in late[2].decode()) == (409, False)


def test_static_files_of_a_page_are_there(visitor):
    page = visitor.ask("/fr/")[2].decode()
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))

    assert files
    assert {visitor.ask(path)[0] for path in files} == {200}


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/metrics?x", "//metrics", "/readyz/"])
def test_what_is_for_operators_is_closed_outside(visitor, path):
    assert visitor.ask(path)[0] in {301, 404}
    assert visitor.ask(path.rstrip("/").replace("//", "/"))[0] == 404


def test_documents_are_no_media(town, visitor):
    """A document may be closed to the public: its own address knows to whom."""
    folder = town.folder / "files" / "media" / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "minutes.pdf").write_bytes(b"%PDF-1.4 secret")
    images = town.folder / "files" / "media" / "images"
    images.mkdir(parents=True, exist_ok=True)
    (images / "seen.png").write_bytes(b"\x89PNG")

    assert visitor.ask("/media/images/seen.png")[2] == b"\x89PNG"
    for path in (
        "/media/documents/minutes.pdf",
        "/media/images/../documents/minutes.pdf",
        "/media//documents/minutes.pdf",
        "/media/images/%2e%2e/documents/minutes.pdf",
    ):
        status, _headers, body = visitor.ask(path)
        assert (status, b"secret" in body) == (404, False), path


def test_foreign_host_learns_nothing(town):
    with pytest.raises(OSError, match=r"UNRECOGNIZED_NAME|unrecognized name"):
        town.proxy.connect(name="evil.example").connect()
    status, headers, body = town.visitor().ask("/fr/", Host="evil.example")

    assert (status, b"evil" in body, "Location" in headers) == (421, False, False)


def test_where_a_client_says_that_it_comes_from_is_not_believed(town):
    """Ten wrong passwords from one network are the end of it, whatever its headers say; another network goes on."""
    guesser, other = town.visitor("127.0.0.2"), town.visitor("127.0.0.3")
    form = {"username": "nobody", "password": "wrong", "next": "/admin/"}
    statuses = []
    for number in range(11):
        claimed = f"203.0.113.{number}"
        headers = {"X-Forwarded-For": claimed, "Forwarded": f"for={claimed}", "X-Real-IP": claimed}
        statuses.append(guesser.send("/admin/login/", form, **headers)[0])

    assert (statuses[0], statuses[-1]) == (200, 429)
    assert other.send("/admin/login/", form)[0] == 200
