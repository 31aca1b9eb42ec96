"""Sized copies that tick makes before the first reader asks for them."""

import datetime

from django.utils import timezone

from wagtail.images.models import Rendition

import pytest

from events import pictures_ahead
from events.models import SessionPage
from events.pictures_ahead import RECENT, make_pictures
from tests import factories
from tests.events import announced
from tests.events.announced import ADDRESS

pytestmark = pytest.mark.django_db


def made() -> dict[str, int]:
    """How many copies each image has, logos left out."""
    titles = Rendition.objects.exclude(image__title__in=["logo", "cycle"]).values_list(
        "image__title", flat=True
    )
    return {title: list(titles).count(title) for title in sorted(set(titles))}


def test_pictures_of_a_session_are_there_before_its_first_reader(client, announcement):
    make_pictures(timezone.now())
    before = made()

    assert client.get(ADDRESS).status_code == 200

    assert sum(before.values()) == 2 * 4 + 5
    assert made() == before


def test_picture_of_an_article_is_there_before_its_first_reader(client, site):
    news = factories.make_news(site, image=announced.make_image("front"))
    make_pictures(timezone.now())

    assert client.get(news.get_url()).status_code == 200

    assert made() == {"front": 5}


def test_pictures_of_what_was_published_long_ago_are_left_to_its_readers(announcement):
    SessionPage.objects.update(last_published_at=timezone.now() - RECENT - datetime.timedelta(minutes=1))

    make_pictures(timezone.now())

    assert made() == {}


def test_what_takes_too_long_goes_on_a_minute_later(announcement, monkeypatch):
    monkeypatch.setattr(pictures_ahead, "LONGEST", 0)
    make_pictures(timezone.now())
    first = made()
    monkeypatch.undo()

    make_pictures(timezone.now())

    assert first == {"poster": 5}
    assert made() == {"gate": 4, "pickett": 4, "poster": 5}
