"""What the keys of a JSON row mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import UnreadableSource
from graph.model import content_hash
from graph.text.normalise import nfc
from ingestion.model import RawDocument, Why
from ingestion.readers.common import readable_title, title_of_text, with_properties

_COMMON_KEYS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "_id", "doc_id", "mapc"),
    "title": ("title", "headline", "tieu_de"),
    "text": ("text", "content", "body", "noi_dung"),
    "published": ("published", "date", "published_at", "publish_date", "ngay_dang"),
    "url": ("url", "link", "source_url"),
    "language": ("language", "lang"),
    "subject": ("subject", "demuc"),
    "chapter": ("chapter", "chuong"),
    "instrument": ("instrument",),
    "version": ("version",),
    "valid_from": ("valid_from",),
    "valid_to": ("valid_to",),
}
"""Keys that are understood without being told, by what they mean; the first that a row has counts."""

FIELD_NAMES = tuple(_COMMON_KEYS)
"""Our names: what a user can say which key holds."""

URI, SOURCE = "uri", "source"
"""Further names, for rows that a program wrote for us: the document's whole URI, and its collection."""

_TITLE_SENTENCE = 40
_SHOWN_KEYS = 8


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Which key of a row holds what.

    Attributes:
        told: Keys that the user named, by our name; they must be there for ``text``, and count alone.
    """

    told: Mapping[str, str]

    def properties(self, row: Mapping[str, object]) -> dict[str, str]:
        """The row's values as strings by our names; keys without a meaning of ours keep their own name.

        Raises:
            UnreadableSource: A key that the user named for the text is not there.
        """
        keys = self._keys(row)
        taken = set(keys.values())
        named = {name: _as_text(row[key]) for name, key in keys.items()}
        rest = {key: _as_text(value) for key, value in row.items() if key not in taken and key not in named}
        return {name: value for name, value in {**rest, **named}.items() if value}

    def below(self, prefix: str) -> str:
        """How the URIs of rows begin; empty where the rows may name others.

        Args:
            prefix: First part of the rows' URIs.
        """
        return "" if {URI, SOURCE} & self.told.keys() else f"{prefix}:"

    def has_text(self, row: Mapping[str, object]) -> bool:
        """Whether the row has a key that holds the text, be it empty."""
        return "text" in self._keys(row)

    def _keys(self, row: Mapping[str, object]) -> dict[str, str]:
        told_text = self.told.get("text")
        if told_text is not None and told_text not in row:
            shown = ", ".join(list(row)[:_SHOWN_KEYS])
            reason = f"has no key {told_text!r} (--field text={told_text}); its keys are {shown}"
            raise UnreadableSource(reason, Why.NO_TEXT_FIELD)
        keys = {name: key for name, key in self.told.items() if key in row}
        for name, candidates in _COMMON_KEYS.items():
            if name not in self.told:
                found = next((key for key in candidates if key in row), None)
                if found is not None:
                    keys[name] = found
        return keys


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    if isinstance(value, list | dict) and not value:
        return ""
    return json.dumps(value, ensure_ascii=False)


def row_document(row: Mapping[str, object], fields: FieldMap, source: str, collection: str, place: str) -> RawDocument:
    """The document of a row.

    Args:
        row: The parsed row.
        fields: What its keys mean.
        source: First part of the URI (``SOURCE:ID``).
        collection: Source under which the document is kept, unless a key was told that names it.
        place: File and line, for messages.

    Raises:
        UnreadableSource: The row has no text, or its id or text is not usable.
    """
    if not fields.has_text(row):
        shown = ", ".join(list(row)[:_SHOWN_KEYS])
        reason = f"has no text (its keys are {shown}); name the key that holds it with --field text=KEY"
        raise UnreadableSource(reason, Why.NO_TEXT_FIELD)
    properties = fields.properties(row)
    title = readable_title(nfc(properties.pop("title", "")).strip())
    text = properties.pop("text", "")
    if not text.strip() and len(title) >= _TITLE_SENTENCE:
        text = title  # short provisions of the codification stand whole in their title
    given_id = properties.pop("id", "").strip()
    told_source = properties.pop(SOURCE, "").strip() if SOURCE in fields.told else ""
    told_uri = properties.pop(URI, "").strip() if URI in fields.told else ""
    uri = told_uri or f"{told_source or source}:{given_id or content_hash(title + text)}"
    raw = RawDocument(
        uri=uri,
        source=told_source or collection,
        place=place,
        title=title or title_of_text(text) or uri,
        text=text,
        external_id=given_id or uri,
        titled=bool(title),
        metadata={"kind": "jsonl"},
    )
    return with_properties(raw, properties)
