"""Documents as the API takes them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic.config import JsonDict

from app.job_options import DEFAULT_SOURCE
from app.ports import JobReject
from ingestion.readers.fields import FIELD_NAMES, SOURCE, URI

ROW_FIELDS = {name: name for name in (*FIELD_NAMES, URI, SOURCE)}
"""What the keys of `DocumentBody.row` mean: what they say, and no other key means anything."""
_BESIDE = ROW_FIELDS.keys() - {"url"}
"""Keys that metadata cannot have: ingestion would take them for what the document says of itself."""


_ELSE: dict[str, Any] = {"propertyNames": {"not": {"enum": sorted(_BESIDE)}}}
_INNER = r"\x00-\x1f\x7f-\x9f"
NAME = rf"[^\s{_INNER}]([^{_INNER}]*[^\s{_INNER}])?"
"""Pattern of what is neither blank nor between blanks, and holds no control characters."""
Name = Annotated[str, Field(max_length=1000, pattern=f"^{NAME}$")]
SourceName = Annotated[str, Field(max_length=200, pattern=f"^{NAME}$")]


_SAID: JsonDict = {"title": "Nội quy nghỉ phép", "text": "Mỗi người lao động được nghỉ 12 ngày phép một năm."}


class DocumentBody(BaseModel):
    """What a document says."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_SAID]})

    title: str | None = Field(None, max_length=2000, description="Its title; the first line where none is given")
    text: str = Field(min_length=1, description="Its whole text")
    language: str | None = Field(None, max_length=20, description="ISO 639-1 code; recognised where none is given")
    published: date | None = Field(None, description="Day of publication")
    valid_from: date | None = Field(None, description="First day in force")
    valid_to: date | None = Field(None, description="First day no longer in force")
    instrument: str | None = Field(None, max_length=200, description="Number of the law that it is or belongs to")
    version: str | None = Field(None, max_length=200, description="Version label of the law")
    metadata: dict[str, str] = Field(
        default_factory=dict,
        description="Whatever else is to be kept with it",
        json_schema_extra=_ELSE,
    )

    @field_validator("metadata")
    @classmethod
    def _is_else(cls, metadata: dict[str, str]) -> dict[str, str]:
        if known := sorted(metadata.keys() & _BESIDE):
            raise ValueError(f"{', '.join(known)} stand beside `metadata`, or have another name in it")
        return metadata

    @property
    def problem(self) -> str:
        """Why it cannot be kept; empty where it can."""
        never = self.valid_from and self.valid_to and self.valid_to <= self.valid_from
        return "it would never be in force: valid_to does not come after valid_from. Mend the days" if never else ""

    def row(self, **names: str | None) -> bytes:
        """A JSON line that ingestion reads with `ROW_FIELDS`."""
        said = self.model_dump(mode="json", exclude={"metadata"}, exclude_none=True)
        told = {key: value for key, value in names.items() if value}
        return json.dumps({**self.metadata, **said, **told}, ensure_ascii=False).encode() + b"\n"


class DocumentIn(DocumentBody):
    """A document to keep."""

    uri: Name | None = Field(
        None, description=f"Its URI; `SOURCE:ID` where none is given, `{DEFAULT_SOURCE}` by default"
    )
    id: Name | None = Field(None, description="The id that your own system has for it; else the URI takes a hash")
    source: SourceName | None = Field(None, description="Collection that it belongs to")


class DocumentsIn(BaseModel):
    """Documents to keep."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "documents": [
                        {
                            "uri": "noi-quy/nghi-phep.txt",
                            "title": "Nội quy nghỉ phép",
                            "text": "Mỗi người lao động được nghỉ 12 ngày phép một năm.",
                            "source": "noi-quy",
                            "metadata": {"phòng": "Nhân sự"},
                        }
                    ]
                }
            ]
        },
    )

    documents: list[DocumentIn] = Field(fail_fast=True, min_length=1, max_length=10_000)

    def rows(self) -> Iterable[bytes]:
        """JSON lines that ingestion reads with `ROW_FIELDS`; blank for what cannot be kept, so that places hold."""
        return (b"\n" if document.problem else document.row() for document in self.documents)

    def rejects(self, file: str) -> list[JobReject]:
        """What cannot be kept, as rows of a file."""
        numbered = enumerate(self.documents, 1)
        return [JobReject(f"{file}:{line}", document.problem) for line, document in numbered if document.problem]
