"""Tables of the SQLite graph store and their numbered migrations.

Only current revisions are in these tables; what is staged waits in memory, and the table ``staged``
keeps its chunk ids so that a crash can be undone. Rows are joined by integer ids, the ids of the
data model stand in ``uid``. ``document_entities`` says what one document names, and is both the
document graph and the reference count of entities and names.
"""

from __future__ import annotations

from graph.stores.sqlite.migrations import Schema

APPLICATION_ID = 0x56474752  # "VGGR", marks the file as ours
PIECE = 4096
"""Code points in a row of ``pieces``.

SQLite's ``substr`` walks a text from its beginning; in pieces a passage of a book costs what a passage
of a note costs, and the text is still stored once.
"""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    tenant TEXT NOT NULL,
    uri TEXT NOT NULL,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    language TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    revision INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    published TEXT,
    valid_from TEXT,
    valid_to TEXT,
    instrument TEXT,
    version TEXT,
    subject TEXT,
    path TEXT NOT NULL,
    metadata TEXT NOT NULL,
    context TEXT NOT NULL,
    UNIQUE (tenant, uri)
);
CREATE INDEX documents_by_external_id ON documents (tenant, external_id);
CREATE INDEX documents_by_source ON documents (tenant, source);
CREATE INDEX documents_by_title ON documents (tenant, title, uri);
CREATE INDEX documents_by_subject ON documents (subject) WHERE subject IS NOT NULL;

CREATE VIRTUAL TABLE document_words USING fts5(
    words, detail=none, columnsize=0, tokenize="unicode61 remove_diacritics 0"
);
CREATE TRIGGER document_added AFTER INSERT ON documents BEGIN
    INSERT INTO document_words (rowid, words) VALUES (new.id, search_words(new.title || ' ' || new.uri));
END;
CREATE TRIGGER document_removed AFTER DELETE ON documents BEGIN
    DELETE FROM document_words WHERE rowid = old.id;
END;

CREATE TABLE pieces (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (document, number)
);

CREATE TABLE chunks (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    page INTEGER,
    kind TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    path TEXT NOT NULL,
    UNIQUE (document, ordinal)
);

CREATE TABLE entities (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    tenant TEXT NOT NULL,
    type TEXT NOT NULL,
    key TEXT NOT NULL,
    folded TEXT NOT NULL,
    mentions INTEGER NOT NULL
);
CREATE INDEX entities_by_key ON entities (key);
CREATE INDEX entities_by_folded ON entities (folded);

CREATE TABLE names (
    id INTEGER PRIMARY KEY,
    entity INTEGER NOT NULL REFERENCES entities ON DELETE CASCADE,
    name TEXT NOT NULL,
    alias INTEGER NOT NULL,
    key TEXT NOT NULL,
    folded TEXT NOT NULL,
    documents INTEGER NOT NULL,
    UNIQUE (entity, name, alias)
);
CREATE INDEX names_by_key ON names (key);
CREATE INDEX names_by_folded ON names (folded);

CREATE VIRTUAL TABLE name_words USING fts5(
    words, detail=none, columnsize=0, tokenize="unicode61 remove_diacritics 0"
);
CREATE TRIGGER name_added AFTER INSERT ON names BEGIN
    INSERT INTO name_words (rowid, words) VALUES (new.id, search_words(new.name));
END;
CREATE TRIGGER name_removed AFTER DELETE ON names BEGIN
    DELETE FROM name_words WHERE rowid = old.id;
END;

CREATE TABLE document_entities (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    entity INTEGER NOT NULL REFERENCES entities,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL,
    chunk INTEGER,
    position INTEGER,
    count INTEGER NOT NULL,
    PRIMARY KEY (document, entity)
) WITHOUT ROWID;
CREATE INDEX document_entities_by_entity ON document_entities (entity, position);

CREATE TABLE mentions (
    chunk INTEGER NOT NULL REFERENCES chunks ON DELETE CASCADE,
    entity INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    PRIMARY KEY (chunk, entity, start, stop)
) WITHOUT ROWID;

CREATE TABLE relations (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    head INTEGER NOT NULL REFERENCES entities,
    type TEXT NOT NULL,
    tail INTEGER NOT NULL REFERENCES entities,
    supports INTEGER NOT NULL,
    confidence REAL NOT NULL
);
CREATE INDEX relations_by_head ON relations (head, supports DESC, confidence DESC, type);
CREATE INDEX relations_by_tail ON relations (tail, supports DESC, confidence DESC, type);
CREATE INDEX same_as_by_head ON relations (head) WHERE type = 'SAME_AS';
CREATE INDEX same_as_by_tail ON relations (tail) WHERE type = 'SAME_AS';

CREATE TABLE evidence (
    relation INTEGER NOT NULL REFERENCES relations,
    confidence REAL NOT NULL,
    chunk INTEGER NOT NULL REFERENCES chunks ON DELETE CASCADE,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    extractor TEXT NOT NULL,
    PRIMARY KEY (relation, confidence DESC, chunk, start, stop, extractor)
) WITHOUT ROWID;
CREATE INDEX evidence_by_chunk ON evidence (chunk);

CREATE TABLE groups (
    entity INTEGER PRIMARY KEY REFERENCES entities ON DELETE CASCADE,
    representative INTEGER NOT NULL
);
CREATE INDEX groups_by_representative ON groups (representative);

CREATE TABLE staged (
    document TEXT NOT NULL,
    number INTEGER NOT NULL,
    chunks TEXT NOT NULL,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE TABLE outbox (chunk TEXT PRIMARY KEY) WITHOUT ROWID;
"""

_BY_INSTRUMENT = """
CREATE INDEX documents_by_instrument ON documents (tenant, instrument) WHERE instrument IS NOT NULL;
"""

_SIGNATURES = """
CREATE TABLE signatures (document INTEGER PRIMARY KEY REFERENCES documents, minhash BLOB NOT NULL);
CREATE TABLE bands (
    band INTEGER NOT NULL,
    document INTEGER NOT NULL,
    PRIMARY KEY (band, document)
) WITHOUT ROWID;
"""

MIGRATIONS = (_TABLES, _BY_INSTRUMENT, _SIGNATURES)
"""Script ``MIGRATIONS[n]`` takes a file from version n to n + 1; scripts are added, never changed."""

GRAPH = Schema(APPLICATION_ID, MIGRATIONS, "VINAGRAPH_GRAPH_URL")
