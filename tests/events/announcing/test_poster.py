"""The poster: a sheet that prints, with the code of its short link; and as PDF where that can be made."""

import re
import zlib
from contextlib import suppress

import pytest
from lxml import html

from events.announcing import poster as module
from events.announcing.poster import makes_pdf, poster_html, poster_pdf, stored_name
from events.phrases import Phrase
from events.qr import qr_svg
from tests import factories
from tests.events.announcing.made import LANGUAGES, announced, announcements

pytestmark = pytest.mark.slow


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("he", "rtl")])
def test_sheet_is_a4_in_its_language_and_direction(session, language, direction):
    written = poster_html(announced(session, language))

    document = html.document_fromstring(written)
    assert (document.get("lang"), document.get("dir")) == (language, direction)
    assert "@page { size: A4;" in document.xpath("//style/text()")[0]
    assert document.xpath("//script | //link") == []


@pytest.mark.django_db
def test_sheet_has_the_code_of_the_short_link(session):
    written = poster_html(announced(session))

    assert (
        qr_svg("https://parvis.example/s/solidarites-7", title="https://parvis.example/s/solidarites-7")
        in written
    )
    assert html.document_fromstring(written).xpath("//p[@class='short']/bdi/text()") == [
        "https://parvis.example/s/solidarites-7"
    ]


@pytest.mark.django_db
def test_hint_is_in_the_editors_language_and_only_where_it_is_asked_for(session):
    found = announced(session, "he")

    assert html.document_fromstring(poster_html(found)).xpath("//p[@class='hint']") == []
    (hint,) = html.document_fromstring(poster_html(found, hint=Phrase("Imprimez", "fr"))).xpath(
        "//p[@class='hint']"
    )
    assert (hint.text, hint.get("lang"), hint.get("dir")) == ("Imprimez", "fr", "ltr")


@pytest.mark.django_db
def test_sheet_without_questions_has_the_introduction(session):
    session = factories.publish(session, introduction="<p>Des musées.</p>")

    assert html.document_fromstring(poster_html(announced(session))).xpath(
        "//div[@class='text']//p/text()"
    ) == ["Des musées."]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://parvis.example/media/images/a.png", "images/a.png"),
        ("https://parvis.example/media/images/%C3%A9.png?v=1", "images/é.png"),
    ],
)
def test_pictures_come_from_the_storage(address, name):
    assert stored_name(address) == name


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/media/a.png",
        "file:///etc/passwd",
        "http://parvis.example/media/a.png",
        "https://parvis.example/admin/",
        "/media/a.png",
    ],
)
def test_nothing_but_pictures_of_this_site_is_fetched(address):
    with pytest.raises(ValueError, match="Only pictures of this site"):
        stored_name(address)


@pytest.mark.parametrize("failure", [ImportError, OSError])
def test_no_pdf_is_made_without_weasyprint_or_its_libraries(monkeypatch, failure):
    def fail(name):
        raise failure

    monkeypatch.setattr(module, "import_module", fail)
    makes_pdf.cache_clear()
    try:
        assert makes_pdf() is False
    finally:
        makes_pdf.cache_clear()


def opened(pdf: bytes) -> bytes:
    """The file with its compressed streams unpacked behind it."""
    unpacked = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            unpacked.append(zlib.decompress(stream))
    return b"\n".join(unpacked)


@pytest.mark.pango
@pytest.mark.django_db
@pytest.mark.parametrize(
    "language",
    [pytest.param(each, marks=[] if each in {"fr", "he"} else pytest.mark.slow) for each in LANGUAGES],
)
def test_pdf_is_one_tagged_page_and_the_same_each_time(announcement, language, caplog):
    found = announcements(announcement)[language]

    pdf = poster_pdf(found)

    assert pdf == poster_pdf(found)
    objects = opened(pdf)
    assert len(re.findall(rb"/Type\s*/Page\b", objects)) == 1
    assert re.search(rb"/MarkInfo\s*<<\s*/Marked true", objects)
    assert re.search(rb"/Lang\s*\(" + language.encode(), objects)
    assert b"pdfuaid:part" in objects
    assert objects.count(b"/Alt") == 9
    assert [record.getMessage() for record in caplog.records if record.name.startswith("weasyprint")] == []
