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

from app.uploads import FileSink, FormSink, Sink, UploadBroken, receive

Model = TypeVar("Model", bound=BaseModel)


async def read_file(request: Request, path: Path) -> None:
    """Writes the body to a file.

    Raises:
        HTTPException: It is too large.
        InputError: It is empty, or broke off.
        StoreError: It cannot be written.
    """
    await _receive(request, await asyncio.to_thread(FileSink, path))


async def read_form(request: Request, folder: Path) -> FormSink:
    """Writes the files of a multipart body below a folder; what is returned tells which were taken, and which not.

    Raises:
        HTTPException: It is too large.
        Problem: ``too_large``: it holds too many files.
        InputError: It is no form of files, or broke off.
        StoreError: It cannot be written.
    """
    _, parameters = parse_options_header(request.headers.get("content-type"))
    if b"boundary" not in parameters:
        raise UploadBroken("The Content-Type tells no boundary, without which the form cannot be read.")
    sink = FormSink(folder, parameters[b"boundary"])
    await _receive(request, sink)
    return sink


async def read_json(request: Request, model: type[Model]) -> Model:
    """The body as a model; parsed on a thread.

    Raises:
        HTTPException: It is too large.
        RequestValidationError: It does not fit the model.
        InputError: It broke off.
    """
    sink = _Memory()
    await _receive(request, sink)
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


async def _receive(request: Request, sink: Sink) -> None:
    try:
        await receive(request.stream(), sink)
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
