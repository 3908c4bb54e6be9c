"""The web page at ``/``: files that ship with the program, under a policy that lets in nothing else."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import Response

from app.problem import Problem

router = APIRouter(include_in_schema=False)

FOLDER = Path(__file__).resolve().parents[2] / "web"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Content-Security-Policy of the page: its own files only, and no string ever becomes HTML or script."""


@dataclass(frozen=True, slots=True)
class _File:
    media_type: str
    tag: str
    plain: bytes
    packed: bytes


@cache
def _files() -> dict[str, _File]:
    """The page's files by path: only these are served, whatever a path says."""
    return {
        path.relative_to(FOLDER).as_posix(): _read(path)
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in _TYPES and path.is_file()
    }


def _read(path: Path) -> _File:
    plain = path.read_bytes()
    tag = f'"{hashlib.blake2b(plain, digest_size=12).hexdigest()}"'
    return _File(_TYPES[path.suffix], tag, plain, gzip.compress(plain, mtime=0))


@router.get("/")
@router.head("/")
def page(if_none_match: Annotated[str, Header()] = "", accept_encoding: Annotated[str, Header()] = "") -> Response:
    """The page."""
    return page_file("index.html", if_none_match, accept_encoding)


@router.get("/web/{path:path}")
@router.head("/web/{path:path}")
def page_file(
    path: str, if_none_match: Annotated[str, Header()] = "", accept_encoding: Annotated[str, Header()] = ""
) -> Response:
    """A file of the page; asked for again, it is sent only where it changed."""
    file = _files().get(path)
    if file is None:
        raise Problem("not_found", f"The page has no file {path}.")
    headers = {
        "ETag": file.tag,
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
        "Content-Security-Policy": POLICY,
    }
    if file.tag in if_none_match:
        return Response(status_code=304, headers=headers)
    if "gzip" in accept_encoding:
        headers["Content-Encoding"] = "gzip"
        return Response(file.packed, headers=headers, media_type=file.media_type)
    return Response(file.plain, headers=headers, media_type=file.media_type)
