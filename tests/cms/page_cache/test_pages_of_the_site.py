"""Pages from memory: the same as rendered, for as long as they are true, for those who are not logged in."""

import datetime
import gzip

from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import PageViewRestriction

import brotli
import pytest

from cms import page_cache
from events.models import HomePage
from tests import factories
from tests.cms.page_cache.asking import JOIN, PAGE, queries
from tests.events.announced import OPENS, STARTS

pytestmark = pytest.mark.django_db

SESSIONS = "/api/v3-preview/pages/?type=parvis_events.SessionPage&limit=20"


def tag_of(client, path: str = PAGE) -> str:
    return client.get(path)["ETag"]


def publish(django_capture_on_commit_callbacks, page, **fields):
    with django_capture_on_commit_callbacks(execute=True):
        return factories.publish(page, **fields)


@pytest.mark.parametrize("path", ["/fr/", "/he/", "/fr/solidarites/", PAGE, JOIN])
def test_page_is_the_same_from_memory_and_costs_no_query(client, session, path):
    first = client.get(path)

    with CaptureQueriesContext(connection) as found:
        again = client.get(path)

    assert (len(found), again.status_code, again.content) == (0, 200, first.content)
    assert dict(again.headers) == dict(first.headers)


def test_page_is_not_sent_again_to_whoever_has_it(client, session, moment):
    client.get(PAGE)
    moment.shift(1)
    first = client.get(PAGE)

    by_tag = client.get(PAGE, headers={"If-None-Match": f'"other", {first["ETag"]}'})
    by_date = client.get(PAGE, headers={"If-Modified-Since": first["Last-Modified"]})
    by_other_tag = client.get(
        PAGE, headers={"If-None-Match": '"other"', "If-Modified-Since": first["Last-Modified"]}
    )

    assert [(each.status_code, len(each.content)) for each in (by_tag, by_date)] == [(304, 0), (304, 0)]
    assert (by_other_tag.status_code, by_other_tag.content) == (200, first.content)
    assert (by_tag["ETag"], by_tag["Cache-Control"]) == (first["ETag"], first["Cache-Control"])


def test_page_is_kept_for_the_rest_of_its_minute(client, session, moment):
    first = client.get(PAGE)
    moment.shift(20)
    later = client.get(PAGE)
    moment.shift(40)

    assert [each["Cache-Control"] for each in (first, later)] == ["public, max-age=60", "public, max-age=40"]
    assert queries(client, PAGE) > 0


def test_date_is_said_when_no_other_page_can_have_it(client, session, moment):
    seen = [client.get(PAGE).get("Last-Modified")]
    for seconds in (0.5, 0.5, 60):
        moment.shift(seconds)
        seen.append(client.get(PAGE).get("Last-Modified"))

    assert seen == [None, None, "Mon, 17 May 2021 10:00:01 GMT", "Mon, 17 May 2021 10:00:01 GMT"]


def test_page_is_never_older_than_the_next_change_of_state(client, session, moment):
    moment.move_to(STARTS - datetime.timedelta(seconds=10))
    before = client.get(PAGE)
    moment.shift(5)
    dated = client.get(PAGE)
    moment.shift(5)
    after = client.get(PAGE, headers={"If-Modified-Since": dated["Last-Modified"]})

    assert before["Cache-Control"] == "public, max-age=10"
    assert dated.content == before.content
    assert (after.status_code, after.content == before.content) == (200, False)


def test_page_is_rendered_anew_when_the_clock_was_set_back(client, session, moment):
    client.get(PAGE)
    moment.shift(-3600)

    assert queries(client, PAGE) > 0


def test_what_is_published_is_seen_at_once(client, session, django_capture_on_commit_callbacks):
    before = client.get(PAGE)

    publish(django_capture_on_commit_callbacks, session, title="Autrement")
    after = client.get(PAGE, headers={"If-None-Match": before["ETag"]})

    assert (after.status_code, "Autrement" in after.content.decode()) == (200, True)


def test_page_that_becomes_private_is_not_in_memory(client, session, django_capture_on_commit_callbacks):
    client.get(PAGE)

    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=session, restriction_type=PageViewRestriction.LOGIN)

    assert client.get(PAGE).status_code == 302


def test_page_of_any_kind_is_forgotten_when_it_is_unpublished(
    client, session, django_capture_on_commit_callbacks
):
    client.get("/fi/")

    with django_capture_on_commit_callbacks(execute=True):
        HomePage.objects.get(locale__language_code="fi").unpublish()

    assert client.get("/fi/").status_code != 200


def test_whoever_is_logged_in_is_answered_by_the_site(client, session):
    client.get(PAGE)
    client.force_login(factories.make_admin())

    assert queries(client, PAGE) > 0
    assert not client.get(PAGE).has_header("ETag")


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/s/solidarites-7", "/fr/nichts/", "/healthz"])
def test_other_addresses_are_not_remembered(client, session, path):
    first = queries(client, path)

    assert (queries(client, path), client.get(path).has_header("ETag")) == (first, False)


def test_head_is_answered_from_memory_and_remembers_nothing(client, session):
    before = client.head(PAGE)
    first = client.get(PAGE)
    with CaptureQueriesContext(connection) as found:
        after = client.head(PAGE)

    assert (before.has_header("ETag"), after["ETag"], after.content, len(found)) == (
        False,
        first["ETag"],
        b"",
        0,
    )


def test_list_of_the_api_is_answered_from_memory(client, session):
    first = client.get(SESSIONS, headers={"Accept-Language": "he"})
    with CaptureQueriesContext(connection) as found:
        again = client.get(SESSIONS, headers={"Accept-Language": "fi"})
    known = client.get(SESSIONS, headers={"If-None-Match": first["ETag"]})

    assert (len(found), again.content, known.status_code) == (0, first.content, 304)
    assert (first["Cache-Control"], first["Content-Language"]) == ("public, max-age=60", "fr")
    assert first["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [("gzip, deflate, br, zstd", "br", brotli.decompress), ("gzip;q=0.5", "gzip", gzip.decompress)],
)
@pytest.mark.parametrize("path", [PAGE, "/api/v1/sessions", "/embed/fr/all/"])
def test_page_is_compressed_for_whoever_reads_it_so(client, session, moment, path, accepted, coding, unpack):
    client.get(path)
    moment.shift(1)
    plain, packed = client.get(path), client.get(path, headers={"Accept-Encoding": accepted})

    known = {"Accept-Encoding": accepted, "If-None-Match": packed["ETag"]}
    same = client.get(path, headers=known)
    bare = client.head(path, headers={"Accept-Encoding": accepted})

    assert unpack(packed.content) == plain.content
    assert (packed["Content-Encoding"], packed["ETag"]) == (coding, f"W/{plain['ETag']}")
    assert dict(bare.items()) == dict(packed.items()) | {"Content-Length": str(len(packed.content))}
    assert (same.status_code, same["ETag"], same.has_header("Content-Encoding")) == (
        304,
        packed["ETag"],
        False,
    )
    assert {each["Vary"] for each in (plain, packed, same)} == {"Accept-Encoding"}


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0, br;q=0", "zstd"])
def test_page_is_plain_for_everybody_else(client, session, accepted):
    page = client.get(PAGE, headers={"Accept-Encoding": accepted})

    assert (page.has_header("Content-Encoding"), page["ETag"][0]) == (False, '"')


def test_api_knows_who_has_its_compressed_answer(client, session, moment):
    """The tag of the compressed answer is one that the view knows: it makes nothing again."""
    packed = client.get("/api/v1/sessions", headers={"Accept-Encoding": "br"})
    moment.shift(60)

    known = {"Accept-Encoding": "br", "If-None-Match": packed["ETag"]}
    with CaptureQueriesContext(connection) as found:
        same = client.get("/api/v1/sessions", headers=known)

    assert (same.status_code, same["Vary"], len(found)) == (304, "Accept-Encoding", 1)


def test_api_answers_whoever_shows_a_token_by_itself(client, session):
    client.get(SESSIONS)

    answer = client.get(SESSIONS, headers={"Authorization": "Bearer none"})

    assert not answer.has_header("ETag")


def test_error_of_the_api_is_not_remembered(client, session):
    answer = client.get("/api/v3-preview/pages/?limit=x")

    assert (answer.status_code, answer.has_header("ETag"), answer.has_header("Cache-Control")) == (
        422,
        False,
        False,
    )


def test_button_of_the_join_page_is_never_remembered(client, session, moment):
    moment.move_to(OPENS)
    answers = [client.post(JOIN) for _twice in range(2)]

    assert [(each.status_code, each["Cache-Control"], each.has_header("ETag")) for each in answers] == [
        (200, "no-store", False)
    ] * 2
    assert session.link not in client.get(JOIN).content.decode()


def test_unknown_host_is_refused(client, session):
    assert client.get(PAGE).status_code == 200

    answers = [client.get(PAGE, headers={"host": "elsewhere.example"}) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [400, 400]


def test_without_a_folder_for_the_generation_nothing_is_remembered(client, session, monkeypatch):
    monkeypatch.setattr(page_cache, "shared_generation", lambda: None)

    assert not client.get(PAGE).has_header("ETag")


def test_closed_site_gives_no_page_from_memory(client, session, settings, tmp_path):
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    statuses = [client.get(PAGE).status_code]
    settings.MAINTENANCE_FILE.touch()
    statuses += [client.get(path).status_code for path in (PAGE, "/api/v1/sessions", JOIN)]
    settings.MAINTENANCE_FILE.unlink()

    assert [*statuses, client.get(PAGE).status_code] == [200, 503, 503, 200, 200]


@pytest.mark.parametrize("path", ["/api/v1/sessions", "/embed/fr/all/", PAGE])
def test_short_answer_says_all_that_the_whole_one_says(client, session, moment, path):
    client.get(path)
    moment.shift(1)
    whole = client.get(path)

    same = client.get(path, headers={"If-None-Match": whole["ETag"]})
    failed = client.get(path, headers={"If-Match": '"other"'})

    assert [each.status_code for each in (whole, same, failed)] == [200, 304, 412]
    said = {name: value for name, value in whole.items() if name not in page_cache.ABOUT_THE_BODY}
    assert dict(same.items()) == said
    assert said.items() <= dict(failed.items()).items()


def test_page_that_is_asked_for_with_a_condition_is_remembered(client, session):
    known = {"If-None-Match": tag_of(client)}
    page_cache.bump()

    assert client.get(PAGE, headers=known).status_code == 304
    assert queries(client, PAGE) == 0
