"""The note beside the shipped models: hashes, sources with their public origin, settings, command."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MANIFEST = "manifest.json"
ORIGINS: Mapping[str, str] = {
    "law": "Articles of the official codification of Vietnamese law, phapdien.moj.gov.vn (official legal text)",
    "wiki": "Articles of Vietnamese Wikipedia, 2017 (CC BY-SA)",
    "zalo": "Zalo AI Challenge 2021, Legal Text Retrieval: training questions, matched to the codification (MIT)",
    "contexts": "github.com/mailong25/bert-vietnamese-question-answering, dataset/: short contexts (MIT)",
    "titled_contexts": "MLQA, Vietnamese development set, github.com/facebookresearch/MLQA (CC BY-SA 3.0)",
}


def note(out: Path, files: Iterable[str], sources: Mapping[str, Path], *configs: DataclassInstance) -> None:
    """Writes how files were made into the manifest of their folder; other files' entries stay."""
    path = out / MANIFEST
    entries = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    made_of = {name: {"origin": ORIGINS[name], "sha256": _digest(source)} for name, source in sources.items()}
    settings = {type(config).__name__: asdict(config) for config in configs}
    for name in files:
        entries[name] = {"sha256": _digest(out / name), "sources": made_of, "settings": settings}
    text = json.dumps(dict(sorted(entries.items())), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
