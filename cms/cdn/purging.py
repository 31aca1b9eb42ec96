"""Purges go through the outbox (feeds/outbox.py): written in the transaction of the change, sent at once in a thread, tried again by tick.

And once more AGAIN_AFTER: until then the proxy, or another web process, may answer with what it had before the change, and a cache that
asked meanwhile would keep that for as long as a feed holds.

An editor never waits for a cache, and a cache that is away misses nothing. How a cache is asked is Wagtail's frontend cache
(WAGTAILFRONTENDCACHE, from the variable CDN); its signal handlers, which would ask within the editor's request and once, are not used.
"""

import datetime
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from wagtail.contrib.frontend_cache.utils import get_backends

from cms.cdn.addresses import touched_paths
from events.addresses import absolute
from events.now import now
from feeds.deliveries import DeliveryError, deliver_due, register_sender_of_many
from feeds.outbox import Delivery, enqueue
from feeds.outlets import Touched, register_listener

logger = logging.getLogger(__name__)

KIND, KIND_AGAIN = "cdn", "cdn_again"
# Longer than docker/nginx and a web process together give an answer from memory without asking: a second each, begun, and the way there.
AGAIN_AFTER = datetime.timedelta(seconds=3)
# What one call to a cache holds at most: CloudFront takes 3,000 in all that are under way.
AT_ONCE = 1_000
# Loggers to which Wagtail's backends tell what went wrong, which they do not raise.
OF_BACKENDS = {"wagtail.frontendcache", "root"}

_sending = threading.Lock()


def connect() -> None:
    """Have changes told to the caches that are configured, if any; called once, when all apps are ready."""
    register_sender_of_many(KIND, purge_twice, at_once=AT_ONCE)
    register_sender_of_many(KIND_AGAIN, purge, at_once=AT_ONCE)
    if settings.WAGTAILFRONTENDCACHE:
        register_listener(note)


def note(touched: Touched, moment: datetime.datetime) -> None:
    """Write down what each cache has to forget; belongs into the transaction of the change. One batch for each cache."""
    topics = sorted(map(absolute, touched_paths(touched)))
    for target in settings.WAGTAILFRONTENDCACHE:
        enqueue(kind=KIND, target=target, topics=topics, now=moment)
    transaction.on_commit(send_soon, robust=True)


def send_soon() -> None:
    """Send in a thread what is due, and its repetition when that is. Where one is at it already, that one or the next tick does."""
    threading.Thread(target=_send, name="parvis-cdn", daemon=True).start()


def _send() -> None:
    _send_due(KIND)
    # Neither the lock nor a connection is held meanwhile: another change is told at once.
    time.sleep(AGAIN_AFTER.total_seconds())
    _send_due(KIND_AGAIN)


def _send_due(kind: str) -> None:
    # Who waits here longer than another one's run leaves the rest to tick.
    if not _sending.acquire(timeout=30):
        return
    try:
        deliver_due(now(), kinds=[kind])
    except Exception:  # the thread ends with it, and tick tries again
        logger.exception("Caches could not be told what has changed")
    finally:
        _sending.release()
        connection.close()


def purge_twice(deliveries: Sequence[Delivery]) -> None:
    """Purge, and write down that it is to be done again AGAIN_AFTER. Whoever dies in between is followed by one who does both."""
    purge(deliveries)
    moment, target = now(), deliveries[0].target
    if target in settings.WAGTAILFRONTENDCACHE:
        topics = [delivery.topic for delivery in deliveries]
        enqueue(kind=KIND_AGAIN, target=target, topics=topics, now=moment, due_at=moment + AGAIN_AFTER)


def purge(deliveries: Sequence[Delivery]) -> None:
    """Have one cache forget these addresses, by one call of its backend. A cache that is not ours any more is told nothing."""
    target = deliveries[0].target
    if target not in settings.WAGTAILFRONTENDCACHE:
        return
    (backend,) = get_backends(backends=[target]).values()
    with _complaints() as complaints:
        try:
            backend.purge_batch([delivery.topic for delivery in deliveries])
        except DeliveryError:
            raise
        except Exception as error:
            raise DeliveryError(f"{type(error).__name__}: {error}", is_target_away=True) from error
    if complaints:
        raise DeliveryError(complaints[0], is_target_away=True)


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What a backend logs as an error meanwhile, in this thread."""
    found, thread = [], threading.get_ident()

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == thread and record.name in OF_BACKENDS:
                found.append(record.getMessage())

    listening = Listening(level=logging.ERROR)
    logging.getLogger().addHandler(listening)
    try:
        yield found
    finally:
        logging.getLogger().removeHandler(listening)
