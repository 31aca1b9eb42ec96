"""The loaded demonstration, around 17 May 2021, the day before the real session."""

import io

from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction

import pytest
import time_machine

from tests import factories
from tests.cms.demo.loaded import NOW, TODAY


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker):
    """Loading takes seconds: once for this folder (a package for that reason), rolled back behind it."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        factories.empty_site()
        with time_machine.travel(NOW):
            call_command("load_demo", f"--today={TODAY}", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)
    cache.clear()
