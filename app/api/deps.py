"""What routes ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from app.api.middleware.identity import credential_of
from app.keys import Caller
from app.ports import Role
from app.problem import Problem
from app.serving import Services

_SOON = {"Retry-After": "1"}
_NO_KEY = (
    "This server asks for an API key: send it as `Authorization: Bearer KEY`. "
    "An administrator makes one with: vinagraph keys create NAME"
)
_DOES_NOT_HOLD = "The API key does not hold: it was revoked, or is not one of this server's."
_bearer = HTTPBearer(auto_error=False, description="An API key: `vinagraph keys create`")
_header = APIKeyHeader(name="X-API-Key", auto_error=False, description="The same key, for clients without Bearer")


def services_of(request: Request) -> Services:
    """What the server has open.

    Raises:
        Problem: ``not_ready``.
    """
    services: Services | None = getattr(request.app.state, "services", None)
    if services is None:
        raise Problem("not_ready", "The stores of this server are not open. Come back in a moment.", headers=_SOON)
    return services


ServicesDep = Annotated[Services, Depends(services_of)]


def address_of(request: Request, services: ServicesDep) -> str:
    """The address that absolute links begin with: the settings', or else as the request names the server."""
    return services.settings.public_url or str(request.base_url)


AddressDep = Annotated[str, Depends(address_of)]


async def caller(
    request: Request,
    _bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    _header: Annotated[str | None, Security(_header)],
) -> Caller:
    """Who asks, as `app.api.middleware.identity` found out. While there are no keys everybody here is admin.

    Raises:
        Problem: ``unauthenticated``.
    """
    found: Caller | None = request.state.caller
    if found is None:
        detail = _DOES_NOT_HOLD if credential_of(request.headers) else _NO_KEY
        raise Problem("unauthenticated", detail, headers={"WWW-Authenticate": "Bearer"})
    return found


CallerDep = Annotated[Caller, Depends(caller)]


def _needs(role: Role) -> object:
    async def check(caller: CallerDep) -> Caller:
        if not caller.role.allows(role):
            raise Problem("forbidden", f"This needs a key of role {role}; this one has role {caller.role}.")
        return caller

    return Depends(check)


ReaderDep = Annotated[Caller, _needs(Role.READ)]
WriterDep = Annotated[Caller, _needs(Role.WRITE)]
AdminDep = Annotated[Caller, _needs(Role.ADMIN)]
