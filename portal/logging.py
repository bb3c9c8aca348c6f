"""Structured logs that can be kept: no IP address, no name, no query string, no path with an identifier in it.

A request is known by its id (`X-Request-ID`) and its route; who asked what is in the journal, not here.
"""

import logging
from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
# The library would print local variables by default: forms, names, documents.
TRACEBACKS = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))


def without_details(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """PostgreSQL puts the offending row's values on a DETAIL line: only what comes before is kept."""
    for exception in event.get("exception") or []:
        if isinstance(exception, dict):
            exception["exc_value"] = str(exception.get("exc_value", "")).partition("DETAIL:")[0].strip()
    return event


class RouteInsteadOfPath(logging.Filter):
    """Django writes the path into its message; an identifier may be in it. The route says as much."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is None:
            return True
        match = getattr(request, "resolver_match", None)
        status = getattr(record, "status_code", "")
        record.msg, record.args = f"{status} {request.method} {match.route if match else '(no route)'}", ()
        return True


def logging_configuration(*, as_json: bool, level: str) -> dict[str, Any]:
    """JSON lines for machines in production, one short line each for people elsewhere; to standard error."""
    if as_json:
        renderers = [TRACEBACKS, without_details, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        plain = structlog.dev.plain_traceback
        renderers = [structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, exception_formatter=plain)]
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"route": {"()": RouteInsteadOfPath}},
        "formatters": {"structured": formatter},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "structured", "filters": ["route"]},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"level": level, "propagate": True, "handlers": []},
            "django.server": {"level": "WARNING", "propagate": True, "handlers": []},
            "django.request": {"level": "ERROR", "propagate": True},
            # Anybody may send a wrong Host; it was refused.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "httpx2": {"level": "WARNING"},
            "httpcore2": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }
