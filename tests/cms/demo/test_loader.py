"""The whole demonstration: homes, news, accounts, and feeds without a way into a meeting."""

from wagtail.models import Page, Site

import pytest

from cms.demo.accounts import ACCOUNTS, PASSWORD
from events.models import HomePage, NewsPage
from tests.cms.demo.content import LANGUAGES, SITE, read
from tests.cms.demo.loaded import SECRETS

FEEDS = [
    f"/feeds/{language}/{scope}/{name}"
    for language in LANGUAGES
    for scope in ("all", "cycle-solidarites", "cycle-saison")
    for name in (
        "sessions.ics",
        "sessions.rss",
        "sessions.atom",
        "sessions.json",
        "news.rss",
        "news.atom",
        "news.json",
    )
]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_homes_stand_in_six_languages_below_one_site():
    site = Site.objects.get()
    homes = {page.language: page.title for page in HomePage.objects.filter(live=True)}

    assert homes == {language: read(language)["home"]["title"] for language in LANGUAGES}
    assert (site.hostname, site.port, site.root_page.specific.language) == ("parvis.example", 443, "fr")
    assert not Page.objects.filter(depth=2).not_type(HomePage).exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_news_stand_in_every_language(language):
    articles = NewsPage.objects.filter(live=True, locale__language_code=language).order_by("-date")

    assert [(page.title, page.image is not None) for page in articles] == [
        (read(language)["news"][row["key"]]["title"], True) for row in SITE["news"]
    ]


@pytest.mark.parametrize("name", ACCOUNTS)
def test_account_logs_in_and_sees_the_admin(client, name):
    assert client.login(username=name, password=PASSWORD)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("path", FEEDS)
def test_feed_holds_no_way_into_a_meeting(client, path):
    answer = client.get(path)

    assert answer.status_code == 200
    assert [secret for secret in SECRETS if secret in answer.content.decode()] == []
