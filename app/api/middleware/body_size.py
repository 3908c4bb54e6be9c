"""How large the body of a request may be, told or not."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.problem import Problem

_USUAL = 1024 * 1024
_DIGITS = 18
_CLOSE = {"Connection": "close"}
"""The rest of the body is not read."""
_UPLOADS = "/documents"
_UPLOADING = frozenset({"POST", "PUT"})


class BodySize:
    """Refuses a body that says to be too large before it is read, and one that turns out so where it does."""

    def __init__(self, app: ASGIApp, upload_bytes: int) -> None:
        """Stands before an app.

        Args:
            app: What it stands before.
            upload_bytes: Largest body that brings documents; others may have 1 MB.
        """
        self._app = app
        self._upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._most(scope)
        seen = 0

        async def receive_and_count() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise HTTPException(413, _told(most), _CLOSE)  # which FastAPI lets pass where it reads a body
            return message

        told = Headers(scope=scope).get("content-length", "")
        if told.isdecimal() and (len(told) > _DIGITS or int(told) > most):
            raise Problem("too_large", _told(most), headers=_CLOSE)
        await self._app(scope, receive_and_count, send)

    def _most(self, scope: Scope) -> int:
        path: str = scope["path"]
        brings_documents = path == _UPLOADS or path.startswith(f"{_UPLOADS}/")
        return self._upload_bytes if brings_documents and scope["method"] in _UPLOADING else _USUAL


def _told(most: int) -> str:
    return f"The body is larger than {most // (1024 * 1024)} MB, the most that is taken here."
