"""What partners copy: exact texts, because they stand in other people's pages for years."""

import ast
import re
import shlex
from dataclasses import replace

import pytest
from lxml import html

from feeds.kit.choices import KitChoices
from feeds.kit.snippets import Place, method_for, snippet_for

SITE = "https://parvis.example"
PLACE = Place(SITE, "fr", "cycle-solidarites", "Solidarités, musées", f"{SITE}/fr/solidarites/")
SCRIPT = f'<script src="{SITE}/embed/v1.js" async></script>'
LINK = f'<a href="{SITE}/fr/solidarites/">Solidarités, musées</a>'


def text(site: str, place: Place = PLACE, **look: str) -> str:
    return snippet_for(KitChoices("fr", site=site, scope=place.scope, **look), place).text


@pytest.mark.parametrize(
    ("site", "look", "method"),
    [
        ("wordpress", {}, "address"),
        ("wordpress", {"layout": "table"}, "frame"),
        ("wordpress", {"untranslated": "hide"}, "frame"),
        ("drupal", {}, "frame"),
        ("wagtail", {}, "settings"),
        ("wagtail", {"theme": "dark"}, "frame"),
        ("html", {"layout": "next", "untranslated": "hide"}, "component"),
        ("html", {"accent": "blue"}, "frame"),
        ("csp", {"layout": "table", "accent": "blue"}, "fragment"),
        ("calendar", {"accent": "blue"}, "calendar"),
        ("news", {}, "news"),
        ("api", {}, "requests"),
    ],
)
def test_each_site_gets_the_simplest_way_that_shows_what_was_chosen(site, look, method):
    assert method_for(KitChoices("fr", site=site, **look), PLACE) == method


@pytest.mark.parametrize("site", ["wordpress", "wagtail"])
def test_page_in_another_language_is_framed_because_it_offers_that_language(site):
    hebrew = replace(PLACE, language="he")

    assert method_for(KitChoices("he", site=site), hebrew) == "frame"
    assert f'src="{SITE}/embed/he/cycle-solidarites/"' in text(site, hebrew)


def test_wordpress_gets_the_address_of_a_page():
    assert text("wordpress") == f"{SITE}/fr/solidarites/"


def test_frame_has_title_size_look_script_and_a_link():
    assert text("html", layout="table", accent="blue").splitlines() == [
        f'<iframe src="{SITE}/embed/fr/cycle-solidarites/?layout=table&amp;accent=blue" title="Solidarités, musées"'
        ' width="100%" height="640" loading="lazy"></iframe>',
        f"<p>{LINK}</p>",
        SCRIPT,
    ]


def test_frame_for_drupal_has_no_script():
    assert text("drupal", layout="next").splitlines() == [
        f'<iframe src="{SITE}/embed/fr/cycle-solidarites/?layout=next" title="Solidarités, musées" width="100%"'
        ' height="260" loading="lazy"></iframe>',
        f"<p>{LINK}</p>",
    ]


def test_component_has_a_link_inside():
    assert text("html", layout="next").splitlines() == [
        f'<parvis-programme src="{SITE}/embed/fr/cycle-solidarites/?layout=next">{LINK}</parvis-programme>',
        SCRIPT,
    ]


def test_fragment_is_fetched_by_one_line_that_replaces_the_file_only_by_a_whole_answer():
    said = text("csp", layout="table", theme="dark")

    assert said == (
        "curl -fsS --max-time 20 -o programme.html.new"
        f" '{SITE}/embed/fr/cycle-solidarites/fragment.html?layout=table'"
        " && mv programme.html.new programme.html"
    )
    assert shlex.split(said)[6] == f"{SITE}/embed/fr/cycle-solidarites/fragment.html?layout=table"


def test_wagtail_gets_settings_that_know_our_pages_and_every_other_provider():
    tree = ast.parse(text("wagtail"))
    entry = ast.unparse(tree.body[1].value.elts[0].values[1].elts[0])
    provider = ast.literal_eval(entry)

    assert provider["endpoint"] == f"{SITE}/oembed"
    assert re.match(provider["urls"][0], PLACE.page)
    assert not re.match(provider["urls"][0], "https://parvisXexample/fr/")
    assert "*all_providers" in text("wagtail")


def test_calendar_and_news_are_addresses_of_feeds():
    assert text("calendar") == f"{SITE}/feeds/fr/cycle-solidarites/sessions.ics"
    assert text("news") == f"{SITE}/feeds/fr/cycle-solidarites/news.rss"


@pytest.mark.parametrize(
    ("scope", "narrow"),
    [
        ("all", ""),
        ("cycle-solidarites", "&cycle=solidarites"),
        ("org-icom-greece", "&organisation=icom-greece"),
    ],
)
def test_whoever_programs_gets_five_requests(scope, narrow):
    asked = text("api", replace(PLACE, scope=scope)).splitlines()

    assert [line.removeprefix(f"curl '{SITE}/api/v1/").removesuffix("'") for line in asked] == [
        f"sessions?lang=fr{narrow}&limit=10",
        "cycles?lang=fr",
        f"news?lang=fr{narrow}",
        "changes?lang=fr",
        "changes?lang=fr&cursor=CURSOR",
    ]


@pytest.mark.parametrize("site", ["html", "drupal"])
@pytest.mark.parametrize("look", [{}, {"theme": "dark"}])
def test_hostile_title_stays_text(site, look):
    title = '"><script>alert(1)</script>&amp;'
    piece = html.fragment_fromstring(text(site, replace(PLACE, title=title), **look), create_parent=True)

    assert [script.get("src") for script in piece.iter("script") if script.get("src") is None] == []
    assert piece.xpath("string(.//a)") == title
