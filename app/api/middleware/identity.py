"""Finds out who asks, once a request; routes demand it (`app/api/deps.py`), limits and the log use it."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from app.api.middleware.base import HttpMiddleware
from app.keys import Caller, caller_of
from app.ports import Role
from app.serving import Services
from graph.errors import StoreError

_PROBES = frozenset({"/livez", "/readyz"})
_HEALTH = "/health"
_BEARER = "bearer "


class Identity(HttpMiddleware):
    """Sets ``state["caller"]``: None for who has no key that holds, where keys are asked for."""

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves a request."""
        scope["state"]["caller"] = await _asking(scope)
        await self._app(scope, receive, send)


async def _asking(scope: Scope) -> Caller | None:
    services: Services | None = getattr(scope["app"].state, "services", None)
    if services is None or scope["path"] in _PROBES:
        return None
    try:
        return await _caller(services, Headers(scope=scope))
    except StoreError:
        if scope["path"] == _HEALTH:
            return None  # it tells what is wrong with the store
        raise


def credential_of(headers: Headers) -> str:
    """The key that a request brings, in a header; empty where it brings none."""
    bearer = headers.get("authorization", "")
    sent = bearer[len(_BEARER) :] if bearer.lower().startswith(_BEARER) else headers.get("x-api-key", "")
    return sent.strip().encode("latin-1").decode("utf-8", "replace")


async def _caller(services: Services, headers: Headers) -> Caller | None:
    """Whose key was sent; while there are no keys, everybody on this machine is its admin, whatever they send."""
    settings, store = services.settings, services.store
    bootstrap = settings.bootstrap_key.get_secret_value()
    if sent := credential_of(headers):
        found = await caller_of(sent, store, bootstrap, settings.tenant)
        if found is not None:
            return found
    if bootstrap or await store.keys():
        return None
    return Caller(settings.tenant, Role.ADMIN)
