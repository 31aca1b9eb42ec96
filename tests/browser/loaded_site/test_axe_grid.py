"""axe on every type of page, in every language, light and dark, on a phone and on a wide screen."""

import pytest

from tests.browser.test_pages import NARROW, WIDE, overflow, violations

pytestmark = [pytest.mark.slow, pytest.mark.browser]

LANGUAGES = ("fr", "en", "es", "el", "he", "fi")


def one_of_each_type(site, language: str) -> list[str]:
    """The longest page of each type, by the name that its body has."""
    longest: dict[str, tuple[int, str]] = {}
    for page in site.html:
        if page.path.split("/")[1] == language:
            kind = page.tree().find("body").get("class") or page.path
            longest[kind] = max(longest.get(kind, (0, "")), (len(page.body), page.url))
    return [url for _length, url in longest.values()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_type_of_page(site, new_context, language, scheme):
    urls = one_of_each_type(site, language)
    found = {}
    for window in (NARROW, WIDE):
        page = new_context(viewport=window, color_scheme=scheme).new_page()
        for url in urls:
            page.goto(url)
            if faults := violations(page) + overflow(page):
                found[window["width"], url] = faults

    assert len(urls) > 5
    assert found == {}
