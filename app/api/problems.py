"""Errors as ``application/problem+json`` (RFC 9457) with stable codes; `docs/errors.md` lists them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from app.problem import Problem
from graph.errors import (
    InputError,
    ModelError,
    ModelTimeout,
    NotFound,
    StoreBusy,
    StoreError,
    StoreFull,
    VinaGraphError,
)

PROBLEM_JSON = "application/problem+json"
OPENAI_PREFIX = "/v1/"
MCP_PATH = "/mcp"
_REFUSED = -32000
"""Of the codes that JSON-RPC leaves to servers."""
_TOLD = 20
"""Fields that are told to be wrong; of more only the number is."""
_LONGEST = 300
_log = logging.getLogger(__name__)


class ProblemDetail(BaseModel):
    """What went wrong, where, and what to do."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "/docs/errors#not_found",
                "title": "Not Found",
                "status": 404,
                "code": "not_found",
                "detail": "There is no document luat-1. Look it up with GET /documents.",
                "request_id": "7c1f3e0a9d8b4c2fa1e6d5b4c3a29180",
                "fields": None,
            }
        }
    )

    type: str = Field("about:blank", description="`/docs/errors#CODE` names the kind of problem")
    title: str = Field(description="The status in words")
    status: int = Field(description="HTTP status")
    code: str = Field(description="Stable code for programs")
    detail: str = Field(description="What went wrong and what to do, for a person")
    request_id: str | None = Field(None, description="Id of the request, as in the log")
    fields: list[dict[str, str]] | None = Field(
        None, description="The first 20 fields that are wrong: `where` and `problem`"
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its code, its status, and what it means."""

    code: str
    status: int
    meaning: str


KINDS = {
    kind.code: kind
    for kind in (
        Kind("invalid_request", 422, "A field or parameter of the request is missing or cannot be used."),
        Kind("bad_input", 422, "What was sent cannot be used as a question or document."),
        Kind("unauthenticated", 401, "No API key, or one that does not hold."),
        Kind("forbidden", 403, "The key's role does not allow this."),
        Kind("not_found", 404, "There is no such document, entity, thread, run or job, or no such address."),
        Kind("model_not_found", 404, "There is no such model; GET /v1/models lists them."),
        Kind("method_not_allowed", 405, "The address does not take that method."),
        Kind("conflict", 409, "What is asked does not fit the present state."),
        Kind("too_large", 413, "The body is larger than the server takes."),
        Kind("unsupported_media_type", 415, "The body has a type that the address does not take."),
        Kind("rate_limited", 429, "More than one key may ask in a minute, or one tenant at once; see Retry-After."),
        Kind("overloaded", 503, "More at once than the server takes; see Retry-After."),
        Kind("store_busy", 503, "A store is held by another program."),
        Kind("store_full", 507, "The disk is full; nothing of the write was kept."),
        Kind("store_failed", 503, "A store failed."),
        Kind("not_ready", 503, "The stores are not open yet, or no longer."),
        Kind("model_failed", 502, "A model server failed."),
        Kind("model_timeout", 504, "A model did not answer in time."),
        Kind("internal", 500, "A fault of the program; the log tells more under the request's id."),
    )
}
"""Every code that the API can answer with."""

_OF_ERRORS: tuple[tuple[type[VinaGraphError], str], ...] = (
    (NotFound, "not_found"),
    (StoreBusy, "store_busy"),
    (StoreFull, "store_full"),
    (StoreError, "store_failed"),
    (ModelTimeout, "model_timeout"),
    (ModelError, "model_failed"),
    (InputError, "bad_input"),
)
_OF_STATUS = {kind.status: kind.code for kind in reversed(KINDS.values())} | {400: "invalid_request"}
_OPENAI_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}


def code_of(error: VinaGraphError) -> str:
    """The code of an error that VinaGraph raised on purpose."""
    if isinstance(error, Problem):
        return error.code
    return next((code for kind, code in _OF_ERRORS if isinstance(error, kind)), "internal")


def problem_response(
    request: Request,
    code: str,
    detail: str,
    *,
    headers: dict[str, str] | None = None,
    fields: list[dict[str, str]] | None = None,
) -> JSONResponse:
    """A problem; under ``/v1`` and at ``/mcp`` with the ``error`` member that their clients read."""
    kind = KINDS[code]
    body = ProblemDetail(
        type=f"/docs/errors#{code}",
        title=HTTPStatus(kind.status).phrase,
        status=kind.status,
        code=code,
        detail=detail,
        request_id=getattr(request.state, "request_id", None),
        fields=fields,
    ).model_dump(mode="json")
    if request.url.path.startswith(OPENAI_PREFIX):
        body["error"] = openai_error(code, detail, param=_param(fields))
    if request.url.path == MCP_PATH:  # whose clients read JSON alone
        body |= {"jsonrpc": "2.0", "id": None, "error": {"code": _REFUSED, "message": detail, "data": {"code": code}}}
        return JSONResponse(body, kind.status, headers=headers)
    return JSONResponse(body, kind.status, headers=headers, media_type=PROBLEM_JSON)


def openai_error(code: str, detail: str, *, param: str | None = None) -> dict[str, str | None]:
    """A problem as OpenAI's clients read it.

    Args:
        code: One of `KINDS`.
        detail: What went wrong.
        param: The parameter that is wrong.
    """
    status = KINDS[code].status
    type_ = _OPENAI_TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error")
    return {"message": detail, "type": type_, "param": param, "code": code}


def _short(text: str) -> str:
    """Names of fields come as they were sent."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _param(fields: list[dict[str, str]] | None) -> str | None:
    """The first wrong field as OpenAI names it: without ``body``."""
    return fields[0]["where"].removeprefix("body.") if fields else None


def error_response(request: Request, error: VinaGraphError) -> JSONResponse:
    """The problem of an error that VinaGraph raised on purpose; the log has it too where the server is to blame."""
    code = code_of(error)
    if KINDS[code].status >= 500:
        _log.error("%s: %s", code, error)
    return problem_response(request, code, str(error), headers=getattr(error, "headers", None))


def add_problem_handlers(app: FastAPI) -> None:
    """Turns every error that a route may raise into a problem; unexpected ones are `app.api.middleware.faults`'."""

    async def on_error(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, VinaGraphError)
        return error_response(request, error)

    async def on_invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        found = error.errors()
        fields = [
            {"where": _short(".".join(str(part) for part in item["loc"])), "problem": _short(item["msg"])}
            for item in found[:_TOLD]
        ]
        detail = "; ".join(f"{field['where']}: {field['problem']}" for field in fields)
        if len(found) > _TOLD:
            detail += f"; and {len(found) - _TOLD:,} more"
        return problem_response(request, "invalid_request", detail, fields=fields)

    async def on_http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        code = _OF_STATUS.get(error.status_code, "internal" if error.status_code >= 500 else "invalid_request")
        return problem_response(request, code, str(error.detail), headers=dict(error.headers or {}))

    app.add_exception_handler(VinaGraphError, on_error)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
