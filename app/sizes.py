"""What the stores take on the disk."""

from __future__ import annotations

from pathlib import Path

from app.answering import CHECKPOINT_FILE
from app.settings import Settings
from app.stores.factory import APP_FILE
from graph.stores.factory import GRAPH_FILE, VECTOR_FOLDER, path_of

_BLOCK = 512
_BESIDE = ("", "-wal", "-shm")
"""Endings of the files of a SQLite store."""


def store_sizes(settings: Settings) -> dict[str, int]:
    """Bytes of each store, of all tenants together."""
    folder = settings.data_dir
    files = {
        "graph": path_of(settings.graph_url, "VINAGRAPH_GRAPH_URL") or folder / GRAPH_FILE,
        "conversations": path_of(settings.checkpoint_url, "VINAGRAPH_CHECKPOINT_URL") or folder / CHECKPOINT_FILE,
        "app": path_of(settings.app_url, "VINAGRAPH_APP_URL") or folder / APP_FILE,
    }
    sizes = {name: sum(_size(Path(f"{path}{ending}")) for ending in _BESIDE) for name, path in files.items()}
    vectors = path_of(settings.vector_url, "VINAGRAPH_VECTOR_URL") or folder / VECTOR_FOLDER
    return sizes | {"vectors": sum(_size(path) for path in vectors.rglob("*"))}


def _size(path: Path) -> int:
    """Bytes that a file takes, without its holes; 0 where there is none (any more)."""
    try:
        return path.stat().st_blocks * _BLOCK if path.is_file() else 0
    except FileNotFoundError:
        return 0
