"""The log of the server: lines for a person at a terminal, JSON lines on standard error elsewhere.

No line holds a question, a document's text or a key, unless ``VINAGRAPH_LOG_QUESTIONS`` asks for the questions.
"""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Id of the request that is served; tasks that it starts have it too."""

started_run: ContextVar[str] = ContextVar("started_run", default="")
"""Id of the run that the request started."""

_OURS = ("app", "agents", "graph", "ingestion")


def configure_logging(stream: TextIO) -> None:
    """Sends the log to a stream: ours from INFO on, others' from WARNING on.

    Args:
        stream: Where to; a terminal gets lines for a person.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Readable() if stream.isatty() else _JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)


class _JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, request id, and what the caller adds."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if name := request_id.get():
            line["request_id"] = name
        line |= _fields(record)
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class _Readable(logging.Formatter):
    """Time, message, and what the caller adds as ``name=value``."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        values = " ".join(f"{name}={value}" for name, value in _fields(record).items())
        return _printable(f"{super().formatMessage(record)} {values}".rstrip())


def _printable(text: str) -> str:
    """Text that cannot steer a terminal or begin a line of its own."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)


def _fields(record: logging.LogRecord) -> dict[str, object]:
    fields: dict[str, object] = getattr(record, "fields", {})
    return fields
