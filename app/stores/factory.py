"""From ``VINAGRAPH_APP_URL`` to the app store that it names."""

from __future__ import annotations

from pathlib import Path

from app.stores.sqlite import SqliteAppStore
from graph.errors import SettingsError, StoreError
from graph.stores.factory import path_of

_SETTING = "VINAGRAPH_APP_URL"
_SQLITE = "sqlite:"
_FILE = "app.sqlite"


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
    path = path_of(url, _SETTING) or data_dir / _FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder of {path} cannot be made: {error.strerror}. Name another file in {_SETTING}."
        ) from error
    return await SqliteAppStore.open(path)
