"""The page that explains how to subscribe, as a visitor gets it."""

from django.urls import reverse
from django.utils.translation import override

import pytest
from lxml import html

from tests import factories
from tests.events.reader import text_of
from tests.events.structured import documents, faults

pytestmark = pytest.mark.django_db
SITE = "https://parvis.example"
LANGUAGES = ["fr", "en", "es", "el", "he", "fi"]
CALENDAR = f"{SITE}/feeds/fr/all/sessions.ics"


@pytest.fixture
def read(client):
    """Reads an address; the response has the parsed page as `tree`."""

    def get(path: str = "/fr/subscribe/"):
        response = client.get(path)
        response.tree = html.fromstring(response.content)
        return response

    return get


def links(response, xpath: str) -> list[str]:
    return response.tree.xpath(f"//main{xpath}/@href")


def test_page_of_everything_leads_each_program_to_the_calendar_of_the_language(read, site):
    assert links(read(), "//ul[@class='programs']//a") == [
        "webcal://parvis.example/feeds/fr/all/sessions.ics",
        "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fparvis.example%2Ffeeds%2Ffr%2Fall%2Fsessions.ics",
        "https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fparvis.example%2Ffeeds%2Ffr%2Fall%2Fsessions.ics"
        "&name=Parvis%20fr",
        "https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2Fparvis.example%2Ffeeds%2Ffr%2Fall%2Fsessions.ics"
        "&name=Parvis%20fr",
    ]


def test_page_of_a_cycle_leads_to_its_calendar_under_its_title(read, cycle):
    factories.translate(cycle, "he", title="סולידריות")

    response = read("/he/subscribe/?scope=cycle-solidarites")

    assert links(response, "//ul[@class='programs']//a")[0] == (
        "webcal://parvis.example/feeds/he/cycle-solidarites/sessions.ics"
    )
    assert links(response, "//ul[@class='programs']//a")[2].endswith(
        "&name=%D7%A1%D7%95%D7%9C%D7%99%D7%93%D7%A8%D7%99%D7%95%D7%AA"
    )


def test_page_of_an_organisation_has_its_feeds_in_body_and_head(read, session):
    factories.add_organisation(session, factories.make_organisation())

    response = read("/el/subscribe/?scope=org-icom-greece")

    start = f"{SITE}/feeds/el/org-icom-greece/"
    files = ["sessions.rss", "sessions.atom", "sessions.json", "news.rss", "news.atom", "news.json"]
    files += ["changes.atom", "changes.rss"]
    assert links(response, "//div[@class='feeds']//a") == [start + file for file in files]
    assert response.tree.xpath("//link[@rel='alternate' and @type]/@href") == [
        start + file for file in ("sessions.ics", *files)
    ]
    assert response.tree.xpath("//details[@open]//a[@aria-current]/bdi/text()") == ["ICOM Ελληνικό Τμήμα"]


def test_address_can_be_copied_without_script_and_keeps_its_direction(read, site):
    (code,) = read("/he/subscribe/").tree.xpath("//p[@class='address']/bdi[@dir='ltr']/code")

    assert (code.text, code.get("translate")) == (f"{SITE}/feeds/he/all/sessions.ics", "no")


def test_qr_code_is_named_by_the_webcal_address(read, site):
    (picture,) = read("/en/subscribe/").tree.xpath("//figure[@class='qr']/div[@role='img']")

    assert picture.get("aria-label").endswith("webcal://parvis.example/feeds/en/all/sessions.ics")
    assert len(picture.xpath("./svg/path")) == 2


def test_page_says_how_late_each_program_is_and_which_cannot_subscribe(read, site):
    text = text_of(read("/en/subscribe/").tree.xpath("//main")[0])

    sentences = [
        "from every 5 minutes to once a week.",
        "It looks for changes once or twice a day, and nothing can hurry it.",
        "With a personal Microsoft account. It looks for changes about every 3 hours.",
        "With an account of your work or school. It looks for changes about every 3 hours.",
        "Thunderbird looks for changes every 30 minutes, unless you tell it otherwise.",
        "WordPress looks for changes every 12 hours.",
        "Outlook for Mac cannot subscribe to a calendar.",
    ]
    assert [sentence for sentence in sentences if sentence not in text] == []


def test_new_outlook_has_its_own_link(read, site):
    assert links(read(), "//ul[@class='hints']//a[starts-with(@href, 'webcal:')]") == [
        "webcal:https://parvis.example/feeds/fr/all/sessions.ics"
    ]


def test_page_leads_to_the_list_of_all_feeds_of_the_language(read, site):
    assert links(read("/fi/subscribe/"), "//a[@type='text/x-opml']") == [f"{SITE}/feeds/fi/feeds.opml"]


def test_every_feed_that_the_page_names_is_there(client, read, session):
    factories.add_organisation(session, factories.make_organisation())
    pages = [
        read(f"/he/subscribe/?scope={scope}") for scope in ("all", "cycle-solidarites", "org-icom-greece")
    ]

    addresses = {link for page in pages for link in page.tree.xpath("//@href") if "/feeds/" in link}

    own = [link.removeprefix(SITE) for link in addresses if link.startswith(SITE)]
    assert len(own) == 3 * 9 + 1
    assert {path: status for path in own if (status := client.get(path).status_code) != 200} == {}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("?scope=all", ""),
        ("?scope=cycle-solidarites", "?scope=cycle-solidarites"),
        ("?utm_source=x&scope=cycle-solidarites", "?scope=cycle-solidarites"),
    ],
)
def test_scope_is_kept_in_canonical_alternates_and_languages(read, cycle, query, kept):
    tree = read(f"/es/subscribe/{query}").tree

    versions = [f"/{language}/subscribe/{kept}" for language in LANGUAGES]
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/es/subscribe/{kept}"]
    assert tree.xpath("//link[@rel='alternate' and @hreflang]/@hreflang") == [*LANGUAGES, "x-default"]
    assert tree.xpath("//link[@rel='alternate' and @hreflang]/@href") == [
        SITE + path for path in (*versions, versions[1])
    ]
    assert tree.xpath("//main//nav[1]//a/@href") == versions
    assert tree.xpath("//main//nav[1]//a[@aria-current]/@hreflang") == ["es"]


def test_scopes_are_plain_links_with_the_chosen_one_marked(read, cycle):
    tree = read("/en/subscribe/?scope=cycle-solidarites").tree

    assert [
        (link.get("href"), text_of(link), link.get("aria-current"))
        for link in tree.xpath("//nav[@aria-labelledby='which-programme']/ul//a")
    ] == [
        ("/en/subscribe/", "The whole programme", None),
        ("/en/subscribe/?scope=cycle-solidarites", "Solidarités, musées", "true"),
    ]


def test_title_of_a_foreign_cycle_is_marked_with_its_language_and_direction(read, cycle):
    factories.translate(cycle, "he", title="סולידריות")
    cycle.unpublish()

    (title,) = read("/fr/subscribe/?scope=cycle-solidarites").tree.xpath("//p[@class='above']/bdi")

    assert (title.text, title.get("lang"), title.get("dir")) == ("סולידריות", "he", "rtl")


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("he", "rtl")])
def test_page_is_in_the_language_and_direction_of_its_address(read, cycle, language, direction):
    tree = read(f"/{language}/subscribe/?scope=cycle-solidarites").tree

    heading = tree.xpath("string(//h1)")
    assert (tree.get("lang"), tree.get("dir"), len(tree.xpath("//h1"))) == (language, direction, 1)
    assert heading == {"fr": "S’abonner au programme", "he": "הרשמה לתוכנית"}[language]
    assert tree.xpath("string(//title)").split(" | ")[0].endswith("Solidarités, musées")


@pytest.mark.parametrize(
    "scope", ["cycle-nothing", "org-nobody", "", "ALL", "%00", "%ff%fe", "<script>", "cycle-" + "x" * 5000]
)
def test_unknown_scope_says_so_and_explains_everything(read, site, scope):
    response = read(f"/en/subscribe/?scope={scope}")

    assert response.status_code == 404
    assert "There is no programme with this name" in text_of(response.tree.xpath("//p[@class='fallback']")[0])
    assert links(response, "//ul[@class='programs']//a")[0].endswith("/feeds/en/all/sessions.ics")
    assert response.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert response.tree.xpath("//link[@rel='canonical' or @hreflang]") == []
    assert b"<script>" not in response.content


def test_withdrawn_cycle_is_as_unknown_as_one_that_never_was(read, cycle):
    cycle.unpublish()

    response = read("/fr/subscribe/?scope=cycle-solidarites")

    assert response.status_code == 404
    assert cycle.title not in response.content.decode()


def test_language_without_a_public_home_is_not_found(read, site):
    site.homes["fi"].unpublish()

    assert read("/fi/subscribe/").status_code == 404
    assert "/fi/subscribe/" not in read().content.decode()


def test_page_is_cached_by_everybody_and_sets_no_cookie(read, cycle):
    response = read()

    assert (response["Cache-Control"], response.get("Vary")) == ("public, max-age=60", None)
    assert dict(response.cookies) == {}


def test_page_asks_nothing_of_other_sites_and_has_no_inline_script_or_style(read, site):
    tree = read().tree

    loaded = tree.xpath("//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon']/@href")
    assert [path for path in loaded if not path.startswith("/static/")] == []
    assert (
        tree.xpath("//script[not(@src) and not(@type='application/ld+json')] | //style | //@style | //iframe")
        == []
    )


def test_page_is_for_reading_only(client, site):
    assert [client.post("/fr/subscribe/").status_code, client.head("/fr/subscribe/").status_code] == [
        405,
        200,
    ]


def test_page_stands_before_wagtails_pages_and_with_a_slash(client, site):
    response = client.get("/el/subscribe?scope=all")

    assert (response.status_code, response["Location"]) == (301, "/el/subscribe/?scope=all")
    with override("el"):
        assert reverse("parvis_subscribe") == "/el/subscribe/"


def test_page_takes_as_many_queries_with_1_and_with_30_cycles(client, session, django_assert_num_queries):
    factories.add_organisation(session, factories.make_organisation())
    with django_assert_num_queries(5):
        client.get("/he/subscribe/?scope=cycle-solidarites")

    for position in range(29):
        code = f"cycle-{position}"
        factories.make_cycle(factories.read_site(), title=f"Cycle {position}", slug=code, code=code)

    with django_assert_num_queries(5):
        response = client.get("/he/subscribe/?scope=cycle-solidarites")
    assert response.content.count(b"?scope=cycle-cycle-") == 29


def test_programs_are_told_where_the_page_stands(client, site):
    (document,) = documents(client.get("/fr/subscribe/").content)

    (steps,) = document["@graph"]
    assert faults(document) == []
    assert [(step["name"], step["item"]) for step in steps["itemListElement"]] == [
        ("Parvis fr", f"{SITE}/fr/"), ("S’abonner au programme", f"{SITE}/fr/subscribe/"),
    ]  # fmt: skip
    assert documents(client.get("/fr/subscribe/?scope=cycle-nope").content) == []
