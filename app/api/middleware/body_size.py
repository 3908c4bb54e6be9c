"""How large the body of a request may be, told or not: the one place that says so."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.middleware.base import HttpMiddleware
from app.problem import Problem

_MEGABYTE = 1024 * 1024
_USUAL_MB = 1
_JSON_MB = 16
"""Of documents as JSON, which is parsed as a whole."""
_JSON = "application/json"
_DIGITS = 18
_CLOSE = {"Connection": "close"}
"""The rest of the body is not read."""
_UPLOADS = "/documents"
_UPLOADING = frozenset({"POST", "PUT"})
_SPLIT = " Send the documents in several uploads, or raise the server's VINAGRAPH_UPLOAD_MB."
_ONE = " Shorten the document, or raise the server's VINAGRAPH_UPLOAD_MB."
_ONE_JSON = " Shorten the document, or upload it as a file with POST /documents and delete this one."
_NO_JSON = " Send the documents in several requests, or as files or JSON lines."


class BodySize(HttpMiddleware):
    """Refuses a body that says to be too large before it is read, and one that turns out so where it does."""

    def __init__(self, app: ASGIApp, upload_mb: int) -> None:
        """Stands before an app.

        Args:
            app: What it stands before.
            upload_mb: Megabytes that a body may have that brings documents, JSON 16 at most; others may have one.
        """
        super().__init__(app)
        self._upload_mb = upload_mb

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves a request."""
        headers = Headers(scope=scope)
        megabytes, advice = self._most(scope, headers)
        most = megabytes * _MEGABYTE
        problem = f"The body is larger than {megabytes} MB, the most that is taken here.{advice}"
        seen = 0

        async def receive_and_count() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise HTTPException(413, problem, _CLOSE)  # which FastAPI lets pass where it reads a body
            return message

        told = headers.get("content-length", "")
        if told.isdecimal() and (len(told) > _DIGITS or int(told) > most):
            raise Problem("too_large", problem, headers=_CLOSE)
        await self._app(scope, receive_and_count, send)

    def _most(self, scope: Scope, headers: Headers) -> tuple[int, str]:
        """Megabytes that a body may have, and what to do with more."""
        path: str = scope["path"]
        if not (path == _UPLOADS or path.startswith(f"{_UPLOADS}/")) or scope["method"] not in _UPLOADING:
            return _USUAL_MB, ""
        replaces = scope["method"] == "PUT"  # one document, as JSON
        if media_type(headers) == _JSON and self._upload_mb > _JSON_MB:
            return _JSON_MB, _ONE_JSON if replaces else _NO_JSON
        return self._upload_mb, _ONE if replaces else _SPLIT


def media_type(headers: Headers) -> str:
    """The type of a body, without its parameters; empty where none is told."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()
