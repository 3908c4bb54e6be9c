"""What routes ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from app.api.problems import Problem
from app.keys import Caller, caller_of
from app.ports import Role
from app.serving import Services

_bearer = HTTPBearer(auto_error=False, description="An API key: `vinagraph keys create`")
_header = APIKeyHeader(name="X-API-Key", auto_error=False, description="The same key, for clients without Bearer")


def services_of(request: Request) -> Services:
    """What the server has open."""
    services: Services = request.app.state.services
    return services


ServicesDep = Annotated[Services, Depends(services_of)]


async def caller(
    services: ServicesDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    header: Annotated[str | None, Security(_header)],
) -> Caller:
    """Who asks. While there are no keys the server listens on this machine alone, and everybody there is its admin.

    Raises:
        Problem: ``unauthenticated``.
    """
    settings, store = services.settings, services.store
    bootstrap = settings.bootstrap_key.get_secret_value()
    sent = bearer.credentials if bearer else header
    if not sent:
        if bootstrap or await store.keys():
            raise Problem(
                "unauthenticated",
                "This server asks for an API key: send it as `Authorization: Bearer KEY`. "
                "An administrator makes one with: vinagraph keys create NAME",
                headers={"WWW-Authenticate": "Bearer"},
            )
        return Caller(settings.tenant, Role.ADMIN)
    found = await caller_of(sent, store, bootstrap, settings.tenant)
    if found is None:
        raise Problem(
            "unauthenticated",
            "The API key does not hold: it was revoked, or is not one of this server's.",
            headers={"WWW-Authenticate": "Bearer"},
        )
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
