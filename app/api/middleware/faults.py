"""Answers with a problem what the middleware refuses, what breaks unexpectedly, and what a server that stops leaves."""

from __future__ import annotations

import asyncio
import logging

from fastapi import Request
from starlette.types import Message, Receive, Scope, Send

from app.api.middleware.base import HttpMiddleware
from app.api.problems import error_response, problem_response
from graph.errors import VinaGraphError

_log = logging.getLogger(__name__)


class Faults(HttpMiddleware):
    """Stands inside of what adds headers, so that these answers have them too."""

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves a request."""
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except asyncio.CancelledError:  # only the server cancels a request: when it stops and waits no longer
            if not started:
                stopped = problem_response(
                    Request(scope), "not_ready", "The server stopped. Ask again once it is back."
                )
                await stopped(scope, receive, send)
        except Exception as error:
            expected = isinstance(error, VinaGraphError)
            if not expected:
                _log.exception("A request broke unexpectedly.")
            if started:
                raise  # the connection breaks off, which tells the client that the answer is not whole
            request = Request(scope)
            response = (
                error_response(request, error)
                if isinstance(error, VinaGraphError)
                else problem_response(request, "internal", "The server broke on this request; its log tells more.")
            )
            await response(scope, receive, send)
