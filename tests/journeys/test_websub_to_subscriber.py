"""From a changed feed to its subscribers, by a hub that others wrote: discovery, verified intent, ping, fetch, distribution."""

import hashlib
import hmac
import subprocess
import sys
from pathlib import Path

from django.core.management import call_command

import pytest
import requests

from feeds.outbox import Delivery
from tests import factories
from tests.feeds.servers import Asked, http_server

pytestmark = pytest.mark.django_db(transaction=True)

PATHS = [f"/feeds/fr/all/sessions.{extension}" for extension in ("ics", "rss", "atom", "json")]
SECRET = "only between subscriber and hub"


@pytest.fixture
def hub(tmp_path):
    """The address of a hub of its own process."""
    program = Path(__file__).with_name("websub_hub.py")
    command = [sys.executable, str(program), str(tmp_path)]
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture
def site(live_server, settings, hub):
    """Our site under the address where it is really served, with that hub."""
    settings.PARVIS = settings.PARVIS | {"SITE_URL": live_server.url, "WEBSUB_HUB": hub}
    return factories.read_site()


@pytest.fixture
def subscriber():
    """A reader's server: it confirms what it asked for, and takes what it gets."""

    def answer(asked: Asked) -> tuple[int, dict[str, str], bytes]:
        return 200, {}, asked.query.get("hub.challenge", [""])[0].encode()

    with http_server(answer) as server:
        yield server


def subscribe(feed_url: str, *, callback: str) -> None:
    """As W3C WebSub 5.1: the hub and the topic are those that the feed itself names."""
    links = requests.get(feed_url, timeout=5).links
    fields = {
        "hub.mode": "subscribe", "hub.topic": links["self"]["url"], "hub.callback": callback, "hub.secret": SECRET,
    }  # fmt: skip
    assert requests.post(links["hub"]["url"], data=fields, timeout=5).status_code == 202


def tick() -> None:
    """The ticks until the hub has heard of everything: a busy machine needs more than one."""
    for _minute in range(10):
        call_command("tick")
        if not Delivery.objects.exists():
            return
    raise TimeoutError("The hub has not heard of everything.")


def test_change_reaches_a_subscriber_of_each_format_signed_and_with_the_very_bytes_of_the_feed(
    site, session, live_server, subscriber
):
    tick()
    for path in PATHS:
        subscribe(live_server.url + path, callback=subscriber.url + path)

    factories.publish(session, title="Bâtir des solidarités")
    tick()

    verified = [asked.query for asked in subscriber.asked if asked.method == "GET"]
    assert [(query["hub.mode"], query["hub.topic"]) for query in verified] == [
        (["subscribe"], [live_server.url + path]) for path in PATHS
    ]
    distributed = {asked.resource: asked for asked in subscriber.asked if asked.method == "POST"}
    assert (len(subscriber.asked), sorted(distributed)) == (2 * len(PATHS), sorted(PATHS))
    for path, distribution in distributed.items():
        feed = requests.get(live_server.url + path, timeout=5)
        assert distribution.body == feed.content
        signature = hmac.new(SECRET.encode(), feed.content, hashlib.sha512).hexdigest()
        assert distribution.headers["X-Hub-Signature"] == f"sha512={signature}"
        assert [distribution.headers[name] for name in ("Link", "Content-Type")] == [
            feed.headers[name] for name in ("Link", "Content-Type")
        ]


def test_what_did_not_change_reaches_nobody(site, session, live_server, subscriber):
    tick()
    subscribe(live_server.url + PATHS[0], callback=subscriber.url)

    tick()

    assert [asked.method for asked in subscriber.asked] == ["GET"]
