"""The partner kit, as a partner gets it."""

import datetime
import gzip
import re
from urllib.parse import parse_qs, urlsplit

from django.core.cache import cache
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import override

import pytest
import time_machine
from lxml import html

from events.ticking import JobRun
from feeds.doctor.examination import all_files, examine
from feeds.doctor.signs import JOB
from feeds.kit.choices import FRAMED, SITES
from feeds.links import partners_page, partners_path
from tests import factories
from tests.events.reader import text_of

pytestmark = pytest.mark.django_db

SITE = "https://parvis.example"
LANGUAGES = ["fr", "en", "es", "el", "he", "fi"]
DAY_BEFORE = datetime.datetime(2021, 5, 17, 10, tzinfo=datetime.UTC)
HOSTILE = ["nothing", "", "%00", "%ff%fe", "<script>alert(1)</script>", "../../etc", "1;--", "x" * 5000]


def read(address: str = "/fr/partners/", *, at: datetime.datetime = DAY_BEFORE):
    with time_machine.travel(at, tick=False):
        response = Client().get(address)
    response.tree = html.document_fromstring(response.content.decode())
    return response


def snippet(response) -> str:
    (code,) = response.tree.xpath("//section[@aria-labelledby='copy-title']/div/pre/code")
    return code.text


def follow(response, words: str):
    """The page behind the plain link of these words."""
    links = [each for each in response.tree.xpath("//a[@href]") if text_of(each).startswith(words)]
    return read(links[0].get("href"))


def test_partner_has_a_visible_embed_after_four_clicks_at_most(world):
    """From the home page: the kit, HTML, the cycle, the table; each time the kit shows the embed and what to copy."""
    clicks = ["Put this programme on your site", "HTML", "Solidarités", "A table"]
    page = read("/en/")
    for words in clicks:
        page = follow(page, words)

    (frame,) = page.tree.xpath("//main//iframe/@src")
    assert len(clicks) <= 4
    assert frame == "/embed/en/cycle-solidarites/?layout=table"
    assert "Building solidarities" in read(frame).content.decode()
    assert snippet(page).startswith(f'<parvis-programme src="{SITE}{frame}">')


def test_kit_shows_an_embed_and_something_to_copy_before_anything_is_chosen(world):
    page = read("/he/partners/")

    assert page.tree.xpath("//iframe/@src") == ["/embed/he/all/"]
    assert snippet(page) == f"{SITE}/he/"


@pytest.mark.parametrize("site", SITES)
def test_each_kind_of_site_has_one_thing_to_copy_and_a_preview_where_it_has_a_frame(world, site):
    page = read(f"/fr/partners/?site={site}&scope=cycle-solidarites")

    assert page.status_code == 200
    assert len(snippet(page)) > 20
    assert page.tree.xpath("//iframe/@src") == (["/embed/fr/cycle-solidarites/"] if site in FRAMED else [])
    assert page.tree.xpath("//nav[@aria-labelledby='choose-site']//a[@aria-current]/@href") == [
        page.wsgi_request.get_full_path() if site != "wordpress" else "/fr/partners/?scope=cycle-solidarites"
    ]


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("scope", ["all", "cycle-solidarites", "org-icom-greece"])
@pytest.mark.parametrize("language", ["fr", "he"])
def test_every_address_of_ours_that_a_snippet_holds_is_there(world, site, scope, language):
    said = snippet(read(f"/en/partners/?site={site}&scope={scope}&language={language}"))

    addresses = [each for each in re.findall(rf"{SITE}[^\s\"'<>\\]*", said) if "CURSOR" not in each]
    paths = [each.removeprefix(SITE).replace("&amp;", "&") for each in addresses]
    found = {path: Client().get(path).status_code for path in paths if path and "/oembed" not in path}
    assert addresses
    assert {path: status for path, status in found.items() if status != 200} == {}


@pytest.mark.slow
def test_every_link_of_the_page_leads_somewhere(world):
    addresses = {
        link for site in SITES for link in read(f"/fr/partners/?site={site}").tree.xpath("//main//@href")
    }

    own = {each.removeprefix(SITE) for each in addresses if each.startswith(("/", SITE))}
    own = {each for each in own if not each.startswith("/media/")}
    assert len(own) > 40
    assert {path: status for path in own if (status := Client().get(path).status_code) != 200} == {}


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["site", "language", "scope", "layout", "theme", "accent", "untranslated"])
def test_whatever_is_asked_for_gets_the_page_with_a_note(world, name, value):
    response = Client().get(f"/en/partners/?{name}={value}")
    tree = html.document_fromstring(response.content.decode())

    notes = [text_of(each) for each in tree.xpath("//p[@class='fallback']")]
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert tree.xpath("//iframe/@src") == ["/embed/en/all/"]
    assert len(notes) == (1 if value else 0)
    assert all("does not" not in note and "usual choice" in note for note in notes)


def test_note_names_what_was_not_understood(world):
    (note,) = read("/en/partners/?layout=carousel&scope=cycle-none").tree.xpath("//p[@class='fallback']")

    assert text_of(note) == (
        "The address of this page asks for something that we do not have: Which programme, As what."
        " The usual choice stands in its place."
    )


def test_search_engines_know_one_page_for_each_language(world):
    tree = read("/es/partners/?site=html&layout=table").tree

    versions = [f"{SITE}/{language}/partners/" for language in LANGUAGES]
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/es/partners/"]
    assert tree.xpath("//link[@rel='alternate' and @hreflang]/@href") == [*versions, versions[1]]
    assert {each.get("rel") for each in tree.xpath("//nav[@class='choices']//a")} == {"nofollow"}


def test_page_is_in_the_sitemap_in_every_language(world):
    said = Client().get("/sitemap.xml").content.decode()

    assert [f"<loc>{SITE}/{language}/partners/</loc>" in said for language in LANGUAGES] == [True] * 6


def test_reader_who_changes_the_language_of_the_page_keeps_what_was_chosen(world):
    own = read("/fr/partners/?site=html&scope=cycle-solidarites").tree
    other = read("/fr/partners/?site=html&language=he").tree

    xpath = "//nav[@class='languages']//a[@lang='en']/@href"
    assert own.xpath(xpath) == ["/en/partners/?site=html&scope=cycle-solidarites"]
    assert other.xpath(xpath) == ["/en/partners/?site=html&language=he"]


def test_programme_may_be_in_another_language_than_the_page(world):
    page = read("/fr/partners/?language=en&scope=cycle-solidarites")

    assert page.tree.get("lang") == "fr"
    assert page.tree.xpath("//iframe/@src") == ["/embed/en/cycle-solidarites/"]
    assert page.tree.xpath("//link[@type='text/calendar']/@href") == [
        f"{SITE}/feeds/en/cycle-solidarites/sessions.ics"
    ]


def test_snippets_read_from_left_to_right_and_texts_in_their_own_direction(world):
    factories.translate(world.cycle, "he", title="סולידריות", introduction="<p>מוזיאונים.</p>")
    tree = read("/he/partners/?scope=cycle-solidarites").tree

    assert set(tree.xpath("//pre[not(@class)]/@dir")) == {"ltr"}
    assert [(each.get("lang"), each.get("dir")) for each in tree.xpath("//pre[@class='prose']")] == [
        ("he", "rtl")
    ] * 2


def test_texts_are_those_of_the_cycles_in_the_language_of_the_programme(world):
    words = [text_of(each) for each in read("/en/partners/").tree.xpath("//pre[@class='prose']")]

    assert len(words) == 2
    assert words[0] == (
        "Solidarités, musées [en]. Every third Tuesday of the month, 13:00-14:30, Paris time."
        f" {SITE}/en/solidarites/"
    )
    assert words[1].startswith(words[0].partition(" https")[0])


def test_poster_of_the_next_session_and_cards_are_offered(world):
    tree = read("/fr/partners/?scope=cycle-solidarites").tree

    (poster,) = tree.xpath("//figure[@class='poster']")
    assert poster.xpath("./a/@href")[0].startswith("/media/images/affiche")
    assert tree.xpath("//section[@aria-labelledby='pictures-title']//ul[@class='hints']//a/@href") == [
        f"{SITE}/fr/card/cycle/solidarites.png",
        f"{SITE}/fr/card/solidarites-7.png",
    ]


def test_logo_of_an_organisation_is_offered_on_its_own_page(world):
    world.organisation.logo = world.image
    world.organisation.save()
    paths = [f"/fr/partners/?scope={scope}" for scope in ("all", "org-icom-greece")]

    names = [[text_of(each) for each in read(path).tree.xpath("//ul[@class='bodies']//a")] for path in paths]

    assert names == [[world.organisation.name_in("fr")[0]]] * 2


def state(*, at: datetime.datetime) -> tuple[str, list[str]]:
    section = read("/en/partners/?scope=cycle-solidarites", at=at).tree.xpath(
        "//section[@aria-labelledby='status-title']"
    )[0]
    return text_of(section.xpath(".//p")[0]), [text_of(each) for each in section.xpath(".//dt")]


def test_status_says_whether_feeds_are_looked_after_and_in_order(world):
    cache.clear()
    at = timezone.now()
    late = state(at=at)
    JobRun.objects.update_or_create(name=JOB, defaults={"started_at": at})
    running = state(at=at)
    files = [each for each in all_files() if each.address.language == "en"]
    examine([each for each in files if each.address.scope == "cycle-solidarites"])

    assert late[0].startswith("The feeds have not been looked after")
    assert running[0] == "The feeds of this programme are being renewed as they should."
    assert state(at=at)[0] == "Every feed of this programme was examined, and is in order."
    assert (late[1], running[1]) == (["Last change"], ["Last change", "Last looked after"])


def test_link_and_passcode_are_nowhere_in_the_kit(world):
    type(world.session).objects.update(disclosure="public")
    live = datetime.datetime(2021, 5, 18, 11, 30, tzinfo=datetime.UTC)
    said = [read(f"/fr/partners/?site={site}", at=live).content.decode() for site in SITES]

    assert [text for text in said if "zoom.example" in text or "314159" in text] == []


def test_page_holds_no_script_and_no_style_of_its_own(world):
    page = read()

    assert page.tree.xpath("//script[not(@src)] | //style | //@style | //@onclick | //form") == []
    loaded = page.tree.xpath("//script/@src | //img/@src | //iframe/@src | //link[@rel='stylesheet']/@href")
    assert [each for each in loaded if not each.startswith("/")] == []


def test_page_is_cached_by_everybody_and_sets_no_cookie(world):
    page = read()

    assert (page["Cache-Control"], page.get("Vary"), dict(page.cookies)) == ("public, max-age=60", None, {})


def test_page_is_light(world):
    assert len(gzip.compress(read().content)) < 6_000


def test_page_is_for_reading_only(world):
    assert [Client().post("/fr/partners/").status_code, Client().head("/fr/partners/").status_code] == [
        405,
        200,
    ]


@pytest.mark.parametrize("path", ["/fr/", "/fr/solidarites/", "/fr/subscribe/", "/fr/search/"])
def test_pages_lead_to_the_kit(world, path):
    links = read(path).tree.xpath("//a[contains(@href, '/partners/')]/@href")

    expected = partners_page("solidarites", "fr") if "solidarites" in path else "/fr/partners/"
    assert set(links) == {expected}


class _Bare:
    """The addresses of a project that does not serve the kit."""

    urlpatterns = [path("feeds/", include("feeds.urls"))]


def test_project_that_does_not_serve_it_has_no_link(settings):
    settings.ROOT_URLCONF = _Bare

    assert (partners_path("fr"), partners_page("solidarites", "fr")) == ("", "")


def test_page_stands_before_wagtails_pages(world):
    with override("el"):
        assert reverse("parvis_partners") == "/el/partners/"


def test_choices_are_kept_while_one_is_changed(world):
    tree = read("/fr/partners/?site=html&scope=cycle-solidarites&accent=blue").tree
    (link,) = tree.xpath("//nav[@aria-labelledby='choose-layout']//li[3]/a/@href")

    assert parse_qs(urlsplit(link).query) == {
        "site": ["html"], "scope": ["cycle-solidarites"], "accent": ["blue"], "layout": ["table"],
    }  # fmt: skip
