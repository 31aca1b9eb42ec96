"""How long is waited for the database, in a time of its own."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from cms.deadline import (
    OverdueError,
    Silence,
    deadline_seconds,
    wait_at_most,
    waiting_at_most,
    within,
)

READY, NOT_READY = 1, 0


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def steps():
    """What psycopg runs: it wishes to read, is told whether it can, and ends with a result."""
    return [(yield "read"), (yield "read"), (yield "read")]


def run(generator, answers):
    """Send the answers one by one; the result, or None while there is none."""
    next(generator)
    for answer in answers:
        try:
            generator.send(answer)
        except StopIteration as done:
            return done.value
    return None


def test_steps_end_as_they_would_without_a_deadline(clock):
    assert run(within(steps(), seconds=5, clock=clock), [READY, NOT_READY, READY]) == [1, 0, 1]


def test_steps_end_with_an_error_when_the_server_is_silent_past_the_deadline(clock):
    waiting = within(steps(), seconds=5, clock=clock)

    assert run(waiting, [READY]) is None
    clock.now += 4.9
    waiting.send(NOT_READY)
    clock.now += 0.1
    with pytest.raises(OverdueError, match=r"did not answer within 5 s\."):
        waiting.send(NOT_READY)


def test_steps_that_have_nothing_to_wait_for_end_at_once(clock):
    def ready():
        return 7
        yield

    with pytest.raises(StopIteration) as done:
        next(within(ready(), seconds=5, clock=clock))
    assert done.value.value == 7


def test_answer_that_arrives_late_is_taken(clock):
    waiting = within(steps(), seconds=5, clock=clock)
    run(waiting, [READY])
    clock.now += 60

    waiting.send(READY)
    with pytest.raises(StopIteration):
        waiting.send(READY)


def test_error_of_the_server_is_raised_as_it_is(clock):
    def fails():
        yield "read"
        raise psycopg.errors.DeadlockDetected("deadlock")

    with pytest.raises(psycopg.errors.DeadlockDetected):
        run(within(fails(), seconds=5, clock=clock), [READY])


def test_deadline_is_that_of_the_innermost_block():
    seen = [deadline_seconds()]
    with waiting_at_most(5):
        seen.append(deadline_seconds())
        with waiting_at_most(None):
            seen.append(deadline_seconds())
        seen.append(deadline_seconds())

    assert [*seen, deadline_seconds()] == [None, 5, None, 5, None]


def test_deadline_of_the_process_holds_outside_every_block_and_in_every_thread():
    wait_at_most(7)
    try:
        with waiting_at_most(5), ThreadPoolExecutor(1) as other:
            seen = [deadline_seconds(), other.submit(deadline_seconds).result()]
        assert [*seen, deadline_seconds()] == [5, 7, 7]
    finally:
        wait_at_most(None)


def test_deadline_ends_with_an_error_in_its_block():
    with pytest.raises(ValueError, match="x"), waiting_at_most(5):
        raise ValueError("x")

    assert deadline_seconds() is None


def refuses(silence) -> bool:
    try:
        silence.check()
    except OverdueError:
        return True
    return False


def test_server_that_was_silent_is_asked_by_one_in_each_pause(clock):
    silence = Silence(pause=2, clock=clock)
    asked = [refuses(silence)]

    silence.note()
    for _half_second in range(9):
        asked.append(refuses(silence))
        clock.now += 0.5

    assert asked == [False, True, True, True, True, False, True, True, True, False]


def test_server_that_answers_is_asked_by_everybody(clock):
    silence = Silence(pause=2, clock=clock)
    silence.note()
    clock.now += 2

    assert (refuses(silence), refuses(silence)) == (False, True)
    silence.end()
    assert (refuses(silence), refuses(silence)) == (False, False)
