"""The restored database beside the one in use, on a server of PostgreSQL."""

import os
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from tests.cms.backup.site import SiteOfItsOwn

pytestmark = pytest.mark.postgres

TWO_AT_ONCE = """
from pathlib import Path
from cms.backup.databases import BackupError, PostgresqlBeside

first, second = PostgresqlBeside(), PostgresqlBeside()
first.create()
try:
    second.create()
    said = "made"
except BackupError as error:
    said = str(error)
second.discard()
kept = first.take_over(aside=Path("/nowhere"), stamp="20261127T030000Z")
first.discard()
third = PostgresqlBeside()
third.create()
third.discard()
[said, kept]
"""


@pytest.fixture
def link():
    with psycopg.connect(os.environ["TEST_POSTGRES_URL"], autocommit=True) as made:
        yield made


@pytest.fixture
def names(link):
    """Gives the databases of the server whose names begin with that of one, which is made and goes."""
    name = f"parvis_{uuid4().hex[:12]}"
    link.execute(f'CREATE DATABASE "{name}"')

    def read() -> list[str]:
        rows = link.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY 1", [name]
        )
        return [each for (each,) in rows.fetchall()]

    yield read
    for each in read():
        link.execute(f'DROP DATABASE "{each}" WITH (FORCE)')


def test_second_restore_at_once_is_refused_and_leaves_what_the_first_one_makes(names, link, tmp_path):
    (name,) = names()
    at = urlsplit(os.environ["TEST_POSTGRES_URL"])

    said, kept = SiteOfItsOwn(tmp_path, f"{at.scheme}://{at.netloc}/{name}").run(TWO_AT_ONCE)

    assert said == f"Another restore of {name} is at work: wait until it has ended."
    assert kept == f"the database {name}_before_20261127t030000z"
    assert names() == [name, f"{name}_before_20261127t030000z"]
