"""axe on every type of page, in every language, light and dark, on a phone and on a wide screen."""

import pytest

from tests.browser.test_pages import NARROW, WIDE, overflow, violations

pytestmark = [pytest.mark.slow, pytest.mark.browser]

LANGUAGES = ("fr", "en", "es", "el", "he", "fi")


def kind_of(page) -> tuple[str, ...]:
    """The type of a page, by the name that its content has; for a session also what it says of its state and its words."""
    tree = page.tree()
    content = tree.xpath("string(//main/*[1]/@class)")
    notices = tree.xpath("//header//li[contains(@class, 'notice-')]/@class") if "session" in content else []
    fallback = tree.xpath("//p[@class='fallback']/@class")
    return content or page.path, *sorted(notices), *fallback


def one_of_each_kind(site, language: str) -> list[str]:
    """The longest page of each kind."""
    longest: dict[tuple[str, ...], tuple[int, str]] = {}
    for page in site.html:
        if page.path.split("/")[1] == language:
            kind = kind_of(page)
            longest[kind] = max(longest.get(kind, (0, "")), (len(page.body), page.url))
    return [url for _length, url in longest.values()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_kind_of_page(site, new_context, language, scheme):
    urls = one_of_each_kind(site, language)
    found = {}
    for window in (NARROW, WIDE):
        page = new_context(viewport=window, color_scheme=scheme).new_page()
        for url in urls:
            page.goto(url)
            if faults := violations(page) + overflow(page):
                found[window["width"], url] = faults

    assert len(urls) > 12
    assert found == {}
