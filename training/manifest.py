"""The note beside the shipped models: hashes, sources with their public origin, settings, command."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from training.sources import ORIGINS, Sources

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MANIFEST = "manifest.json"


def note(out: Path, files: Iterable[str], sources: Sources, used: Iterable[str], *configs: DataclassInstance) -> str:
    """Writes how files were made into the manifest of their folder; other files' entries stay.

    Args:
        out: The folder.
        files: Names of the files there.
        sources: All sources.
        used: Names of those that the files were made from.
        configs: Settings that made them.

    Returns:
        A line that tells the files with their sizes.
    """
    path = out / MANIFEST
    entries = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    made_of = {name: {"origin": ORIGINS[name], "sha256": _digest(sources.paths[name])} for name in used}
    settings = {type(config).__name__: asdict(config) for config in configs}
    sizes = []
    for name in files:
        entries[name] = {"sha256": _digest(out / name), "sources": made_of, "settings": settings}
        sizes.append(f"{name}: {(out / name).stat().st_size / 1024:.0f} KiB")
    text = json.dumps(dict(sorted(entries.items())), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return ", ".join(sizes)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
