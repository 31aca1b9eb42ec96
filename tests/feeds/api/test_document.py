"""The API does what its document says, and nothing else, for whatever schemathesis makes of that document."""

from django.core.handlers.wsgi import WSGIHandler

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS, load_all_checks

pytestmark = [pytest.mark.django_db, pytest.mark.hypothesis]

# What no document can know: which codes there are, and how far the site has come. A role is that of an organisation.
KNOWN_BY_THE_SITE = {"organisation", "cycle", "role", "cursor"}
load_all_checks()
ACCEPTED = CHECKS.get_one("positive_data_acceptance")

schema = schemathesis.pytest.from_fixture("document")


@pytest.fixture
def document(world, on_own_connection):
    """The document as it is served."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())


@schema.parametrize()
@settings(suppress_health_check=list(HealthCheck))
def test_api_does_what_its_document_says(case):
    response = case.call(headers={"Host": "parvis.example"})

    case.validate_response(response, excluded_checks=[ACCEPTED])
    if response.status_code == 422 and case.meta and case.meta.generation.mode.is_positive:
        assert response.json()["parameter"] in KNOWN_BY_THE_SITE
