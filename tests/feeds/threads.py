"""Works at the same time, for tests of races on a server that lets them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def in_threads(*works: Callable[[], object]) -> None:
    """Run all of them at once, each with a connection of its own; raises what one of them raises, or after 60 seconds."""

    def run(work):
        try:
            work()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(len(works))
    try:
        for future in [pool.submit(run, work) for work in works]:
            future.result(timeout=60)
    finally:
        pool.shutdown(wait=False)
