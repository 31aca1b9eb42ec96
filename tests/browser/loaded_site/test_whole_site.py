"""Every page of the demonstration, in six languages: no link leads nowhere, nothing comes from elsewhere, all of it is valid and light."""

import gzip
import re
import shutil
import subprocess
from urllib.parse import urlsplit

import pytest

from tests.browser.loaded_site.crawling import loaded_from_elsewhere
from tests.npm import install

pytestmark = pytest.mark.slow

LANGUAGES = ("fr", "en", "es", "el", "he", "fi")
# Bytes of gzip: what a home and any other page may take (product: performance budget), and the style sheet and the scripts of a page.
HOME, PAGE, STYLES, SCRIPTS = 15_000, 12_000, 8_000, 3_000
# `webcal:https://` is what one program needs (feeds/subscribe); vnu takes it for a mistake.
MEANT = re.compile(r"webcal:https?:")


def weight(body: bytes) -> int:
    return len(gzip.compress(body, 6))


def test_no_link_leads_nowhere(site):
    broken = {
        page.url: (page.status, site.sources[page.url])
        for page in site.pages.values()
        if page.status not in {200, 301, 302}
    }

    assert len(site.html) > 100
    assert broken == {}


def test_no_redirect_leads_to_another(site):
    hops = {page.url: page.headers["location"] for page in site.pages.values() if page.status in {301, 302}}

    assert {
        url: to for url, to in hops.items() if site.pages.get(site.base + urlsplit(to).path, None) is None
    } == {}


def test_every_fragment_is_there(site):
    anchors = {page.url: {*page.tree().xpath("//@id")} for page in site.html}
    missing = {
        (source, address, fragment)
        for source, address, fragment in site.fragments
        if address in anchors and fragment not in anchors[address]
    }

    assert missing == set()


def test_page_says_the_language_and_direction_of_its_address(site):
    wrong = []
    for page in site.html:
        language = page.path.split("/")[1]
        root = page.tree()
        expected = (language, "rtl" if language == "he" else "ltr")
        if language in LANGUAGES and (root.get("lang"), root.get("dir")) != expected:
            wrong.append(page.url)

    assert wrong == []


def test_nothing_is_loaded_from_elsewhere_and_no_cookie_is_set(site):
    elsewhere = {page.url: found for page in site.html if (found := loaded_from_elsewhere(page, site.base))}
    cookies = [page.url for page in site.pages.values() if "set-cookie" in page.headers]

    assert (elsewhere, cookies) == ({}, [])


def test_pages_styles_and_scripts_are_light(site):
    heavy = {}
    for page in site.html:
        limit = HOME if page.path.count("/") <= 2 else PAGE
        if weight(page.body) > limit:
            heavy[page.url] = weight(page.body)
    styles = {page.url: weight(page.body) for page in site.pages.values() if page.path.endswith(".css")}
    scripts = {page.url: weight(page.body) for page in site.pages.values() if page.path.endswith(".js")}

    assert heavy == {}
    assert styles
    assert {url: size for url, size in styles.items() if size > STYLES} == {}
    assert sum(scripts.values()) <= SCRIPTS


@pytest.mark.node
@pytest.mark.java
def test_every_page_is_valid_html(site, tmp_path):
    for number, page in enumerate(site.html):
        (tmp_path / f"{number:04}.html").write_bytes(page.body)
    jar = install("checkers") / "node_modules/vnu-jar/build/dist/vnu.jar"

    done = subprocess.run(  # noqa: S603  (our own command)
        [shutil.which("java"), "-Xss2m", "-jar", jar, "--errors-only", "--format", "gnu", tmp_path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    urls = {f"{number:04}.html": page.url for number, page in enumerate(site.html)}
    named = [
        f"{urls[line.partition('.html')[0][-4:] + '.html']} {line.rpartition('.html')[2]}"
        for line in done.stderr.splitlines()
        if ".html" in line and not MEANT.search(line)
    ]
    assert named == []
