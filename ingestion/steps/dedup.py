"""Exact and near duplicates within a run, by hash and MinHash (Broder 1997; index by datasketch)."""

from __future__ import annotations

from datasketch import MinHash, MinHashLSH

from graph.model import content_hash
from ingestion.model import Draft, Item
from ingestion.steps import rejected
from ingestion.steps.sign import PERMUTATIONS, identity, minhash_of

_INDEX_THRESHOLD = 0.9
NEAR = 0.95
"""Share of shingles from which two documents of the same identity are copies."""


class Deduplicator:
    """Remembers what it saw; the first of several copies stays.

    A copy has the same identity (title, instrument, days; see `ingestion.steps.sign.identity`) and the same words, or
    at least 95 % of their shingles. A document is compared with others of the run, never with its own older version;
    `ingestion.steps.dedup_stored` compares with what earlier runs stored.
    """

    def __init__(self) -> None:
        self._uris: dict[str, str] = {}
        self._exact: dict[str, str] = {}
        self._near = MinHashLSH(threshold=_INDEX_THRESHOLD, num_perm=PERMUTATIONS)
        self._signatures: dict[str, MinHash] = {}

    def check(self, draft: Draft) -> Item:
        """The draft, or a reject that names the document that it repeats."""
        document = draft.document
        place = self._uris.setdefault(document.uri, draft.place)
        if place != draft.place:
            return rejected(draft, "duplicate", f"its id {document.uri} was given to {place} already")
        words = content_hash(identity(document, titled=draft.titled) + "\n" + " ".join(document.text.split()))
        original = self._exact.setdefault(words, document.uri)
        if original != document.uri:
            return rejected(draft, "duplicate", f"has the same text as {original}")
        if draft.signature is None:
            return draft
        minhash = minhash_of(draft.signature)
        nearest = self._nearest(minhash)
        if nearest is not None:
            return rejected(draft, "near-duplicate", f"says nearly the same as {nearest}")
        self._near.insert(document.uri, minhash, check_duplication=False)
        self._signatures[document.uri] = minhash
        return draft

    def _nearest(self, minhash: MinHash) -> str | None:
        for uri in self._near.query(minhash):
            if self._signatures[uri].jaccard(minhash) >= NEAR:
                return str(uri)
        return None
