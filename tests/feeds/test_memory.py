"""What a process remembers: of one generation, and never more than it may."""

import datetime
import gc
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from feeds.memory import OVERHEAD, REMEMBER, Memory, remember
from feeds.responses import Form, Prepared, prepare
from feeds.store import represent

MOMENT = datetime.datetime(2021, 5, 3, tzinfo=datetime.UTC)
ONE, TWO = b"1" * 8, b"2" * 8


def prepared(size: int) -> Prepared:
    return Prepared(
        changed=MOMENT,
        format="ics",
        forms={"identity": Form(etag='"x"', body=b"x" * size, headers={}, bare={})},
    )


def known(memory: Memory, *paths: str) -> list[str]:
    return [path for path in paths if memory.find(path, generation=ONE)]


def keep(memory: Memory, path: str, answer: Prepared, *, generation: bytes = ONE) -> None:
    """As a view does."""
    remember({REMEMBER: partial(memory.remember, generation=generation)}, path, answer)


def make_memory(*, room_for: int, generation: bytes = ONE) -> Memory:
    """One in a generation, with room for so many answers of ten bytes."""
    memory = Memory(max_bytes=room_for * (OVERHEAD + 10))
    memory.find("/", generation=generation)
    return memory


def test_answer_is_known_for_its_own_generation_only():
    memory, answer = make_memory(room_for=1), prepared(10)
    keep(memory, "/a", answer)

    assert memory.find("/a", generation=ONE) is answer
    assert memory.find("/a", generation=TWO) is None
    assert (memory.find("/a", generation=ONE), memory.size) == (None, 0)


def test_another_generation_forgets_what_nobody_asked_for_too():
    """A number that comes back, as from a backup, brings nothing back."""
    memory = make_memory(room_for=2)
    keep(memory, "/a", prepared(10))

    memory.find("/b", generation=TWO)

    assert (memory.size, memory.find("/a", generation=ONE)) == (0, None)


def test_answer_of_a_generation_that_is_over_is_not_kept():
    memory = make_memory(room_for=1, generation=TWO)

    keep(memory, "/a", prepared(10))

    assert (memory.size, memory.find("/a", generation=TWO), memory.find("/a", generation=ONE)) == (
        0,
        None,
        None,
    )


def test_longest_unused_leaves_first():
    memory = make_memory(room_for=2)
    for path in ("/a", "/b"):
        keep(memory, path, prepared(10))
    memory.find("/a", generation=ONE)

    keep(memory, "/c", prepared(10))

    assert (known(memory, "/a", "/b", "/c"), memory.size) == (["/a", "/c"], 2 * (OVERHEAD + 10))


def test_what_is_larger_than_all_that_may_be_kept_is_not_kept():
    memory = make_memory(room_for=1)
    keep(memory, "/a", prepared(11))

    assert (known(memory, "/a"), memory.size) == ([], 0)


def test_answer_that_is_remembered_anew_counts_once():
    memory = make_memory(room_for=2)
    for size in (5, 10):
        keep(memory, "/a", prepared(size))

    assert memory.size == OVERHEAD + 10


def test_threads_of_two_generations_are_never_given_the_other_ones_answers():
    """While answers leave for others, and the number goes back and forth."""
    memory: Memory[str, tuple[bytes, str]] = Memory(max_bytes=3 * 10)

    def work(generation: bytes) -> set[tuple[bytes, str]]:
        wrong = set()
        for number in range(4_000):
            path = f"/{number % 5}"
            found = memory.find(path, generation=generation)
            if found not in {None, (generation, path)}:
                wrong.add(found)
            memory.remember(path, (generation, path), size=10, generation=generation)
        return wrong

    with ThreadPoolExecutor(4) as threads:
        wrong = set().union(*threads.map(work, [ONE, ONE, ONE, TWO]))

    assert (wrong, memory.size <= memory.max_bytes) == (set(), True)


@pytest.mark.slow
@pytest.mark.parametrize("length", [0, 300, 20_000])
def test_memory_takes_no_more_of_the_machine_than_it_may(length):
    """Ten times as many answers as fit, made as the views make them; counted by Python's allocator."""
    memory = Memory(max_bytes=3_000_000)
    memory.find("/", generation=ONE)
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(30_000_000 // (length + OVERHEAD)):
            path = f"/feeds/fr/cycle-{number}/sessions.ics"
            keep(memory, path, answer(path, length=length))
        gc.collect()
        taken, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert memory.size <= memory.max_bytes
    assert taken <= memory.max_bytes


def answer(path: str, *, length: int) -> Prepared:
    """Of a body that no coding makes much shorter than `length`."""
    body = b"".join(f"{number * 2654435761:x}".encode() for number in range(length // 8))
    about = {
        "path": path, "version": "one", "changed": MOMENT, "media_type": "text/calendar; charset=utf-8", "language": "fr",
        "filename": "all-sessions-fr.ics", "is_download": False, "max_age": 300,
    }  # fmt: skip
    return prepare(represent(body=body, **about), now=MOMENT)
