"""What a process remembers: of one generation, and never more than it may."""

import datetime

from feeds.memory import Memory
from feeds.responses import Form, Prepared

MOMENT = datetime.datetime(2021, 5, 3, tzinfo=datetime.UTC)


def prepared(size: int) -> Prepared:
    return Prepared(
        changed=MOMENT, forms={"identity": Form(etag='"x"', body=b"x" * size, headers={}, bare={})}
    )


def known(memory: Memory, *paths: str) -> list[str]:
    return [path for path in paths if memory.find(path, generation=1)]


def test_answer_is_known_for_its_own_generation_only():
    memory, answer = Memory(max_bytes=100), prepared(10)
    memory.remember("/a", answer, generation=1)

    assert memory.find("/a", generation=1) is answer
    assert memory.find("/a", generation=2) is None
    assert (memory.find("/a", generation=1), memory.size) == (None, 0)


def test_longest_unused_leaves_first():
    memory = Memory(max_bytes=25)
    for path in ("/a", "/b"):
        memory.remember(path, prepared(10), generation=1)
    memory.find("/a", generation=1)

    memory.remember("/c", prepared(10), generation=1)

    assert (known(memory, "/a", "/b", "/c"), memory.size) == (["/a", "/c"], 20)


def test_what_is_larger_than_all_that_may_be_kept_is_not_kept():
    memory = Memory(max_bytes=25)
    memory.remember("/a", prepared(26), generation=1)

    assert (known(memory, "/a"), memory.size) == ([], 0)


def test_answer_that_is_remembered_anew_counts_once():
    memory = Memory(max_bytes=25)
    for size in (10, 20):
        memory.remember("/a", prepared(size), generation=1)

    assert memory.size == 20


def test_newer_answer_that_another_thread_remembered_meanwhile_stays():
    memory, newer = Memory(max_bytes=100), prepared(20)
    memory.remember("/a", prepared(10), generation=1)
    found = memory._answers["/a"]
    memory.remember("/a", newer, generation=2)

    memory._forget_if("/a", found)

    assert (memory.find("/a", generation=2), memory.size) == (newer, 20)
