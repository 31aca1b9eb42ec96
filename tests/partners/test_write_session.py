"""A program of a partner drafts a session and translates it; editors read it over and publish."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command

import pytest

from events import roles
from events.models import SessionPage
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

SCRIPT = Path(__file__).with_name("write_session.py")
TOLD = {
    "cycle": "solidarites",
    "facts": {
        "number": 8, "date": "2021-06-15", "start_time": "13:00", "end_time": "14:30", "timezone": "Europe/Paris",
        "link": factories.LINK, "spoken": ["fr"], "interpreted": ["en", "he"],
    },
    "words": {
        "fr": {"title": "Accueillir ensemble", "introduction": "<p>Une séance.</p>"},
        "he": {"title": "לארח יחד", "introduction": "מפגש."},
    },
}  # fmt: skip


@pytest.fixture
def cycle(cycle):
    """With a page in Hebrew, so that the session can have one; a user of the group Programs."""
    factories.translate(cycle, "he")
    roles.make_roles()
    user = get_user_model().objects.create_user("programme", "programme@parvis.example")
    user.groups.add(Group.objects.get(name=roles.PROGRAMS))
    return cycle


@pytest.fixture
def run(cycle, live_server):
    """Run the script as the partner would; gives what it printed, or what it complained of."""
    out = StringIO()
    call_command("api_tokens", "create", "--user=programme", "--name=script", stdout=out)
    token = next(word for word in out.getvalue().split() if word.startswith("wagtail_"))

    def run(told: dict) -> tuple[int, str]:
        done = subprocess.run(  # noqa: S603  (our own script)
            [sys.executable, SCRIPT, live_server.url], input=json.dumps(told), env=os.environ | {"PARVIS_TOKEN": token},
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        return done.returncode, done.stdout or done.stderr

    return run


def test_script_drafts_a_session_in_two_languages_for_editors_to_publish(run, client):
    status, said = run(TOLD)
    assert status == 0, said
    french, hebrew = (SessionPage.objects.get(pk=json.loads(said)[language]) for language in ("fr", "he"))

    drafts = [page.get_latest_revision_as_object() for page in (french, hebrew)]
    assert [(page.live, page.locale.language_code, page.title, page.number) for page in drafts] == [
        (False, "fr", "Accueillir ensemble", 8),
        (False, "he", "לארח יחד", 8),
    ]
    assert "מפגש" in str(drafts[1].introduction)
    assert client.get(f"/feeds/fr/session/{french.code}.ics").status_code == 404


def test_script_says_what_the_site_refuses(run):
    status, said = run(TOLD | {"facts": TOLD["facts"] | {"link": "https://elsewhere.example/j/1"}})

    assert (status, "422" in said, '"link"' in said) == (1, True, True)
    assert not SessionPage.objects.filter(number=8).exists()
