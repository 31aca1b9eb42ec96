"""A clock for pages from memory."""

import pytest
import time_machine

from tests.events.announced import DAY_BEFORE


@pytest.fixture
def moment():
    """A clock that is moved by hand."""
    with time_machine.travel(DAY_BEFORE, tick=False) as clock:
        yield clock
