"""Gives each request an id, which its answer, its problems and its lines of the log carry."""

from __future__ import annotations

import re
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from app.api.middleware.base import HttpMiddleware
from app.logs import request_id

_HEADER = "x-request-id"
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestId(HttpMiddleware):
    """Takes the caller's ``X-Request-Id`` where it is well-formed, and makes one otherwise."""

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves a request."""
        given = Headers(scope=scope).get(_HEADER, "")
        name = given if _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[_HEADER] = name
            await send(message)

        scope.setdefault("state", {})["request_id"] = name
        token = request_id.set(name)
        try:
            await self._app(scope, receive, send_with_id)
        finally:
            request_id.reset(token)
