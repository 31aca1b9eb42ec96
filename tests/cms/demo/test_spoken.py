"""What is said in the replay of the demonstration: one file of captions and one transcript in each of its languages."""

from datetime import timedelta

from django.utils import timezone

import pytest
import time_machine

from cms.demo.spoken import transcript, vtt
from tests.cms.demo.content import read
from tests.cms.demo.loaded import session
from tests.events.reader import read as read_page
from tests.events.reader import texts

CODE = "saison-1"


def said(language: str) -> list[str]:
    return read(language)["season"]["sessions"]["reserves-ouvertes"]["said"]


def test_sentences_become_cues_that_follow_one_another():
    assert vtt(["A & B", "C -->"], [0, 59, 3661]) == (
        "WEBVTT\n\n"
        "00:00:00.000 --> 00:00:59.000\nA &amp; B\n\n"
        "00:00:59.000 --> 01:01:01.000\nC --&gt;\n"
    )  # fmt: skip


def test_sentences_become_paragraphs():
    assert transcript(["A & B", "C"]) == "<p>A &amp; B</p><p>C</p>"
    assert transcript([]) == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_page_of_the_replay_shows_transcript_and_captions_of_its_language(client, language):
    page = session(CODE, language)

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        response = read_page(client, page.get_url())
        captions = client.get(page.captions.url)
        written = captions.getvalue()
        captions.close()

    assert texts(response, "//details[@class='transcript']//p") == [
        " ".join(each.split()) for each in said(language)
    ]
    assert response.tree.xpath("//section[@class='replay']//a[contains(@href, '.vtt')]/@href") == [
        page.captions.url
    ]
    assert captions["Content-Type"] == "text/vtt"
    assert written.decode().splitlines()[3::3] == said(language)


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_languages_without_captions_have_neither_captions_nor_transcript():
    pages = [session(CODE, language) for language in ("es", "el", "he", "fi")]

    assert [(page.captions, page.transcript) for page in pages] == [(None, "")] * 4
