"""So many requests a minute, by key, or by address where there is none."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.middleware.base import HttpMiddleware
from app.keys import Caller
from app.problem import Problem

UNCOUNTED = frozenset({"/livez", "/readyz", "/health", "/metrics"})
"""Addresses of probes, which no limit holds back."""
_PAGE = "/web/"
"""Files of the page: a browser takes twenty at once, without a key, and many browsers may share an address."""
_MINUTE_S = 60.0
_CALLERS = 10_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled: float


class TokenBuckets:
    """A bucket for each caller, which fills evenly; of the callers that came last, at most so many."""

    def __init__(
        self, a_minute: int, clock: Callable[[], float] = time.monotonic, most_callers: int = _CALLERS
    ) -> None:
        self._size = a_minute
        self._a_second = a_minute / _MINUTE_S
        self._clock = clock
        self._most = most_callers
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, caller: str) -> tuple[int, float]:
        """Takes a token; returns how many are left, and the seconds until there is one (0: it was taken)."""
        now = self._clock()
        bucket = self._buckets.pop(caller, None) or _Bucket(self._size, now)
        self._buckets[caller] = bucket
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        bucket.tokens = min(self._size, bucket.tokens + (now - bucket.filled) * self._a_second)
        bucket.filled = now
        if bucket.tokens < 1:
            return 0, (1 - bucket.tokens) / self._a_second
        bucket.tokens -= 1
        return int(bucket.tokens), 0.0


class RateLimit(HttpMiddleware):
    """Refuses what is over the limit before its body is read; tells everybody what they have left."""

    def __init__(self, app: ASGIApp, a_minute: int) -> None:
        super().__init__(app)
        self._buckets = TokenBuckets(a_minute)
        self._policy = f'"minute";q={a_minute};w={_MINUTE_S:.0f}'
        self._a_second = a_minute / _MINUTE_S

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves a request."""
        if scope["path"] in UNCOUNTED or scope["path"].startswith(_PAGE):
            await self._app(scope, receive, send)
            return
        left, wait_s = self._buckets.take(_caller_of(scope))
        headers = {
            "RateLimit-Policy": self._policy,
            "RateLimit": f'"minute";r={left};t={math.ceil(wait_s or 1 / self._a_second)}',
        }
        if wait_s:
            wait = math.ceil(wait_s)
            raise Problem(
                "rate_limited",
                f"More requests than one caller may make in a minute. Come back in {wait} s.",
                headers={"Retry-After": str(wait), **headers},
            )

        async def send_with_limit(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        await self._app(scope, receive, send_with_limit)


def _caller_of(scope: Scope) -> str:
    caller: Caller | None = scope["state"].get("caller")
    if caller is not None and caller.key:
        return f"key:{caller.key}"
    client = scope.get("client")
    return f"address:{client[0] if client else ''}"
