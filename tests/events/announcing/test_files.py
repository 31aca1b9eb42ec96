"""The files of an announcement: what each is called, and an archive that is the same each time."""

import email
import io
import re
import zipfile
from dataclasses import replace
from email import policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.announcing import files
from events.announcing.files import archive_of, file_name, zipped
from events.announcing.mail import mail_html
from events.announcing.mail_text import mail_text
from events.announcing.poster import poster_html
from events.announcing.social import social_long, social_short
from events.phrases import Phrase
from tests.events.announcing.made import announced, announcements

pytestmark = pytest.mark.slow

NAMES = ["announcement.eml", "announcement.html", "announcement.txt", "poster.html", "social.txt"]


def content_of(part) -> str:
    """What a part holds; lines of a mail end with CRLF."""
    return part.get_content().replace("\r\n", "\n")


@pytest.fixture
def no_pdf(monkeypatch):
    monkeypatch.setattr(files, "makes_pdf", lambda: False)


@pytest.fixture
def archive(announcement, no_pdf):
    return zipfile.ZipFile(io.BytesIO(archive_of(announcements(announcement).values())))


@pytest.mark.django_db
def test_archive_has_a_folder_for_each_language(archive):
    assert archive.testzip() is None
    assert archive.namelist() == [
        f"{language}/{name}" for language in ("el", "en", "es", "fi", "fr", "he") for name in NAMES
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "el", "he"])
def test_files_of_a_language_are_its_mail_poster_and_social_text(archive, announcement, language):
    found = announced(announcement, language)

    read = {name: archive.read(f"{language}/{name}").decode() for name in NAMES}
    assert read["announcement.html"] == mail_html(found)
    assert read["announcement.txt"] == mail_text(found)
    assert read["poster.html"] == poster_html(found)
    assert read["social.txt"] == f"{social_short(found)}\n---\n\n{social_long(found)}"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "el", "he"])
def test_mail_file_holds_the_same_text_and_html(archive, announcement, language):
    found = announced(announcement, language)

    message = email.message_from_bytes(archive.read(f"{language}/announcement.eml"), policy=policy.default)

    assert message["Subject"] == found.subject
    assert content_of(message.get_body(["plain"])) == mail_text(found)
    assert content_of(message.get_body(["html"])) == mail_html(found)
    assert message.defects == []


@pytest.mark.django_db
def test_archive_is_the_same_each_time(announcement, no_pdf):
    assert archive_of(announcements(announcement).values()) == archive_of(
        announcements(announcement).values()
    )


@pytest.mark.django_db
def test_poster_in_the_archive_is_a_pdf_where_one_can_be_made(announcement, monkeypatch):
    monkeypatch.setattr(files, "makes_pdf", lambda: True)
    monkeypatch.setattr(files, "poster_pdf", lambda found: b"%PDF-" + found.language.encode())

    archive = zipfile.ZipFile(io.BytesIO(archive_of([announced(announcement, "he")])))

    assert archive.read("he/poster.pdf") == b"%PDF-he"
    assert "he/poster.html" not in archive.namelist()


@given(st.dictionaries(st.from_regex(r"\A[a-z]{1,8}/[a-z]{1,8}\Z"), st.binary(max_size=50)))
def test_zip_is_read_back_in_the_order_of_names_and_without_a_date(contents):
    archive = zipfile.ZipFile(io.BytesIO(zipped(contents)))

    assert {name: archive.read(name) for name in archive.namelist()} == contents
    assert archive.namelist() == sorted(contents)
    assert {entry.date_time for entry in archive.infolist()} <= {(1980, 1, 1, 0, 0, 0)}
    assert zipped(contents) == zipped(dict(reversed(contents.items())))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("מוזיאונים", "Séance 7 \u00a0 מוזיאונים.eml"),
        ('Αθήνα; / \\ : * ? " < > |', "Séance 7 \u00a0 Αθήνα;.eml"),
        ("...", "Séance 7.eml"),
    ],
)
def test_file_is_called_by_its_headline(session, title, name):
    found = replace(announced(session), title=Phrase(title, "he"))

    assert re.sub(r"\s+", " ", file_name(found, "eml")) == re.sub(r"\s+", " ", name)


@pytest.mark.django_db
def test_any_title_makes_a_name_that_every_system_allows(session):
    found = announced(session)

    @given(st.text(max_size=200))
    def check(title):
        name = file_name(replace(found, title=Phrase(title, "fr")), "pdf")
        assert re.search(r'[\\/:*?"<>|\r\n\0]', name) is None
        assert 5 <= len(name) <= 84
        assert not name.startswith(".")

    check()
