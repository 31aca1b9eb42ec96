"""The file of a mail, read back by Python's parser: subject, text and HTML are what was put in, and nothing else is there."""

import email
from email import policy

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events.announcing.mail import mail_bytes
from events.text import clean_line

LANGUAGE = "he"
SUBJECTS = {
    "fr": "Annulée : Séance 7 : Construire des solidarités entre musées du monde - mardi 18 mai 2021",
    "el": "Συνεδρία 7: Χτίζοντας δεσμούς αλληλεγγύης ανάμεσα στα μουσεία του κόσμου - Τρίτη 18 Μαΐου 2021",
    "he": "מפגש 7: לבנות סולידריות בין מוזיאונים בעולם - יום שלישי, 18 במאי 2021",
}
# As a mail program may get it: lines of any text, without the characters that a mail cannot have or would change.
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400)


def written(*, subject: str = "A", text: str = "B\n", html: str = "<p>C</p>\n") -> bytes:
    return mail_bytes(subject=subject, text=text, html=html, language=LANGUAGE)


def parsed(file: bytes):
    message = email.message_from_bytes(file, policy=policy.default)
    assert message.defects == []
    return message


def content_of(part) -> str:
    """What a part holds, without the line break that ends each part; lines of a mail end with CRLF."""
    return part.get_content().replace("\r\n", "\n").removesuffix("\n")


@pytest.mark.parametrize("language", SUBJECTS)
def test_subject_comes_back_as_it_was_written(language):
    file = written(subject=SUBJECTS[language])

    assert parsed(file)["Subject"] == SUBJECTS[language]
    assert file.isascii()
    assert max(map(len, file.split(b"\r\n"))) <= 78


@given(st.text(max_size=300))
@example("mardi é " * 20)
@example("=?utf-8?q?a?= =?utf-8?q?b?=")
@example("Séance 7\r\nBcc: somebody@parvis.example\r\n\r\n<p>")
def test_subject_is_one_header_whatever_it_holds(subject):
    message = parsed(written(subject=subject))

    assert sorted(message.keys()) == ["Content-Type", "MIME-Version", "Subject", "X-Unsent"]
    assert message["Subject"] == clean_line(subject)


@given(texts, texts)
@example("שלום\n\n- ICOM Ελληνικό Τμήμα\n" * 90, "<p>" + "é" * 2000 + "</p>")
@example(".\nFrom here\n", "=_parvis\n--=_parvis--\n")
def test_text_and_html_come_back_as_they_were_written(text, html):
    message = parsed(written(text=text, html=html))

    parts = list(message.iter_parts())
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert [content_of(part) for part in parts] == [text.removesuffix("\n"), html.removesuffix("\n")]


def test_file_is_carried_everywhere_and_the_same_each_time():
    file = written(text="é" * 3000, html="<p>ש</p>" * 500)

    assert file == written(text="é" * 3000, html="<p>ש</p>" * 500)
    assert file.isascii()
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert max(map(len, file.split(b"\r\n"))) <= 998


def test_file_opens_as_a_draft_in_its_language():
    message = parsed(written())

    assert message["X-Unsent"] == "1"
    assert [part["Content-Language"] for part in message.iter_parts()] == ["he", "he"]
    assert [message[name] for name in ("Date", "Message-ID", "From", "To")] == [None] * 4
