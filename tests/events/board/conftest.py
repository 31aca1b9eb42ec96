"""A session that nobody can join as it stands, and groups for those who are told so."""

import pytest

from events import roles
from tests.events.board.boards import make_ahead
from tests.factories import make_organisation


@pytest.fixture
def groups(db):
    """Those of the roles."""
    make_organisation()
    roles.make_roles()


@pytest.fixture
def red(cycle):
    """A published session of 18 May 2027, 11:00 UTC, without a link."""
    return make_ahead(cycle, link="", meeting_id="", passcode="")
