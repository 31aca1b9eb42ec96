"""Lighthouse on a phone: 100 for speed, accessibility, practice, and what search engines find."""

import json
import os
import shutil
import subprocess

import pytest

from tests.npm import install

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.node]

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
PAGES = {
    "home": "/{}/",
    "cycle": "/{}/saison-de-demonstration/",
    "session": "/{}/saison-de-demonstration/reparer-ensemble-des-ateliers-de-conservation-partages/",
    "news": "/{}/actualites/",
}


@pytest.mark.parametrize("language", ["fr", "he"])
@pytest.mark.parametrize("name", PAGES)
def test_lighthouse_gives_100_in_every_category(site, tmp_path, name, language):
    url = site.base + PAGES[name].format(language)
    assert site.pages[url].status == 200
    program = install("checkers") / "node_modules" / "lighthouse" / "cli" / "index.js"
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    report = tmp_path / "report.json"

    subprocess.run(  # noqa: S603  (our own command)
        [shutil.which("node"), program, url, f"--chrome-flags={FLAGS}", "--output=json", "--quiet",
         f"--output-path={report}"],
        env=os.environ | {"CHROME_PATH": chromium}, check=True,
    )  # fmt: skip

    told = json.loads(report.read_text())
    scores = {category: told["categories"][category]["score"] for category in CATEGORIES}
    lost = {key: each["displayValue"] if "displayValue" in each else each["title"]
            for key, each in told["audits"].items() if each["score"] not in {None, 1}}  # fmt: skip
    assert scores == dict.fromkeys(CATEGORIES, 1), lost
    assert told["audits"]["cumulative-layout-shift"]["numericValue"] < 0.01
