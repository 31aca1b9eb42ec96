"""Our site, and a partner's on another origin."""

from django.utils import timezone

import pytest
import time_machine

from feeds.refresh import refresh
from tests import factories
from tests.browser.conftest import base_url, browser_type_launch_args  # noqa: F401  (fixtures)
from tests.events import announced
from tests.partners.partner import PartnerSite


@pytest.fixture
def ours(live_server, transactional_db, tmp_path, settings):
    """The address of our site, which prints it too: the announced session the day before, cycle and session in Hebrew too."""
    settings.MEDIA_ROOT = tmp_path
    settings.PARVIS = settings.PARVIS | {"SITE_URL": live_server.url, "STORE_DIR": str(tmp_path / "feeds")}
    session = announced.make_announced(factories.read_site())
    factories.translate(session.get_parent().specific, "he", title="סולידריות, מוזיאונים")
    factories.translate(session, "he", title="לבנות סולידריות")
    refresh(now=timezone.now())
    with time_machine.travel(announced.DAY_BEFORE):
        yield live_server.url


@pytest.fixture
def partner():
    """A site of a partner, empty yet."""
    with PartnerSite() as site:
        yield site
