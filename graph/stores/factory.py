"""From the URL of a setting to the store that it names."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from graph.errors import SettingsError
from graph.ports import Embedder, GraphStore, VectorStore
from graph.stores.edge import EdgeVectorStore
from graph.stores.sqlite import SqliteGraphStore

GRAPH_FILE = "graph.sqlite"
VECTOR_FOLDER = "vectors"
_LATER_GRAPHS = frozenset({"neo4j", "neo4j+s", "bolt", "bolt+s"})
_LATER_VECTORS = frozenset({"http", "https"})


async def open_graph_store(url: str, data_dir: Path) -> GraphStore:
    """Opens the graph store of ``VINAGRAPH_GRAPH_URL``.

    Args:
        url: ``sqlite:`` (a file in the data folder), ``sqlite:PATH`` (relative to the working folder) or
            ``sqlite:///PATH`` (absolute).
        data_dir: Folder of the embedded stores.

    Raises:
        SettingsError: The URL names no store of this version.
        StoreError: The store cannot be opened.
    """
    scheme = _parts(url, "VINAGRAPH_GRAPH_URL").scheme
    if scheme == "sqlite":
        return await SqliteGraphStore.open(path_of(url, "VINAGRAPH_GRAPH_URL") or data_dir / GRAPH_FILE)
    if scheme in _LATER_GRAPHS:
        raise SettingsError(_later("VINAGRAPH_GRAPH_URL", f"{scheme}://", "sqlite:"))
    raise SettingsError(_unknown("VINAGRAPH_GRAPH_URL", scheme, "sqlite: or sqlite:///PATH"))


async def open_vector_store(url: str, data_dir: Path, embedder: Embedder) -> VectorStore:
    """Opens the collection of an embedder in the vector store of ``VINAGRAPH_VECTOR_URL``.

    Args:
        url: ``edge:`` (a folder in the data folder), ``edge:PATH`` or ``edge:///PATH`` (absolute).
        data_dir: Folder of the embedded stores.
        embedder: Whose vectors it holds.

    Raises:
        SettingsError: The URL names no store of this version.
        StoreError: The store cannot be opened.
    """
    scheme = _parts(url, "VINAGRAPH_VECTOR_URL").scheme
    if scheme == "edge":
        path = path_of(url, "VINAGRAPH_VECTOR_URL") or data_dir / VECTOR_FOLDER
        return await EdgeVectorStore.open(path, embedder.dimension, fingerprint=embedder.fingerprint)
    if scheme in _LATER_VECTORS:
        raise SettingsError(_later("VINAGRAPH_VECTOR_URL", f"{scheme}://", "edge:"))
    raise SettingsError(_unknown("VINAGRAPH_VECTOR_URL", scheme, "edge: or edge:///PATH"))


def _parts(url: str, setting: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise SettingsError(f"{setting}={url!r} is no URL: {error}. Mend it, or leave the setting out.") from error


def path_of(url: str, setting: str) -> Path | None:
    """The file or folder that a URL such as ``sqlite:///PATH`` names; None where it names none.

    Raises:
        SettingsError: It names a host.
    """
    parts = _parts(url, setting)
    if parts.netloc:
        raise SettingsError(
            f"{setting} names a host ({parts.hostname}), but {parts.scheme}: is a file on this machine. "
            f"An absolute path takes three slashes: {parts.scheme}:///PATH."
        )
    return Path(unquote(parts.path)) if parts.path.strip("/") else None


def _later(setting: str, scheme: str, default: str) -> str:
    return f"{setting}: this version has no store for {scheme} yet; a later one will. Set it to {default} until then."


def _unknown(setting: str, scheme: str, known: str) -> str:
    named = f"{scheme}: is no store" if scheme else "there is no scheme"
    return f"{setting}: {named}. It may be {known}."
