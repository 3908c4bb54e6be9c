"""Answers with a problem what the middleware refuses, what breaks unexpectedly, and what a server that stops leaves."""

from __future__ import annotations

import asyncio
import logging

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.types import Message, Receive, Scope, Send

from app.api.middleware.base import HttpMiddleware
from app.api.problems import error_response, problem_response
from graph.errors import VinaGraphError

_log = logging.getLogger(__name__)


class Faults(HttpMiddleware):
    """Stands inside of what adds headers, so that these answers have them too."""

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves a request.

        The server cancels a request only when it stops and waits no longer; that ends here, since it takes what is
        raised for a crash. A `CancelledError` of anything else that the request waited for is a fault like others.
        """
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except (Exception, asyncio.CancelledError) as error:
            stops = isinstance(error, asyncio.CancelledError) and _is_cancelled()
            if not stops and not isinstance(error, VinaGraphError):
                _log.exception("A request broke unexpectedly.")
            if not started:
                await _answer_to(error, Request(scope), stops=stops)(scope, receive, send)
            elif not stops:
                raise  # the connection breaks off, which tells the client that the answer is not whole


def _is_cancelled() -> bool:
    """Whether somebody wants this task to end."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _answer_to(error: BaseException, request: Request, *, stops: bool) -> JSONResponse:
    if stops:
        return problem_response(request, "not_ready", "The server stopped. Ask again once it is back.")
    if isinstance(error, VinaGraphError):
        return error_response(request, error)
    return problem_response(request, "internal", "The server broke on this request; its log tells more.")
