"""Every feed of the demonstration, fetched and examined as a subscriber's program would find it."""

from django.conf import settings
from django.test import Client

import pytest
import time_machine

from events.models import SessionPage
from feeds.addresses import feed_path, files
from feeds.models import Shelf
from feeds.rules import examine
from tests.cms.demo.loaded import NOW

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def addresses(language):
    """The list of feeds, every file of every feed, every session as a download."""
    scopes = Shelf.objects.filter(language=language).values_list("scope", flat=True).distinct()
    codes = SessionPage.objects.values_list("code", flat=True).distinct()
    return [
        f"/feeds/{language}/feeds.opml",
        *(feed_path(scope=scope, language=language, file=file) for scope in scopes for _, file in files()),
        *(f"/feeds/{language}/session/{code}.ics" for code in codes),
    ]


def faults_at(path):
    response = Client().get(path)
    findings = examine(response.content, format=path.rpartition(".")[2], url=settings.SITE_URL + path)
    return [f"{path} {each.where}: {each} ({each.rule})" for each in findings]


@pytest.mark.parametrize("language", LANGUAGES)
def test_feeds_have_no_fault(demo, db, language):
    with time_machine.travel(NOW):
        Client().get(f"/feeds/{language}/all/sessions.ics")

        faults = {path: faults_at(path) for path in addresses(language)}

    assert len(faults) > 50
    assert [fault for found in faults.values() for fault in found] == []
