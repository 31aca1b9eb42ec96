"""Errors as reports to Sentry, or to a server that speaks its protocol, where SENTRY_DSN names one. Imported only then.

A report says what failed and where in the code, never with which values: no variables, bodies, cookies, queries, headers or addresses of
whoever asked; an editor is a number. Texts are masked as logs are.
"""

from typing import Any

from django.conf import settings

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration

from cms.observing.masking import masked_values
from cms.observing.release import release

# All that is said of a request.
OF_REQUESTS = ("method", "url")
SECONDS_TO_SEND = 2


def connect() -> None:
    """Have errors reported from now on."""
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        release=f"parvis@{release()}",
        environment=settings.SETTINGS_MODULE.rpartition(".")[2],
        integrations=[DjangoIntegration(middleware_spans=False, signals_spans=False, cache_spans=False)],
        auto_enabling_integrations=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=None,
        # Hubs, caches and services of translation are told nothing of us.
        trace_propagation_targets=[],
        send_client_reports=False,
        auto_session_tracking=False,
        shutdown_timeout=SECONDS_TO_SEND,
        before_send=scrub,
    )


def scrub(event: dict[str, Any], _hint: object = None) -> dict[str, Any]:
    """A report without what it must not hold."""
    if request := event.get("request"):
        event["request"] = {name: request[name] for name in OF_REQUESTS if name in request}
    if user := event.pop("user", None):
        event["user"] = {"id": user["id"]} if "id" in user else {}
    # Masked as a sentence; one by one, nothing would say what these values are.
    event.get("logentry", {}).pop("params", None)
    for name in ("breadcrumbs", "extra", "server_name", "modules"):
        event.pop(name, None)
    return masked_values(event, meeting_hosts=settings.PARVIS["MEETING_HOSTS"])
