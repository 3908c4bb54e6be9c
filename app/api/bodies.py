"""Bodies of requests that are too large, or of too many kinds, for FastAPI to read."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from python_multipart.multipart import parse_options_header
from starlette.requests import ClientDisconnect

from app.api.problems import Problem
from app.ports import JobReject
from app.uploads import MEGABYTE, FileSink, FormSink, Sink, UploadBroken, UploadTooLarge, receive, too_large

Model = TypeVar("Model", bound=BaseModel)

_JSON_BYTES = 16 * MEGABYTE
"""Largest JSON body, which is parsed as a whole."""


def media_type(request: Request) -> str:
    """The type of a request's body, without its parameters; empty where none is told."""
    return parse_options_header(request.headers.get("content-type"))[0].decode("latin-1")


async def read_file(request: Request, path: Path, limit: int) -> None:
    """Writes the body to a file.

    Args:
        request: Whose body.
        path: The file.
        limit: Bytes that it may have.

    Raises:
        Problem: ``too_large``.
        InputError: It is empty, or broke off.
        StoreError: It cannot be written.
    """
    await _receive(request, await asyncio.to_thread(FileSink, path), limit)


async def read_form(request: Request, folder: Path, limit: int) -> list[JobReject]:
    """Writes the files of a multipart body below a folder; returns those that were not taken.

    Raises:
        Problem: ``too_large``.
        InputError: It is no form of files, or broke off.
        StoreError: It cannot be written.
    """
    _, parameters = parse_options_header(request.headers.get("content-type"))
    if b"boundary" not in parameters:
        raise UploadBroken("The Content-Type tells no boundary, without which the form cannot be read.")
    sink = FormSink(folder, parameters[b"boundary"])
    await _receive(request, sink, limit)
    return sink.rejects


async def read_json(request: Request, model: type[Model], limit: int) -> Model:
    """The body as a model; parsed on a thread.

    Raises:
        Problem: ``too_large``.
        RequestValidationError: It does not fit the model.
        InputError: It broke off.
    """
    sink = _Memory()
    await _receive(request, sink, min(limit, _JSON_BYTES))
    return await asyncio.to_thread(_as_model, bytes(sink.body), model)


def _as_model(body: bytes, model: type[Model]) -> Model:
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        raise RequestValidationError([{**item, "loc": ("body", *item["loc"])} for item in found]) from error


class _Memory:
    """A small body."""

    def __init__(self) -> None:
        self.body = bytearray()

    def write(self, data: bytes) -> None:
        self.body += data

    def finish(self) -> None:
        """What it holds is judged by who asked for it."""

    def close(self) -> None:
        """Nothing is open."""


async def _receive(request: Request, sink: Sink, limit: int) -> None:
    try:
        told = request.headers.get("content-length", "")
        if told.isdecimal() and int(told) > limit:
            sink.close()
            raise too_large(limit)
        await receive(request.stream(), sink, limit)
    except UploadTooLarge as error:
        raise Problem("too_large", str(error)) from error
    except ClientDisconnect as error:
        raise UploadBroken("The client left before the body was whole.") from error


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Schema of a model with those that it names put in their places, as OpenAPI resolves no ``$defs``."""
    schema = model.model_json_schema()
    models = schema.pop("$defs", {})

    def placed(part: object) -> object:
        if isinstance(part, dict):
            if "$ref" in part:
                return placed(models[part["$ref"].rpartition("/")[2]])
            return {key: placed(value) for key, value in part.items()}
        return [placed(item) for item in part] if isinstance(part, list) else part

    return {key: placed(value) for key, value in schema.items()}
