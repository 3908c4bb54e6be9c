"""From ``VINAGRAPH_APP_URL`` and ``VINAGRAPH_CACHE_URL`` to the stores that they name."""

from __future__ import annotations

from pathlib import Path

from app.ports.cache import AnswerCache
from app.stores.memory_cache import MemoryCache
from app.stores.sqlite import SqliteAppStore
from graph.errors import SettingsError, StoreError
from graph.stores.factory import path_of

_SETTING = "VINAGRAPH_APP_URL"
_SQLITE = "sqlite:"
APP_FILE = "app.sqlite"


async def open_app_store(url: str, data_dir: Path) -> SqliteAppStore:
    """Opens the app store.

    Args:
        url: ``sqlite:`` (a file in the data folder), ``sqlite:PATH`` or ``sqlite:///PATH`` (absolute).
        data_dir: Folder of the embedded stores.

    Raises:
        SettingsError: No app store of this version has that URL.
        StoreError: The file cannot be made or opened.
    """
    if not url.startswith(_SQLITE):
        raise SettingsError(
            f"{_SETTING}={url!r} cannot be used: this version keeps its own data in SQLite. "
            "Use sqlite: or sqlite:///PATH."
        )
    path = path_of(url, _SETTING) or data_dir / APP_FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder of {path} cannot be made: {error.strerror}. Name another file in {_SETTING}."
        ) from error
    return await SqliteAppStore.open(path)


def open_answer_cache(url: str) -> AnswerCache | None:
    """Opens the cache of answers; None where there is to be none.

    Args:
        url: ``memory:`` or ``none:``.

    Raises:
        SettingsError: No cache of this version has that URL.
    """
    if url == "memory:":
        return MemoryCache()
    if url == "none:":
        return None
    raise SettingsError(
        f"VINAGRAPH_CACHE_URL={url!r} cannot be used: this version keeps answers in memory. Use memory: or none:."
    )
