"""Tables of the SQLite app store and their numbered migrations. Times are seconds since 1970, UTC."""

from __future__ import annotations

from graph.stores.sqlite.migrations import Schema

_TABLES = """
CREATE TABLE keys (
    id TEXT PRIMARY KEY,
    digest BLOB NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    tenant TEXT NOT NULL,
    created REAL NOT NULL,
    revoked REAL
) WITHOUT ROWID;

CREATE TABLE threads (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    created REAL NOT NULL,
    updated REAL NOT NULL,
    PRIMARY KEY (tenant, id)
) WITHOUT ROWID;
CREATE INDEX threads_by_change ON threads (tenant, updated DESC);

CREATE TABLE messages (
    tenant TEXT NOT NULL,
    thread TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    role TEXT NOT NULL,
    text TEXT NOT NULL,
    folded TEXT NOT NULL,
    run TEXT NOT NULL,
    events TEXT NOT NULL,
    created REAL NOT NULL,
    PRIMARY KEY (tenant, thread, ordinal),
    FOREIGN KEY (tenant, thread) REFERENCES threads ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    state TEXT NOT NULL,
    folder TEXT NOT NULL,
    options TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER,
    step TEXT NOT NULL,
    result TEXT NOT NULL,
    rejects TEXT NOT NULL,
    error TEXT NOT NULL,
    created REAL NOT NULL,
    finished REAL
) WITHOUT ROWID;
CREATE INDEX jobs_by_tenant ON jobs (tenant, created DESC);

CREATE TABLE feedback (
    tenant TEXT NOT NULL,
    run TEXT NOT NULL,
    id TEXT NOT NULL,
    rating INTEGER NOT NULL,
    comment TEXT NOT NULL,
    created REAL NOT NULL,
    PRIMARY KEY (tenant, run)
) WITHOUT ROWID;
"""

_RUNS = "CREATE INDEX messages_by_run ON messages (tenant, run);"

_STATES = "ALTER TABLE messages ADD COLUMN state TEXT NOT NULL DEFAULT 'done';"

APP = Schema(0x56474150, (_TABLES, _RUNS, _STATES), "VINAGRAPH_APP_URL")  # "VGAP"
