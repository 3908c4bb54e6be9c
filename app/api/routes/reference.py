"""The reference of the API as pages: every address, every error."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.api.reference import api_markdown, errors_page, page

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def api_reference(request: Request) -> HTMLResponse:
    """Every address."""
    return HTMLResponse(page(api_markdown(request.app.openapi())))


@router.get("/docs/errors")
async def error_reference() -> HTMLResponse:
    """Every code of an error."""
    return HTMLResponse(errors_page())
