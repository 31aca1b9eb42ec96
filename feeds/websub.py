"""WebSub publishing (W3C WebSub 6): the hub hears of each feed whose bytes changed, and tells that feed's subscribers.

Changes are told through the outbox (feeds/outbox.py): an editor never waits for the hub, and a hub that is away misses nothing.
"""

import datetime
from collections.abc import Iterable
from http.client import HTTPException

from events.addresses import absolute
from feeds.deliveries import DeliveryError, register_sender
from feeds.hub import hub_url
from feeds.outbox import Delivery, enqueue
from feeds.posting import post_form

KIND = "websub"
TIMEOUT = datetime.timedelta(seconds=5)


def connect() -> None:
    """Have pings sent; called once, when all apps are ready."""
    register_sender(KIND, ping)


def announce(paths: Iterable[str], *, now: datetime.datetime) -> None:
    """Tell the hub of the feeds at these paths ("/feeds/fr/all/sessions.rss"); without a hub, nobody.

    Belongs into the transaction that changes them; the tick sends. What was to be told to a hub before this one is forgotten.
    """
    hub = hub_url()
    if hub is None:
        return
    Delivery.objects.filter(kind=KIND).exclude(target=hub).delete()
    enqueue(kind=KIND, target=hub, topics=map(absolute, paths), now=now)


def ping(delivery: Delivery) -> None:
    """Tell the hub that a topic changed; it fetches the topic itself. Any 2xx is success, else DeliveryError.

    A hub that is not ours any more is told nothing, and that is success too.
    Hubs disagree on the name of the topic's field, which WebSub leaves to them: it is sent under both that are in use.
    """
    if delivery.target != hub_url():
        return
    fields = {"hub.mode": "publish", "hub.topic": delivery.topic, "hub.url": delivery.topic}
    try:
        status = post_form(delivery.target, fields, timeout=TIMEOUT)
    except (OSError, HTTPException) as error:
        raise DeliveryError(
            f"The hub gave no answer: {type(error).__name__}: {error}", is_target_away=True
        ) from error
    if not 200 <= status < 300:
        # 4xx is about this topic, but for 429 (RFC 6585 4).
        is_about_topic = 400 <= status < 500 and status != 429
        raise DeliveryError(f"The hub answered {status}.", is_target_away=not is_about_topic)
