"""What the readers of single files share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from graph.text.normalise import name_key, nfc
from ingestion.legal.dates import parse_day
from ingestion.model import NO_OUTLINE, Outline, RawDocument
from ingestion.readers.delimiters import delimiter_of

_TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from.

    Attributes:
        uri: URI of its document.
        source: Collection.
        place: Its path as the user gave it, for messages.
    """

    uri: str
    source: str
    place: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader found in a file.

    Attributes:
        text: Main text.
        kind: Format, kept as metadata.
        title: Title that the file states; empty where it states none.
        outline: Structure.
        properties: What else the file says, by the names of `ingestion.readers.fields`.
        warnings: What a person should know.
    """

    text: str
    kind: str
    title: str = ""
    outline: Outline = NO_OUTLINE
    properties: Mapping[str, str] | None = None
    warnings: tuple[str, ...] = ()


def title_of_name(name: str) -> str:
    """A title from a file's name: ``quy-che_2024.txt`` → ``quy che 2024`` with its own letters kept."""
    stem = PurePosixPath(name).stem
    return " ".join(stem.replace("_", " ").replace("-", " ").split()) or name


def readable_title(title: str) -> str:
    """A title that is a file's stem (``luật_đất_đai_2024``) with spaces; others as they are."""
    return title if " " in title else " ".join(title.replace("_", " ").split())


def title_of_text(text: str) -> str:
    """The first line, where it looks like a title: short, no sentence, and not the header of a table."""
    if delimiter_of(text) is not None:
        return ""
    first = text.lstrip().split("\n", 1)[0].strip(" #*\t")
    return first if 2 < len(first) <= _TITLE_LENGTH and first[-1] not in ".:;,!" else ""


def raw_document(origin: Origin, content: Content) -> RawDocument:
    """The document of a file: its properties read, a title found."""
    properties = dict(content.properties or {})
    title = nfc(properties.pop("title", "") or content.title).strip()
    stated = bool(title)
    raw = RawDocument(
        uri=origin.uri,
        source=origin.source,
        place=origin.place,
        title=title or title_of_text(content.text) or title_of_name(origin.uri),
        text=content.text,
        external_id=origin.uri,
        titled=stated or bool(title_of_text(content.text)),
        outline=content.outline,
        metadata={"kind": content.kind},
        warnings=content.warnings,
    )
    return with_properties(raw, properties)


def with_properties(raw: RawDocument, properties: Mapping[str, str]) -> RawDocument:
    """Known properties go to their fields, the others to the metadata.

    Known are ``language``, ``published``, ``instrument``, ``version``, ``valid_from``, ``valid_to``, ``subject``
    and ``chapter``. A day that cannot be read stays in the metadata, with a warning.
    """
    rest = dict(properties)
    days = {name: parse_day(rest[name]) if rest.get(name) else None for name in ("published", "valid_from", "valid_to")}
    unread = tuple(f"{name} {rest[name]!r} is no day" for name, day in days.items() if rest.get(name) and day is None)
    for name, day in days.items():
        if day is not None:
            del rest[name]
    path = tuple(rest.pop(name) for name in ("subject", "chapter") if rest.get(name))
    validity = replace(raw.validity, start=days["valid_from"], end=days["valid_to"])
    return replace(
        raw,
        language=rest.pop("language", None) or raw.language,
        published=days["published"],
        instrument=rest.pop("instrument", None) or raw.instrument,
        version=rest.pop("version", None) or raw.version,
        validity=validity,
        path=path,
        metadata={**raw.metadata, **rest},
        warnings=raw.warnings + unread,
    )


def same_title(heading: str, title: str) -> bool:
    """Whether a heading only repeats the title."""
    return name_key(heading) == name_key(title)
