"""What should never have been typed, in every text field at once: every feed of every format stays valid and complete."""

import json
import re

from django.core.exceptions import ValidationError
from django.db import DataError, models
from django.test import Client

from wagtail.models import Page

import feedparser
import icalendar
import pytest
from ical.calendar_stream import IcsCalendarStream
from lxml.html import fragments_fromstring

from events.models import (
    CyclePage,
    HomePage,
    NewsOrganisation,
    NewsPage,
    Organisation,
    OrganisationName,
    Person,
    PersonName,
    SessionOrganisation,
    SessionPage,
    SessionPerson,
    SessionPhoto,
    SessionQuestion,
)
from tests import factories
from tests.feeds.renderers.reading import NAMESPACES, parse_strictly
from tests.feeds.renderers.reading_ical import assert_well_formed
from tests.feeds.world import feed_paths, make_image, read_all
from tests.form_values import form_values

pytestmark = pytest.mark.django_db

HOSTILE = {
    "controls": "a\x01\x08\x0b\x0c\x1b\x1f\x7f\x9fb",
    "line breaks": "a\r\nX-EVIL:1\rX-EVIL:2\nX-EVIL:3\n\n\nb",
    "unicode line breaks": "a\u2028X-EVIL:1\u2029X-EVIL:2\x85X-EVIL:3",
    "calendar": "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\\,;:\\n",
    "cdata": "a]]>b<![CDATA[c]]>",
    "markup": "a<b>b</b><script>alert(1)</script></title></item>&amp;&#0;&bogus;",
    "active": '<img src="x" onerror="alert(1)"><a href="javascript:alert(1)">b</a><a href="data:text/html,x" onclick="x()">c</a>'
    '<iframe src="https://evil.example"></iframe><svg><script>alert(1)</script></svg><form action="https://evil.example">',
    "quotes": "a\"b'c`d^ne\\\\f",
    "nul": "a\x00b",
    "lone surrogates": "a\ud800b\udfffc\udc80",
    "bidi": "a\u202eb\u2066c\u2069d\u200f",
    "non-characters": "a\ufffeb\uffffc\U0001ffffd\ufdd0",
    "byte order mark": "\ufeffa\ufeffb",
    "emoji": "a😀👩\u200d👩\u200d👧\u200d👦🇫🇷👍🏽" * 3,
    "marks": "a" + "\u0301" * 80,
    "formats": "a%s%(title)s{0}{title}%%",
    "spaces": "\u00a0\u2003\ta\t\t\u200b \u3000b",
    "only controls": "\x00\x1b\u202e",
    "formula": '=HYPERLINK("https://evil.example";"a")',
}
# Columns that hold words, by model. The others below are names, addresses and choices with a form of their own.
WORDS = {
    SessionPage: ["title", "introduction", "body", "poster_alt", "poster_credit", "change_reason", "minutes", "transcript", "platform",
                  "seo_title", "search_description"],
    CyclePage: ["title", "introduction", "kind", "initiative", "funding", "seo_title", "search_description"],
    HomePage: ["title", "introduction", "seo_title", "search_description"],
    NewsPage: ["title", "summary", "body", "image_alt", "image_credit", "seo_title", "search_description"],
    Organisation: ["name_original", "name_latin"],
    OrganisationName: ["name"],
    Person: ["name_original", "name_latin"],
    PersonName: ["name", "role_title"],
    SessionQuestion: ["text"],
    SessionPhoto: ["caption", "alt", "credit"],
}  # fmt: skip
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
CONTENT = f"{{{NAMESPACES['content']}}}encoded"
SAFE_ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
NO_WORDS = {
    "path", "url_path", "slug", "draft_title", "code", "timezone", "default_timezone", "status", "disclosure", "link", "meeting_id",
    "passcode", "replay", "website", "contact_email", "country", "language", "script_language", "content_digest",
}  # fmt: skip


def text_columns(model: type[models.Model]) -> set[str]:
    columns = (
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    )
    return {field.name for field in columns}


@pytest.mark.parametrize("model", WORDS, ids=lambda model: model.__name__)
def test_every_text_field_is_tried_here(model):
    assert text_columns(model) - NO_WORDS == set(WORDS[model])


def filled(model: type[models.Model], text: str) -> dict[str, str]:
    """The hostile text in every column of words, as much as fits; what is required keeps something visible."""
    required = {"title": "Titre", "name_original": "Nom", "name": "Nom", "text": "Qui ?"}
    whole = {name: f"{required.get(name, '')}{text}" for name in WORDS[model]}
    return {name: value[: model._meta.get_field(name).max_length] for name, value in whole.items()}


def publish_everywhere(session: SessionPage, text: str) -> None:
    """Every page, snippet and row that a feed reads, with the text in every field."""
    cycle = session.get_parent().specific
    home = cycle.get_parent().specific
    organisation = Organisation(code="hostile", **filled(Organisation, text))
    organisation.names = [OrganisationName(language="fr", **filled(OrganisationName, text))]
    organisation.save()
    person = Person(**filled(Person, text))
    person.names = [PersonName(language="fr", **filled(PersonName, text))]
    person.save()
    image = make_image()
    for page in (home, cycle):
        factories.publish(page, **filled(type(page), text))
    factories.publish(
        session,
        organisation_rows=[
            SessionOrganisation(organisation=organisation, role=role) for role in ("organiser", "participant")
        ],
        person_rows=[SessionPerson(person=person, role=role) for role in ("speaker", "moderator")],
        question_rows=[SessionQuestion(locale=session.locale, **filled(SessionQuestion, text))],
        photo_rows=[SessionPhoto(locale=session.locale, image=image, **filled(SessionPhoto, text))],
        poster=image,
        **filled(SessionPage, text),
    )
    news = factories.make_news(factories.Tree(None, {"fr": home}), cycle=cycle, image=image)
    factories.publish(
        news, organisation_rows=[NewsOrganisation(organisation=organisation)], **filled(NewsPage, text)
    )


def assert_valid(path: str, body: bytes, *, items: int) -> None:
    """By parsers that did not write it: the format holds, nothing was added, nothing active is inside."""
    text = body.decode()
    assert FORBIDDEN.findall(text) == []
    if path.endswith(".ics"):
        assert_well_formed(body)
        assert len(icalendar.Calendar.from_ical(body).walk("VEVENT")) == items
        assert len(IcsCalendarStream.calendar_from_ics(text).events) == items
        names = {line.partition(":")[0].partition(";")[0] for line in text.replace("\r\n ", "").split("\r\n")}
        assert "X-EVIL" not in names
    elif path.endswith(".json"):
        assert len(json.loads(body)["items"]) == items
    else:
        parse_strictly(body)
        read = feedparser.parse(body)
        assert (read.bozo, len(read.entries)) == (False, items)
    assert [found for piece in html_in(path, body) for found in active_in(piece)] == []


def active_in(piece: str) -> list[str]:
    """What a browser would run, load or send, were it shown this."""
    elements = [each for each in fragments_fromstring(f"<p></p>{piece}") if not isinstance(each, str)]
    every = [each for element in elements for each in element.iter() if isinstance(each.tag, str)]
    ran = [
        each.tag
        for each in every
        if each.tag in {"script", "iframe", "svg", "form", "object", "embed", "style"}
    ]
    attributes = [(name, value) for each in every for name, value in each.items()]
    return ran + [
        f"{name}={value}"
        for name, value in attributes
        if name.startswith("on") or (name in {"href", "src"} and not SAFE_ADDRESS.match(value))
    ]


def html_in(path: str, body: bytes) -> list[str]:
    """What readers show as HTML, as they unescape it."""
    if path.endswith(".ics"):
        events = icalendar.Calendar.from_ical(body).walk("VEVENT")
        return [str(event["X-ALT-DESC"]) for event in events]
    if path.endswith(".json"):
        return [item["content_html"] for item in json.loads(body)["items"]]
    pieces = parse_strictly(body).iter(CONTENT, f"{{{NAMESPACES['atom']}}}content", "description")
    return [piece.text or "" for piece in pieces]


def assert_all_valid(**which: list[str]) -> None:
    """One session, one article in French, and one change: its title."""
    for path, body in read_all(feed_paths(**which)).items():
        assert_valid(path, body, items=0 if "/he/" in path and "news" in path else 1)
    download, listed = "/feeds/fr/session/solidarites-7.ics", "/feeds/fr/feeds.opml"
    assert_valid(download, read_all([download])[download], items=1)
    outlines = parse_strictly(read_all([listed])[listed]).findall("body/outline/outline")
    assert FORBIDDEN.findall("".join(each.get("text") for each in outlines)) == []
    assert len(outlines) == 3 * (1 + 3)


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_in_every_field_leaves_every_feed_valid(session, kind):
    publish_everywhere(session, HOSTILE[kind])

    assert_all_valid(languages=["fr"], scopes=["all"])
    stored = json.dumps(SessionPage.objects.get(pk=session.pk).latest_revision.content, ensure_ascii=False)
    assert re.findall(r"\\u0000|[\ud800-\udfff]", stored) == []  # PostgreSQL refuses these in JSON


@pytest.mark.parametrize(
    "piece",
    [
        "<script>a</script>",
        '<b><img src="https://a.example/b.png" onerror="x"></b>',
        '<a href="javascript:a">a</a>',
        'a<a href=" jAvascript:a">a</a>',
        '<a href="data:text/html,a">a</a>',
        "<iframe></iframe>",
    ],
)
def test_what_is_active_would_be_found(piece):
    assert len(active_in(piece)) == 1


def test_all_of_it_at_once(session):
    publish_everywhere(session, "".join(HOSTILE.values()))

    assert_all_valid(languages=["fr", "he"], scopes=["all", "cycle-solidarites", "org-hostile"])


def test_what_raw_sql_stored_is_cleaned_on_the_way_out(session):
    """A database that somebody else wrote to."""
    text = "a\x01b\u202ec\u2028d]]>e\ufffe"
    SessionPage.objects.update(title=text, introduction=f"<p>{text}</p><script>x</script>", platform=text)
    CyclePage.objects.update(title=text)
    Page.objects.filter(pk=session.pk).update(title=text)

    for path, body in read_all(
        feed_paths(languages=["fr"], files=["sessions.ics", "sessions.rss", "sessions.atom", "sessions.json"])
    ).items():
        assert_valid(path, body, items=1)


@pytest.mark.parametrize(
    "kind",
    [
        "controls",
        "emoji",
        *(
            pytest.param(kind, marks=pytest.mark.slow)
            for kind in ("line breaks", "markup", "nul", "bidi", "only controls")
        ),
    ],
)
def test_hostile_text_typed_into_the_admin_is_an_error_or_is_cleaned(session, kind):
    editor = Client()
    editor.force_login(factories.make_admin())
    address = f"/admin/pages/{session.pk}/edit/"
    form = dict(form_values(editor.get(address).content, "page-edit-form").lists())
    text = HOSTILE[kind].encode("utf-8", "replace").decode()
    names = ("title", "poster_alt", "poster_credit", "change_reason", "platform")

    response = editor.post(
        address, form | dict.fromkeys(names, f"Titre {text}"[:30]) | {"action-publish": "1"}
    )

    assert response.status_code in {200, 302}
    if response.status_code == 200:
        assert "Titre" in response.content.decode()
        assert "errorlist" in response.content.decode() or "w-field__errors" in response.content.decode()
    assert_valid("x.ics", Client().get("/feeds/fr/all/sessions.ics").content, items=1)
    assert_valid("x.rss", Client().get("/feeds/fr/all/sessions.rss").content, items=1)


@pytest.mark.parametrize("code", ["a b", "a\r\nb", "é", "../../x", "a" * 41, "A", "a\x00", '"', ""])
def test_code_that_would_break_an_address_is_refused_or_replaced(cycle, code):
    try:
        page = factories.make_session(cycle, code=code, number=9)
    except (ValidationError, ValueError, DataError):
        return

    assert re.fullmatch(r"[a-z0-9-]{2,40}", page.code)
    assert Client().get(f"/feeds/fr/session/{page.code}.ics").status_code == 200


UNKNOWN = [
    "/feeds/de/all/sessions.ics",
    "/feeds/FR/all/sessions.ics",
    "/feeds/fr-FR/all/sessions.ics",
    "/feeds/xx/all/sessions.ics",
    "/feeds/f/all/sessions.ics",
    "/feeds//all/sessions.ics",
    "/feeds/fr/ALL/sessions.ics",
    "/feeds/fr/al/sessions.ics",
    "/feeds/fr/all%20/sessions.ics",
    "/feeds/fr/solidarites/sessions.ics",
    "/feeds/fr/cycle-/sessions.ics",
    "/feeds/fr/cycle-nothing/sessions.ics",
    "/feeds/fr/cycle-Solidarites/sessions.ics",
    "/feeds/fr/cycle-solidarites%00/sessions.ics",
    "/feeds/fr/cycle-solidarites'--/sessions.ics",
    "/feeds/fr/org-icom-greece/sessions.ics",
    "/feeds/fr/all/sessions",
    "/feeds/fr/all/sessions.",
    "/feeds/fr/all/sessions.ICS",
    "/feeds/fr/all/sessions.ics/",
    "/feeds/fr/all/sessions.ics%00",
    "/feeds/fr/all/sessions.ics%0A",
    "/feeds/fr/all/sessions.ics%0D%0AX-Evil:1",
    "/feeds/fr/all/sessions.xml",
    "/feeds/fr/all/sessions.icsx",
    "/feeds/fr/all/sessions.ics.json",
    "/feeds/fr/all/Sessions.ics",
    "/feeds/fr/all/news.ics",
    "/feeds/fr/all/changes.ics",
    "/feeds/fr/all/changes.json",
    "/feeds/fr/all/events.ics",
    "/feeds/fr/all/sessions-.ics",
    "/feeds/fr/all/sessions-21.ics",
    "/feeds/fr/all/sessions-0000.ics",
    "/feeds/fr/all/sessions-9999.ics",
    "/feeds/fr/all/sessions-2021.ics",
    "/feeds/fr/all/sessions-2021.rss",
    "/feeds/fr/all/sessions-2021-05.ics",
    "/feeds/fr/all/sessions-٢٠٢١.ics",
    "/feeds/fr/all/feeds.opml",
    "/feeds/fr/feeds.xml",
    "/feeds/de/feeds.opml",
    "/feeds/fr/all/../all/sessions.ics",
    "/feeds/fr/session/nothing-1.ics",
    "/feeds/fr/session/solidarites-7",
    "/feeds/fr/session/solidarites-7.rss",
    "/feeds/fr/session/solidarites-7.ics%0A",
    "/feeds/fr/session/SOLIDARITES-7.ics",
    "/feeds/de/session/solidarites-7.ics",
    "/feeds/%D7%A2%D7%91/all/sessions.ics",
    "/feeds/%FF%FE/all/sessions.ics",
    "/feeds/fr/%ED%A0%80/sessions.ics",
    "/feeds/%EF%BC%91%EF%BC%92/all/sessions.ics",
    "/feeds/fr/all/" + "a" * 5000 + ".ics",
    "/feeds/" + "a" * 5000 + "/all/sessions.ics",
    "/feeds/fr/cycle-" + "a" * 5000 + "/sessions.ics",
    "/feeds/fr/session/" + "a" * 5000 + ".ics",
    "/feeds/",
    "/feeds/fr/",
    "/feeds/fr/all/",
]  # fmt: skip


CONDITIONS = (
    "If-None-Match",
    "If-Modified-Since",
    "If-Match",
    "If-Unmodified-Since",
    "Accept",
    "Accept-Encoding",
    "Range",
)
UNREADABLE = ("", "\x00", '"', "é", "W/", "Tue, 99 Foo 0000 99:99:99 GMT", '"' * 5000, "9" * 5000)


def test_address_that_never_existed_is_404(client, session):
    found = {path: client.get(path).status_code for path in UNKNOWN}

    assert {path[:80]: status for path, status in found.items() if status != 404} == {}


def test_query_is_nobody_s_concern(client, session):
    queries = ("", "page=x", "page=99999999999999999999", "%00", "limit=-1&limit=NaN", "a" * 5000)
    bodies = {client.get(f"/feeds/fr/all/sessions.ics?{query}").content for query in queries}

    assert bodies == {client.get("/feeds/fr/all/sessions.ics").content}


@pytest.mark.parametrize("name", CONDITIONS)
def test_condition_that_cannot_be_read_is_never_an_error(client, session, name):
    statuses = {
        client.get("/feeds/fr/all/sessions.ics", headers={name: value}).status_code for value in UNREADABLE
    }

    assert statuses == ({412} if name == "If-Match" else {200})
