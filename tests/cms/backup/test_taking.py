"""Where a backup may be written."""

from django.core.management import CommandError, call_command

import pytest

pytestmark = pytest.mark.django_db


def test_folder_that_is_not_there_does_not_become_the_name_of_a_file(tmp_path):
    missing = tmp_path / "not-mounted"

    with pytest.raises(CommandError, match=r"There is no folder .*not-mounted: make it first"):
        call_command("backup", str(missing))

    assert not missing.exists()
