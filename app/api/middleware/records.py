"""Writes each request to the log and counts it: who, which address, how it ended, how long; never what it said."""

from __future__ import annotations

import logging
import re
import time

from starlette.types import Message, Receive, Scope, Send

from app.api.middleware.base import HttpMiddleware
from app.keys import Caller
from app.logs import started_run

_log = logging.getLogger(__name__)
_PROBES = frozenset({"/livez", "/readyz", "/metrics"})
_UNMATCHED = "unmatched"
_RUN_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LEFT = 499
"""Status in log and metrics of a request whose client left before there was one, as nginx has it."""


class Records(HttpMiddleware):
    """Reports each request once it is over, streams included."""

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves a request."""
        status = _LEFT
        start = time.perf_counter()

        async def send_and_look(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_look)
        finally:
            _report(scope, status, time.perf_counter() - start)


def _report(scope: Scope, status: int, seconds: float) -> None:
    route = route_of(scope)
    services = getattr(scope["app"].state, "services", None)
    if services is not None:
        services.metrics.request(scope["method"], route, status, seconds)
    state = scope["state"]
    caller: Caller | None = state.get("caller")
    level = logging.DEBUG if route in _PROBES else logging.INFO
    if not _log.isEnabledFor(level):
        return
    fields = {
        "method": scope["method"],
        "route": route,
        "status": status,
        "seconds": round(seconds, 4),
        "key": caller.key if caller else "",
        "tenant": caller.tenant if caller else "",
        "run": started_run.get() or _named_run(scope),
    }
    _log.log(level, "request", extra={"fields": {name: value for name, value in fields.items() if value != ""}})


def _named_run(scope: Scope) -> str:
    """The run that the address names; what is no id may say anything."""
    named = str(scope.get("path_params", {}).get("run_id", ""))
    return named if _RUN_ID.fullmatch(named) else ""


def route_of(scope: Scope) -> str:
    """The template of the address (``/documents/{id}``), since the address itself may tell what was asked."""
    return getattr(scope.get("route"), "path", None) or _UNMATCHED
