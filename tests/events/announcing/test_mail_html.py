"""The mail as HTML: what mail programs can show, in the direction of its language, with absolute addresses only."""

import pytest
from lxml import html

from events.announcing.mail import mail_html
from tests import factories
from tests.events.announcing.made import announced

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def read(announcement):
    def read(language: str = "fr"):
        return html.document_fromstring(mail_html(announced(announcement, language)))

    return read


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("el", "ltr"), ("he", "rtl")])
def test_document_names_its_language_and_direction(read, language, direction):
    document = read(language)

    for node in (document, document.find("body")):
        assert (node.get("lang"), node.get("dir")) == (language, direction)
    assert set(document.xpath("//table[@dir]/@dir")) == {direction}


def test_names_and_words_of_other_languages_say_so(read):
    document = read("he")

    assert document.xpath("//ol/@lang") == ["fr"]
    assert [(bdi.get("lang"), bdi.get("dir")) for bdi in document.xpath("//li//bdi")][:4] == [
        ("fi", "ltr"), ("fr", "ltr"), ("en", "ltr"), ("el", "ltr"),
    ]  # fmt: skip
    assert document.xpath("//h1/bdi/@lang") == ["fr"]


def test_looks_are_in_the_elements_and_nothing_is_active(read):
    document = read()

    assert document.xpath("//style | //script | //link | //form | //iframe | //@onclick") == []
    assert document.xpath("//p[not(@style)] | //td[not(@style) and not(@align)] | //li[not(@style)]") == []
    assert document.xpath("//*[@class]") == []


def test_rich_text_gets_its_looks_and_keeps_its_marks(announcement):
    text = '<p>Un <b>mot</b> et <a href="https://icom.museum/">un lien</a></p><ul><li>a</li></ul>'
    session = factories.publish(announcement, introduction=text)

    (prose,) = html.document_fromstring(mail_html(announced(session))).xpath("//div[p/b]")

    assert prose.xpath("p/b/text()") == ["mot"]
    assert prose.xpath("p/a/@href") == ["https://icom.museum/"]
    assert all(node.get("style") for node in prose.xpath("p | ul | p/a"))


def test_addresses_are_absolute_and_of_this_site_or_of_partners(read):
    document = read()

    addresses = {address.split("/")[2] for address in document.xpath("//@href | //@src")}
    assert addresses == {
        "parvis.example", "icom-finland.example", "icom-france.example", "icom-greece.example", "icom-israel.example",
        "cimuset.example",
    }  # fmt: skip
    assert [address for address in document.xpath("//@href | //@src") if "://" not in address] == []


def test_pictures_have_sizes_and_formats_that_mail_programs_know(read):
    pictures = read().xpath("//img")

    assert len(pictures) == 9
    assert {picture.get("src").rpartition(".")[2] for picture in pictures} == {"png", "jpg"}
    assert {(picture.get("width"), picture.get("height")) for picture in pictures} == {("60", "40")}
    assert [picture.get("alt") for picture in pictures if picture.get("alt") is None] == []


def test_join_button_leads_to_the_join_address(read):
    document = read("he")

    assert document.xpath("//td[@bgcolor]/a/@href") == ["https://parvis.example/he/join/solidarites-7/"]
    assert document.xpath("//bdi[starts-with(., 'https')]/@dir") == ["ltr"] * 4


def test_title_is_text_whatever_it_holds(session):
    session = factories.publish(session, title="<script>alert(1)</script> & %(title)s")

    document = html.document_fromstring(mail_html(announced(session)))

    assert document.xpath("//script") == []
    assert document.xpath("//h1/bdi/text()") == ["<script>alert(1)</script> & %(title)s"]
