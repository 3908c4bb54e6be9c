"""What every request passes on its way in and out; plain ASGI, so that streams pass as they are."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from app.api.middleware.body_size import BodySize
from app.api.middleware.faults import Faults
from app.api.middleware.identity import Identity
from app.api.middleware.local_only import LocalOnly
from app.api.middleware.rate import RateLimit
from app.api.middleware.records import Records
from app.api.middleware.request_id import RequestId
from app.api.middleware.security_headers import SecurityHeaders
from app.settings import Settings

__all__ = ["ANY_ORIGIN", "add_middleware", "origins_of"]

ANY_ORIGIN = "*"
_METHODS = ("GET", "POST", "PUT", "DELETE")
_SENT = ("Authorization", "Content-Type", "Last-Event-ID", "X-API-Key", "X-Request-Id")
_READ = ("Content-Location", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id")


def add_middleware(app: FastAPI, settings: Settings) -> None:
    """Adds all, the innermost first; what one of them raises, `Faults` answers."""
    origins = origins_of(settings)
    app.add_middleware(BodySize, upload_mb=settings.upload_mb)
    app.add_middleware(RateLimit, a_minute=settings.requests_a_minute)
    app.add_middleware(LocalOnly, origins=origins)
    app.add_middleware(Identity)
    app.add_middleware(Faults)
    if origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=origins, allow_methods=_METHODS, allow_headers=_SENT, expose_headers=_READ
        )
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Records)
    app.add_middleware(RequestId)


def origins_of(settings: Settings) -> tuple[str, ...]:
    """The origins whose pages may call the API."""
    return tuple(origin.strip().rstrip("/") for origin in settings.cors_origins.split(",") if origin.strip())
