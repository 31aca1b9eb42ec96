"""Logs: one line for each event, as JSON on standard output or for people on standard error, whoever wrote it (structlog or the standard library).

Knows what no line may hold (masking.py). Imported by settings: nothing here may need Django's apps.
"""

import logging.config
from typing import Any

from django.conf import settings

import structlog

from cms.observing.masking import masked_values

JSON, CONSOLE = "json", "console"
FORMATS = (JSON, CONSOLE)
# What a command answers to people goes to standard output: their lines are beside it.
STREAMS = {JSON: "ext://sys.stdout", CONSOLE: "ext://sys.stderr"}
# Of all that Django hangs on a record, which includes the request, this is plain and says something new.
EXTRAS = ["status_code"]

_common = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_settings(form: str) -> dict[str, Any]:
    """Django's setting LOGGING for a form of lines, "json" or "console"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "cms.observing.logs.make_formatter", "form": form}},
        "handlers": {
            "lines": {"class": "logging.StreamHandler", "stream": STREAMS[form], "formatter": "lines"}
        },
        # Libraries tell each step at INFO (a task began, a page was made).
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            **{app: {"level": "INFO"} for app in ("cms", "events", "feeds")},
            # No mail to ADMINS: it would hold the request.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # What was not found or not allowed is the proxy's access log; scanners make thousands of it.
            "django.request": {"level": "ERROR"},
            # Looks for fonts and subsets them, in hundreds of lines.
            **{name: {"level": "ERROR"} for name in ("fontTools", "weasyprint")},
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Django's setting LOGGING_CONFIG names this: the standard library's logging, and structlog on top of it."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_common,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def make_formatter(form: str = JSON) -> logging.Formatter:
    """The last steps of every line; granian's own lines take them too (docker/log-config.json)."""
    render = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == JSON
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_common, structlog.stdlib.ExtraAdder(allow=EXTRAS)],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            mask,
            render,
        ],
    )


def mask(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """A step of structlog's: nothing of an event is left that no log may hold."""
    return masked_values(event, meeting_hosts=_meeting_hosts())


def _meeting_hosts() -> tuple[str, ...]:
    return tuple(settings.PARVIS["MEETING_HOSTS"]) if settings.configured else ()
