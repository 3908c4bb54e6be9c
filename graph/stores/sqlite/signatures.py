"""Signatures of documents, found by their bands."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

from graph.results import SignedDocument
from graph.signature import bands_of
from graph.stores.sqlite.rows import as_json, insert_rows

# CROSS JOIN fixes the order of the loops: by the tenant's index, which holds everything, a look-up took 12 ms.
_SHARING = """
SELECT band, uri, source, minhash FROM json_each(?) AS asked CROSS JOIN bands ON band = asked.value
CROSS JOIN documents ON documents.id = bands.document CROSS JOIN signatures ON signatures.document = documents.id
WHERE tenant = ?
"""


def add_signatures(connection: sqlite3.Connection, signatures: Iterable[tuple[int, bytes]]) -> None:
    """Keeps the signatures of documents, by row id; empty ones are left out."""
    kept = [(document, signature) for document, signature in signatures if signature]
    insert_rows(connection, "INSERT INTO signatures (document, minhash)", kept)
    insert_rows(connection, "INSERT OR IGNORE INTO bands (band, document)", _rows(kept))


def remove_signatures(connection: sqlite3.Connection, documents: Sequence[int]) -> None:
    """Forgets the signatures of documents."""
    listed = (as_json(documents),)
    kept = connection.execute(
        "SELECT document, minhash FROM signatures WHERE document IN (SELECT value FROM json_each(?))", listed
    ).fetchall()
    connection.executemany("DELETE FROM bands WHERE band = ? AND document = ?", _rows(kept))
    connection.execute("DELETE FROM signatures WHERE document IN (SELECT value FROM json_each(?))", listed)


def _rows(signatures: Iterable[tuple[int, bytes]]) -> list[tuple[int, int]]:
    return [(band, document) for document, signature in signatures for band in bands_of(signature)]


def signature(connection: sqlite3.Connection, document: int) -> bytes:
    """The signature of a document; empty where it has none."""
    row = connection.execute("SELECT minhash FROM signatures WHERE document = ?", (document,)).fetchone()
    return b"" if row is None else bytes(row[0])


def alike(connection: sqlite3.Connection, tenant: str, signatures: Sequence[bytes]) -> list[list[SignedDocument]]:
    """Current documents that share a band with each of those signatures, by URI."""
    asked = [bands_of(given) for given in signatures]
    sharing: defaultdict[int, list[SignedDocument]] = defaultdict(list)
    for band, *found in connection.execute(_SHARING, (as_json({band for bands in asked for band in bands}), tenant)):
        sharing[band].append(SignedDocument(*found))
    return [
        sorted({found for band in bands for found in sharing[band]}, key=lambda found: found.uri) for bands in asked
    ]
