"""The API's description of itself, and its reference as pages: every address, every error."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from app.api.openapi import Api
from app.api.reference import api_markdown, errors_page, page
from app.keys import Caller

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
async def description(request: Request) -> JSONResponse:
    """The OpenAPI document; while there are no keys, it says that none is needed."""
    api: Api = request.app
    caller: Caller | None = request.state.caller
    needs_key = caller is None or caller.key
    return JSONResponse(api.openapi() if needs_key else api.openapi_without_keys())


@router.get("/docs")
async def api_reference(request: Request) -> HTMLResponse:
    """Every address."""
    return HTMLResponse(page(api_markdown(request.app.openapi())))


@router.get("/docs/errors")
async def error_reference() -> HTMLResponse:
    """Every code of an error."""
    return HTMLResponse(errors_page())
