"""Keys in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from app.ports.keys import ApiKey, Role
from app.stores.sqlite.times import moment
from graph.stores.sqlite.database import Database

_COLUMNS = "id, name, role, tenant, created, revoked"


class KeysTable:
    """A `KeyStore`."""

    _database: Database

    async def add_key(self, key: ApiKey, digest: bytes) -> None:
        """Keeps a new key.

        Raises:
            StoreError: Its id is taken.
        """
        await self._database.write(_add, key, digest)

    async def find_key(self, key_id: str) -> tuple[ApiKey, bytes] | None:
        """The key of that id with its digest, revoked ones too; None where there is none."""
        return await self._database.read(_find, key_id)

    async def keys(self, tenant: str | None = None) -> Sequence[ApiKey]:
        """Keys, oldest first; of one tenant where it is given."""
        return await self._database.read(_keys, tenant)

    async def revoke_key(self, key_id: str, when: datetime) -> bool:
        """Takes a key back; False where there is none that holds."""
        return await self._database.write(_revoke, key_id, when)


def _key(row: Sequence[object]) -> ApiKey:
    id_, name, role, tenant, created, revoked = row
    return ApiKey(
        str(id_),
        str(name),
        Role(str(role)),
        str(tenant),
        moment(float(str(created))),
        None if revoked is None else moment(float(str(revoked))),
    )


def _add(connection: sqlite3.Connection, key: ApiKey, digest: bytes) -> None:
    connection.execute(
        "INSERT INTO keys (id, digest, name, role, tenant, created) VALUES (?, ?, ?, ?, ?, ?)",
        (key.id, digest, key.name, key.role, key.tenant, key.created.timestamp()),
    )


def _find(connection: sqlite3.Connection, key_id: str) -> tuple[ApiKey, bytes] | None:
    row = connection.execute(f"SELECT {_COLUMNS}, digest FROM keys WHERE id = ?", (key_id,)).fetchone()  # noqa: S608
    return None if row is None else (_key(row[:-1]), bytes(row[-1]))


def _keys(connection: sqlite3.Connection, tenant: str | None) -> list[ApiKey]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM keys WHERE :tenant IS NULL OR tenant = :tenant ORDER BY created, id",  # noqa: S608
        {"tenant": tenant},
    )
    return [_key(row) for row in rows]


def _revoke(connection: sqlite3.Connection, key_id: str, when: datetime) -> bool:
    changed = connection.execute(
        "UPDATE keys SET revoked = ? WHERE id = ? AND revoked IS NULL", (when.timestamp(), key_id)
    )
    return changed.rowcount > 0
