"""Whatever is asked, and however it is written: an answer below 500, soon (reliability.md 0.1, T13, F15, F17)."""

import time
from urllib.parse import quote

from django.db import transaction
from django.test import Client

import pytest

pytestmark = pytest.mark.django_db

# As bytes behind percent signs, as a browser or a scanner writes them.
VALUES = {
    "nothing": "",
    "blank": "%20",
    "quotation mark": "%22",
    "apostrophe": "'",
    "NUL": "a%00b",
    "controls": "%01%0b%0c%7f%c2%85",
    "broken UTF-8": "%ff%fe%c3",
    "surrogate": "%ed%a0%80",
    "non-character": "%ef%bf%be%ef%bf%bf",
    "wide": quote("𝒳" * 50),
    "right to left": quote("\u202eabc\u2066"),
    "SQL": "%27%20OR%201%3D1--%20;DROP%20TABLE%20x",
    "percent": "%25%25%25_%5f",
    "operators": quote("NEAR( AND OR NOT * ^ : ( ) - + < > & | ! {a}"),
    "template": quote("{{7*7}}{% debug %}${7*7}<%= 1 %>"),
    "path": "..%2f..%2f..%2fetc%2fpasswd",
    "mark-up": quote("<script>alert(1)</script>"),
    "header": "a%0d%0aSet-Cookie:%20a=b",
    "negative": "-1",
    "huge": "9" * 30,
    "not a number": "NaN",
    "infinite": "1e999",
    "digits of others": quote("١٢٣"),
    "long": "a" * 5000,
    "long words": quote("mot " * 1200),
    "brackets": "(" * 1500,
}
PATHS = [
    "/fr/search/?q={}",
    "/fr/search/?q=musees&page={}",
    "/fr/archive/?year={}",
    "/fr/archive/?language={}&organisation={}&replay={}",
    "/fr/subscribe/?scope={}",
    "/fr/partners/?scope={}&site={}&language={}&accent={}",
    "/fr/organisations/{}/",
    "/fr/join/{}/",
    "/fr/{}/",
    "/fr/solidarites/{}/",
    "/{}/",
    "/s/{}",
    "/feeds/fr/{}/sessions.ics",
    "/feeds/{}/all/news.rss",
    "/feeds/fr/session/{}.ics",
    "/feeds/fr/all/{}",
    "/embed/fr/{}/",
    "/embed/{}/all/?layout={}&theme={}",
    "/oembed?url={}&maxwidth={}&format=json",
    "/oembed?url=https://parvis.example/fr/&maxheight={}",
    "/api/v1/sessions?q={}",
    "/api/v1/sessions?limit={}",
    "/api/v1/sessions?offset={}",
    "/api/v1/sessions?cursor={}&order={}",
    "/api/v1/sessions?from={}&to={}",
    "/api/v1/sessions?lang={}&cycle={}&organisation={}",
    "/api/v1/sessions/{}",
    "/api/v1/changes?cursor={}",
    "/api/v1/drafts/{}",
    "/api/v3-preview/pages/?search={}",
    "/api/v3-preview/pages/?offset={}",
    "/api/v3-preview/pages/?limit={}",
    "/api/v3-preview/pages/?type={}&fields={}&order={}",
    "/api/v3-preview/pages/?slug={}&id={}",
    "/api/v3-preview/pages/?child_of={}",
    "/api/v3-preview/pages/?locale={}&translation_of={}",
    "/api/v3-preview/pages/{}/",
    "/api/v3-preview/images/?search={}",
    "/api/v3-preview/documents/{}/",
    "/documents/{}/a.pdf",
    "/fr/card/{}.png",
    "/media/images/{}",
    "/static/{}",
    "/sitemap.xml?page={}",
    "/admin/login/?next={}",
    "/healthz?{}",
]


@pytest.fixture
def client(session, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Client(raise_request_exception=False)


def wrong_answers(client, path: str) -> dict[str, tuple[int, float]]:
    """Values that gave a 5xx, or took longer than three seconds."""
    wrong = {}
    for name, value in VALUES.items():
        began = time.perf_counter()
        # A statement that fails breaks off no more than its own request.
        with transaction.atomic():
            answer = client.get(path.replace("{}", value))
            transaction.set_rollback(True)
        took = time.perf_counter() - began
        if answer.status_code >= 500 or took > 3:
            wrong[f"{path} {name}"] = (answer.status_code, round(took, 2))
    return wrong


@pytest.mark.parametrize("path", PATHS)
def test_hostile_value_in_an_address_gives_no_5xx_and_is_answered_soon(client, path):
    assert wrong_answers(client, path) == {}


@pytest.mark.postgres
@pytest.mark.slow
def test_hostile_values_are_answered_on_postgresql_too(client):
    """It takes no NUL and no number that is too long for a column, where SQLite takes both."""
    assert [wrong for path in PATHS if (wrong := wrong_answers(client, path))] == []


@pytest.mark.parametrize("path", PATHS)
def test_nothing_that_was_asked_reaches_a_header(client, path):
    answer = client.get(path.replace("{}", VALUES["header"]))

    assert [name for name, value in answer.items() if "Set-Cookie: a" in value or name == "Set-Cookie"] == []


# (method, content type, body): what no form of ours sends.
SENT = [
    *((method, "", b"") for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "X" * 40)),
    ("POST", "application/json", b"{"),
    ("POST", "application/json; charset=nonsense", b"\xff\xfe[]"),
    ("PUT", "application/json", b"[" * 5_000),
    ("POST", "application/x-www-form-urlencoded", b"q=%00&=&%ff=%ff&csrfmiddlewaretoken=" + b"a" * 5_000),
    ("POST", "application/x-www-form-urlencoded; charset=nonsense", b"a=b"),
    ("POST", "multipart/form-data", b"without a boundary"),
    ("POST", "multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="q"; filename="../../a"\r\n\r\n'),
    ("POST", "\x00\xff; =", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
]  # fmt: skip


def test_odd_methods_and_bodies_give_no_5xx_at_any_address(client):
    wrong = {}
    for path in [*(path.replace("{}", "1") for path in PATHS), "/", "/fr/", "/fr/solidarites/seance-7/"]:
        for method, content_type, body in SENT:
            with transaction.atomic():
                answer = client.generic(method, path, body, content_type=content_type)
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                wrong[f"{method} {path} {content_type}"] = answer.status_code

    assert wrong == {}


HEADERS = (
    *("Content-Length", "Content-Type", "Range", "Accept", "Accept-Language", "Accept-Encoding", "Cookie", "Authorization"),
    *("If-None-Match", "If-Modified-Since", "Origin", "Referer", "X-CSRFToken"),
)  # fmt: skip
ODD = ("", "é\xff\x00", "a" * 8_000, "9" * 40, "bytes=0-0,1-2,9-", ";=,;=,q=nan", '"' * 100)


def test_odd_headers_give_no_5xx(client):
    wrong = {}
    for path in (
        "/",
        "/fr/",
        "/feeds/fr/all/sessions.ics",
        "/api/v1/sessions",
        "/api/v3-preview/pages/",
        "/admin/login/",
    ):
        for name in HEADERS:
            for value in ODD:
                status = client.get(path, headers={name: value}).status_code
                if status >= 500:
                    wrong[f"{path} {name}: {value}"] = status

    assert wrong == {}
