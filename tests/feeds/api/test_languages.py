"""A language that the site withdrew, as feeds have it; one that it never had; and cursors of another time."""

from django.utils import timezone

import pytest

from feeds.api.records import Resource
from feeds.models import Edition
from feeds.refresh import look_at_the_clock
from tests.feeds.api.asking import codes, get, said
from tests.feeds.api.mirror import Mirror, everything

pytestmark = pytest.mark.django_db


def withdraw(settings, language: str) -> None:
    offer(settings, [each for each in settings.LANGUAGES if each[0] != language])


def offer(settings, languages: list[tuple[str, str]]) -> None:
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = languages
    look_at_the_clock(timezone.now())


def test_withdrawn_language_is_answered_in_the_site_s_first(world, settings):
    withdraw(settings, "he")

    assert said("sessions", lang="he") == said("sessions", lang="fr")
    assert said("sessions/solidarites-7", lang="he")["title"] == "Construire des solidarités"


def test_withdrawn_language_is_gone_for_mirrors_and_holds_no_word(world, settings):
    mirror = Mirror("he")
    mirror.follow()
    assert mirror.items
    withdraw(settings, "he")
    mirror.follow()

    assert mirror.items == {}
    assert set(Resource.objects.filter(language="he").values_list("is_gone", "body", "text")) == {
        (True, "", "")
    }


def test_language_that_comes_back_says_everything_again(world, settings):
    offered = settings.LANGUAGES
    mirror = Mirror("he")
    mirror.follow()
    withdraw(settings, "he")
    mirror.follow()
    offer(settings, offered)
    mirror.follow()

    assert mirror.items == everything("he")
    assert codes(lang="he") == ["solidarites-7", "solidarites-8"]


@pytest.mark.parametrize("path", ["sessions", "changes", "sessions/solidarites-7"])
def test_language_that_never_was_is_refused(world, path):
    answer = get(path, lang="de")

    assert (answer.status_code, answer.json()["parameter"]) == (422, "lang")


def test_cursor_that_the_site_has_not_come_to_is_refused(world):
    edition = Edition.objects.get().number
    answers = [get("changes", cursor=f"{number}-1") for number in (edition, edition + 1, 10**15 - 1)]

    assert [answer.status_code for answer in answers] == [200, 422, 422]
    assert answers[1].json()["parameter"] == "cursor"
