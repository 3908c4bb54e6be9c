"""Numbered migrations of a SQLite file that is ours."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from graph.errors import StoreError, StoreTooNew


@dataclass(frozen=True, slots=True)
class Schema:
    """What a file of ours holds.

    Attributes:
        application_id: Tells the file from other SQLite databases.
        migrations: Scripts, each from one version to the next.
        setting: The setting that names the file.
    """

    application_id: int
    migrations: tuple[str, ...]
    setting: str


def migrate(connection: sqlite3.Connection, path: str, schema: Schema) -> None:
    """Brings a file to the newest version; a new file gets all tables.

    Raises:
        StoreTooNew: A newer version of VinaGraph wrote the file.
        StoreError: The file is a database of something else.
    """
    migrations = schema.migrations
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    owner = int(connection.execute("PRAGMA application_id").fetchone()[0])
    tables = int(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    if tables and owner != schema.application_id:
        raise StoreError(f"{path} is a database, but not one of VinaGraph. Name another file in {schema.setting}.")
    if version > len(migrations):
        raise StoreTooNew(
            f"{path} has version {version}, this VinaGraph knows versions up to {len(migrations)}. "
            f"Update VinaGraph, or name another file in {schema.setting}."
        )
    for number in range(version, len(migrations)):
        connection.executescript(
            f"BEGIN IMMEDIATE; {migrations[number]}"
            f"PRAGMA application_id = {schema.application_id}; PRAGMA user_version = {number + 1}; COMMIT;"
        )
