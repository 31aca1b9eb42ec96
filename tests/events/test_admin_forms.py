"""Bad input through the admin's own forms: the form comes back whole, each message stands at its field, nothing is stored."""

from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext, override

from wagtail.users.models import UserProfile

import pytest

import events
from events.codes import Kind, ReservedCode
from events.models import CyclePage, NewsIndexPage, SessionPage
from tests import factories
from tests.admin_forms import AdminForm
from tests.events import test_models as expected

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

JOIN = expected.JOIN
NULL = "Null characters are not allowed."
FRENCH = Path(events.__file__).parent / "locale" / "fr" / "LC_MESSAGES" / "django.mo"

# Posted together: values -> the messages by field.
MISTAKES = {
    "clocks skip it": (
        {
            "date": "2021-03-28", "start_time": "02:30", "end_time": "04:00", "link": "https://evil.example/j/81174854920",
            "meeting_id": "123", "code": "UPPER", "number": "10000",
        },
        {
            "start_time": [expected.gap("02:30")], "link": [expected.host("evil.example")], "meeting_id": [expected.DIGITS],
            "code": [expected.CODE_FORM], "number": ["Ensure this value is less than or equal to 9999."],
        },
    ),
    "clocks go back": (
        {
            "date": "2021-10-31", "start_time": "02:30", "end_time": "04:00", "link": "https://evilzoom.example/j/81174854920",
            "code": "taken", "spoken": ["fr", "en"],
        },
        {
            "start_time": [expected.fold("02:30")], "link": [expected.host("evilzoom.example")],
            "code": [expected.CODE_USED],
        },
    ),
    "end before start": (
        {
            "date": "2021-05-18", "start_time": "15:00", "end_time": "14:30", "link": "http://zoom.example/j/81174854920",
            "meeting_id": "", "number": "-1", "title": "",
        },
        {
            "end_time": [expected.AFTER_START], "link": [expected.NO_HTTPS], "title": ["This field is required."],
            "number": ["Ensure this value is greater than or equal to 0."],
        },
    ),
    "over midnight": (
        {"date": "2021-05-18", "start_time": "23:00", "end_time": "00:30", "meeting_id": "811 7485 4921", "link": JOIN},
        {"end_time": [expected.AFTER_START], "meeting_id": [expected.OTHER_MEETING]},
    ),
    "unknown zone, NUL": (
        {
            "date": "2021-02-30", "timezone": "Mars/Olympus", "title": "a\0", "passcode": "\0", "poster_alt": "\0",
            "meeting_id": "", "link": "https://zoom.example@evil.example/j/1",
        },
        {
            "date": ["Enter a valid date."], "timezone": [expected.ZONE], "title": [NULL], "passcode": [NULL],
            "poster_alt": [NULL], "link": [expected.CREDENTIALS],
        },
    ),
}  # fmt: skip


@pytest.fixture
def admin(client):
    """Logged in, with the admin in English."""
    user = factories.make_admin()
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


@pytest.fixture(scope="module")
def opened():
    """The fields of a new session's form, once a test has opened it: they are the same in each."""
    return {}


@pytest.fixture
def new_session(admin, cycle, opened):
    ReservedCode.objects.create(kind=Kind.SESSION, code="taken", translation_key=cycle.translation_key)
    url = reverse("wagtailadmin_pages:add", args=("parvis_events", "sessionpage", cycle.pk))
    form = AdminForm(admin, url, fields=opened.get("fields"))
    opened["fields"] = form.fields
    return form


@pytest.fixture
def edited_session(admin, session):
    ReservedCode.objects.create(
        kind=Kind.SESSION, code="taken", translation_key=session.get_parent().specific.translation_key
    )
    return AdminForm(admin, reverse("wagtailadmin_pages:edit", args=(session.pk,)))


@pytest.fixture
def edited_draft(admin, cycle):
    """Of a session that was not announced: its moment too is changed in the form."""
    ReservedCode.objects.create(kind=Kind.SESSION, code="taken", translation_key=cycle.translation_key)
    draft = factories.make_session(cycle, live=False)
    return AdminForm(admin, reverse("wagtailadmin_pages:edit", args=(draft.pk,)))


def draft_text(field: str, text: str) -> str:
    """The editor's JSON for rich text, with one paragraph."""
    assert field.count('"text": ""') == 1
    return field.replace('"text": ""', f'"text": "{text}"')


@pytest.mark.parametrize("case", MISTAKES)
def test_new_session_with_mistakes_comes_back_whole(new_session, case):
    fields, messages = MISTAKES[case]

    answer = new_session.send(**({"title": "Κτίζοντας γέφυρες"} | fields))

    assert (answer.status_code, answer.errors, answer.lost) == (200, messages, {})
    assert SessionPage.objects.count() == 0


def test_draft_with_mistakes_comes_back_whole(new_session):
    fields, messages = MISTAKES["clocks skip it"]

    answer = new_session.send(None, title="Draft", **fields)

    assert (answer.status_code, answer.errors, answer.lost) == (200, messages, {})


@pytest.mark.parametrize("case", ["end before start", "over midnight"])
def test_edited_session_with_mistakes_comes_back_whole(edited_draft, case):
    before = SessionPage.objects.values().get()
    fields, messages = MISTAKES[case]

    answer = edited_draft.send(**fields)

    assert (answer.status_code, answer.errors, answer.lost) == (200, messages, {})
    assert SessionPage.objects.values().get() == before


def test_code_of_a_published_session_cannot_be_changed(edited_session):
    answer = edited_session.send(code="another")

    message = "A code never changes: this one is “solidarites-7” for ever, because addresses rest on it."
    assert (answer.status_code, answer.errors, answer.lost) == (200, {"code": [message]}, {})


def test_code_that_was_emptied_is_the_one_it_always_had(edited_session):
    answer = edited_session.send(code="", title="Edited")

    session = SessionPage.objects.get()
    assert (answer.status_code, session.title, session.code) == (302, "Edited", "solidarites-7")
    assert session.latest_revision.content["code"] == "solidarites-7"


def test_code_of_a_deleted_session_is_refused_by_its_field(admin, session, cycle):
    session.delete()
    form = AdminForm(
        admin, reverse("wagtailadmin_pages:add", args=("parvis_events", "sessionpage", cycle.pk))
    )

    answer = form.send(title="Again", date="2021-06-15", code="solidarites-7")

    message = "The code “solidarites-7” is already used, or was used by a deleted page. Choose another."
    assert (answer.status_code, answer.errors, answer.lost) == (200, {"code": [message]}, {})


def test_meeting_link_in_rich_text_is_refused_by_its_field(new_session):
    content = (
        '{"blocks": [{"key": "a", "type": "unstyled", "depth": 0, "text": "Come", "inlineStyleRanges": [], "entityRanges":'
        f' [{{"offset": 0, "length": 4, "key": 0}}]}}], "entityMap": {{"0": {{"type": "LINK", "mutability": "MUTABLE", "data":'
        f' {{"url": "{JOIN}"}}}}}}}}'
    )

    answer = new_session.send(title="Come", date="2021-05-18", introduction=content, minutes=content)

    message = [expected.MEETING_IN_TEXT]
    assert (answer.status_code, answer.errors) == (200, {"introduction": message, "minutes": message})
    assert JOIN in answer.content.decode()


def test_message_is_in_the_language_of_the_editor(new_session):
    UserProfile.objects.update(preferred_language="fr")
    with override("fr"):
        french = gettext("The end must be after the start, on the same day.")

    answer = new_session.send(title="Titre", date="2021-05-18", start_time="15:00", end_time="14:30")

    assert answer.errors == {"end_time": [french]}
    assert not FRENCH.exists() or french != expected.AFTER_START


@pytest.mark.parametrize("button", ["action-publish", None])
def test_title_without_latin_letters_and_no_slug_is_enough(new_session, button):
    answer = new_session.send(button, title="בונים גשרים", date="2021-05-18")

    session = SessionPage.objects.get()
    assert (answer.status_code, session.title, session.slug, session.code) == (
        302,
        "בונים גשרים",
        "vvnym-gsrym",
        "solidarites-1",
    )
    assert session.live == bool(button)


def test_slug_that_was_emptied_is_made_again(edited_session):
    answer = edited_session.send(slug="", title="Γέφυρες")

    assert (answer.status_code, SessionPage.objects.get().slug) == (302, "gefyres")


def test_draft_may_lack_a_zone_and_says_so_when_published(new_session, admin):
    assert new_session.send(None, title="Draft", date="2021-05-18", timezone="").status_code == 302
    session = SessionPage.objects.get()
    assert (session.live, session.starts_at) == (False, None)

    answer = AdminForm(admin, reverse("wagtailadmin_pages:edit", args=(session.pk,))).send()

    assert answer.errors == {"timezone": ["This field is required."]}


def test_bytes_that_are_no_text_are_replaced(admin, new_session):
    fields = new_session.fields.copy()
    fields.update({"title": "PLACE", "date": "2021-05-18", "action-publish": "1"})
    body = fields.urlencode().replace("PLACE", "a%ED%A0%80b%FF")

    answer = admin.post(new_session.url, body, content_type="application/x-www-form-urlencoded")

    assert (answer.status_code, SessionPage.objects.get().slug) == (302, "ab")


def test_lone_surrogate_and_bidi_override_in_rich_text_are_dropped(new_session):
    text = draft_text(new_session.fields["body"], r"a\ud800\u202eb\ufeff \ud83d\ude00")

    answer = new_session.send(title="Title", date="2021-05-18", body=text)

    assert answer.status_code == 302
    assert ">ab 😀</p>" in SessionPage.objects.get().body


def test_nul_in_rich_text_is_refused_by_its_field(new_session):
    text = draft_text(new_session.fields["body"], r"a\u0000b")

    answer = new_session.send(title="Title", date="2021-05-18", body=text)

    assert (answer.status_code, answer.errors) == (200, {"body": [NULL]})


class TestOtherPages:
    @pytest.fixture
    def add(self, admin, site):
        return lambda name: AdminForm(
            admin, reverse("wagtailadmin_pages:add", args=("parvis_events", name, site.home.pk))
        )

    def test_cycle_with_mistakes_comes_back_whole(self, add):
        form = add("cyclepage")

        answer = form.send(
            title="Join",
            slug="join",
            code="-",
            rhythm_interval="2",
            default_end_time="12:00",
            default_timezone="Mars/Olympus",
        )

        assert (answer.status_code, answer.lost) == (200, {})
        assert answer.errors == {
            "slug": ["“join” is an address of the site itself. Choose another slug."],
            "code": [expected.CODE_FORM],
            "rhythm_from": ["Say from which date the months are counted."],
            "default_end_time": [expected.AFTER_START],
            "default_timezone": [expected.ZONE],
        }

    def test_news_index_with_a_slug_of_the_site_comes_back_whole(self, add):
        answer = add("newsindexpage").send(title="Search", slug="search")

        message = "“search” is an address of the site itself. Choose another slug."
        assert (answer.status_code, answer.errors, answer.lost) == (200, {"slug": [message]}, {})

    def test_slug_left_empty_avoids_the_site_s_own(self, add):
        assert add("newsindexpage").send(title="Search").status_code == 302
        assert NewsIndexPage.objects.get().slug == "search-2"

    def test_copy_with_a_slug_of_the_site_comes_back(self, admin, cycle):
        url = reverse("wagtailadmin_pages:copy", args=(cycle.pk,))

        answer = admin.post(
            url, {"new_title": "Join", "new_slug": "join", "new_parent_page": cycle.get_parent().pk}
        )

        assert (answer.status_code, CyclePage.objects.count()) == (200, 1)
        assert "“join” is an address of the site itself. Choose another slug." in answer.content.decode()


def test_search_for_anything_is_answered(admin, session):
    organisations = reverse("wagtailsnippets_parvis_events_organisation:list")
    addresses = [reverse("wagtailadmin_explore", args=(session.get_parent().pk,)), organisations]
    typed = ['a"', '"', "a\0b", "(", "'", "*", "NEAR(", "😀", "%", "\\"]

    answers = {
        (address, text): admin.get(address, {"q": text}).status_code
        for address in addresses
        for text in typed
    }

    assert {asked: status for asked, status in answers.items() if status != 200} == {}
