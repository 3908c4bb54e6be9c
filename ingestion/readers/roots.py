"""Which folder a path is named from: the one that was given, or one above it that was ingested before."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingestion.readers.files import ROWS, format_of, unpacked_name

_NO_PREFIX = PurePosixPath()


@dataclass(frozen=True, slots=True)
class Root:
    """A folder that was ingested.

    Attributes:
        folder: Its real path.
        source: Collection of its documents.
        rows_as: First part of the URIs of its rows, the name that a person first gave to the collection; None where
            it is each file's stem.
    """

    folder: str
    source: str
    rows_as: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Documents that a path stands for, which ``--sync`` may delete.

    Attributes:
        source: Their collection.
        below: How their URIs begin where it ends in ``/`` or ``:``, else the one URI; empty for the whole collection.
    """

    source: str
    below: str = ""

    def holds(self, uri: str) -> bool:
        """Whether a document of the collection is one of them."""
        return uri.startswith(self.below) if self.below.endswith(("/", ":")) else self.below in {"", uri}


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder that was given, and where it belongs.

    Attributes:
        path: It, as it was given.
        real: Where it really lies.
        is_folder: Whether it is a folder.
        source: Collection of its documents.
        prefix: What goes before the path of a file below it (or of the file itself) to make the URI.
        rows_as: First part of the URIs of rows; None where each file's stem is.
        root: The folder that it lies in, which was ingested before; None where there is none.
    """

    path: Path
    real: Path
    is_folder: bool
    source: str
    prefix: PurePosixPath = _NO_PREFIX
    rows_as: str | None = None
    root: Root | None = None

    def uri(self, file: Path) -> PurePosixPath:
        """URI of a file below it, or of itself, if it is one document."""
        return self.prefix / file.relative_to(self.path if self.is_folder else self.path.parent)

    def rows_of(self, file: Path) -> str:
        """First part of the URIs of a file's rows."""
        return self.rows_as or stem(file.name)

    @property
    def is_renamed(self) -> bool:
        """Whether it is a folder that was ingested before, as a whole, under another source."""
        return self.root is not None and str(self.real) == self.root.folder and self.source != self.root.source

    @property
    def scope(self) -> Scope:
        """The documents that it stands for.

        A file stands for the whole collection only where a person named that: other files may have its stem.
        """
        if self.root is None and (self.is_folder or self.rows_as is not None):
            return Scope(self.source)
        if self.is_folder:
            return Scope(self.source, "" if self.prefix == _NO_PREFIX else f"{self.prefix}/")
        is_rows = format_of(self.path.name) == ROWS
        return Scope(self.source, f"{self.rows_of(self.path)}:" if is_rows else str(self.uri(self.path)))


def stem(name: str) -> str:
    """A file's name without its endings."""
    return PurePosixPath(unpacked_name(name)).stem


def place_of(path: Path, source: str | None, roots: Sequence[Root]) -> Place:
    """Where a path belongs.

    Args:
        path: File or folder.
        source: Collection that a person named.
        roots: Folders that were ingested before; of several that hold the path, the nearest counts.
    """
    is_folder = path.is_dir()
    # A link to a file is named by where it lies, not by where it leads.
    real = Path(os.path.realpath(path)) if is_folder else Path(os.path.realpath(path.parent), path.name)
    above = [root for root in roots if real.is_relative_to(root.folder)]
    if not above:
        return Place(path, real, is_folder, source or (real.name if is_folder else stem(path.name)), rows_as=source)
    root = max(above, key=lambda root: len(root.folder))
    folder = real if is_folder else real.parent
    return Place(
        path,
        real,
        is_folder,
        source or root.source,
        prefix=PurePosixPath(folder.relative_to(root.folder)),
        rows_as=root.rows_as,  # a new name of the collection changes no document's name
        root=root,
    )
