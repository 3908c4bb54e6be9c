"""While there are no keys: keeps pages of other sites from reaching the server through their visitor's browser."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.middleware.base import HttpMiddleware
from app.keys import Caller
from app.problem import Problem

_HOST = re.compile(r"(?:\[(?P<address>[0-9a-f:]+)\]|(?P<name>[^:\[\]]+))(?::\d+)?", re.ASCII)
_LOCAL_NAMES = frozenset({"localhost", "localhost."})


class LocalOnly(HttpMiddleware):
    """Refuses callers without a key who do not name this machine, or whose page is another site's.

    A name of another site that was rebound to this machine passes for the browser's rules; its ``Host`` tells.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        """Stands before an app.

        Args:
            app: What it stands before.
            origins: Origins whose pages may call the API; ``*`` is none here.
        """
        super().__init__(app)
        self._origins = frozenset(origins)

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves a request."""
        caller: Caller | None = scope["state"].get("caller")
        if caller is not None and not caller.key:
            self._check(Headers(scope=scope))
        await self._app(scope, receive, send)

    def _check(self, headers: Headers) -> None:
        host, origin = headers.get("host", ""), headers.get("origin")
        if not is_local(host):
            raise Problem(
                "forbidden",
                "Without API keys this server answers to localhost and 127.0.0.1 alone. Call it by such a name, or "
                "make a key: vinagraph keys create NAME --role admin",
            )
        if origin is not None and origin not in self._origins and urlsplit(origin).netloc != host:
            raise Problem(
                "forbidden",
                "Without API keys this server takes no requests from pages of other sites. Name the page's origin in "
                "VINAGRAPH_CORS_ORIGINS, or make a key: vinagraph keys create NAME",
            )


def is_local(host: str) -> bool:
    """Whether a ``Host`` header names this machine's loopback."""
    form = _HOST.fullmatch(host.lower())
    if form is None:
        return False
    name = form["name"] or form["address"]
    try:
        return name in _LOCAL_NAMES or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
