"""Machine translation, through the editor's button and a service on this machine: a draft that a person approves."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from django.urls import reverse

import pytest
from wagtail_localize.models import StringTranslation

from cms.settings import environment
from events.models import SessionPage
from tests.events.logged_in import administrator, told
from tests.journeys.desk import Desk, translation_of

pytestmark = pytest.mark.django_db


class LibreTranslate(BaseHTTPRequestHandler):
    """Answers as LibreTranslate does, each text in brackets; with `status` other than 200 it fails."""

    status = 200

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps({"translatedText": [f"[{asked['target']}] {text}" for text in asked["q"]]})
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args):
        """Nothing on the terminal."""


@pytest.fixture
def service(settings, monkeypatch):
    """The handler's class, so that a test can make it fail; the site is configured to use it."""
    server = HTTPServer(("127.0.0.1", 0), LibreTranslate)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("LIBRETRANSLATE_URL", f"http://127.0.0.1:{server.server_port}/")
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = environment.machine_translator()
    yield LibreTranslate
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def greek(client, session, django_capture_on_commit_callbacks):
    """A Greek translation that nobody has written yet, and the desk of an administrator."""
    desk = Desk(client=administrator(client), commit=django_capture_on_commit_callbacks, user="admin")
    desk.submit(session, "el")
    return SessionPage.objects.get(translation_key=session.translation_key, locale__language_code="el"), desk


def translate(page, desk):
    address = reverse("wagtail_localize:machine_translate", args=[translation_of(page).pk])
    return desk.client.post(address, {"next": reverse("wagtailadmin_home")}, follow=True)


def written() -> list[str]:
    return sorted(StringTranslation.objects.filter(translation_type="machine").values_list("data", flat=True))


def test_machine_writes_a_draft_that_a_person_publishes(service, greek):
    page, desk = greek

    translate(page, desk)

    assert "[el] Construire des solidarités" in written()
    assert not SessionPage.objects.get(pk=page.pk).live
    desk.publish_translation(page.get_parent().specific)
    assert desk.publish_translation(page).title == "[el] Construire des solidarités"


def test_service_that_fails_is_said_and_changes_nothing(service, greek, monkeypatch):
    page, desk = greek
    monkeypatch.setattr(service, "status", 503)

    answer = translate(page, desk)

    assert "The translation service did not answer as it should." in told(answer)
    assert written() == []


def test_without_a_service_there_is_nothing_to_press(greek):
    page, desk = greek

    assert translate(page, desk).status_code == 404
    assert (
        "machine_translate"
        not in desk.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )


@pytest.mark.parametrize(
    ("given", "service", "options"),
    [
        ({}, "", {}),
        ({"DEEPL_AUTH_KEY": "key", "LIBRETRANSLATE_URL": "https://t.example"}, "deepl.DeepLTranslator", {"AUTH_KEY": "key"}),
        (
            {"LIBRETRANSLATE_URL": "https://t.example/", "LIBRETRANSLATE_API_KEY": "key"},
            "libretranslate.LibreTranslator",
            {"LIBRETRANSLATE_URL": "https://t.example", "API_KEY": "key"},
        ),
    ],
)  # fmt: skip
def test_environment_chooses_the_service(monkeypatch, given, service, options):
    for name in ("DEEPL_AUTH_KEY", "LIBRETRANSLATE_URL", "LIBRETRANSLATE_API_KEY"):
        monkeypatch.setenv(name, given.get(name, ""))

    chosen = environment.machine_translator()

    expected = (
        {"CLASS": f"wagtail_localize.machine_translators.{service}", "OPTIONS": options} if service else None
    )
    assert chosen == expected
