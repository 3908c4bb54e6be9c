"""Content hash and MinHash signature: what tells changed documents and duplicates."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from datasketch import MinHash

from graph.model import Document, content_hash
from graph.text.normalise import name_key
from graph.text.syllables import syllables
from ingestion.model import Draft, Signature

PERMUTATIONS = 64
_SCHEME = "affine32"
_PERMUTATIONS = MinHash(num_perm=PERMUTATIONS, scheme=_SCHEME).permutations
_SHINGLE = 5
_FEWEST_SHINGLES = 20
_BLOCK = 4096
_MULTIPLIERS = np.array([31**power % 2**32 for power in range(_SHINGLE)], dtype=np.uint64)
_MASK = np.uint64(0xFFFFFFFF)


def sign(draft: Draft) -> Draft:
    """Sets the content hash and the signature."""
    document = replace(draft.document, content_hash=hash_of(draft.document))
    return replace(draft, document=document, signature=signature_of(document, titled=draft.titled))


def hash_of(document: Document) -> str:
    """Hash of all that was read: text, title, collection and what the source said."""
    facts = [
        document.title,
        document.source,
        document.language,
        document.external_id,
        document.path,
        document.instrument,
        document.version,
        document.context,
        str(document.published),
        str(document.validity),
        sorted(document.metadata.items()),
    ]
    return content_hash(json.dumps(facts, ensure_ascii=False) + "\n" + document.text)


def identity(document: Document, *, titled: bool) -> str:
    """What must be equal before two documents can be duplicates, whatever their texts.

    Two versions of a regulation, or two articles of the same wording in different laws, are different documents.
    """
    title = name_key(document.title) if titled else ""
    article = document.metadata.get("article", "")
    parts = (title, document.instrument, article, document.version, document.validity.start, document.published)
    return "\n".join(map(str, parts))


def signature_of(document: Document, *, titled: bool) -> Signature | None:
    """MinHash values over shingles of five syllables; None for texts too short to compare.

    The shingles are hashed together with the document's `identity`, so that only documents that could be duplicates
    have signatures alike, and never meet the others in the index.
    """
    terms = syllables(document.text)
    if len(terms) < _FEWEST_SHINGLES + _SHINGLE:
        return None
    seed = np.uint64(zlib.crc32(identity(document, titled=titled).encode()))
    shingles = np.unique(_shingles(terms) ^ seed)
    minhash = MinHash(hashfunc=int, scheme=_SCHEME, num_perm=PERMUTATIONS, permutations=_PERMUTATIONS)
    for start in range(0, len(shingles), _BLOCK):
        minhash.update_batch(shingles[start : start + _BLOCK].tolist())
    values: Signature = minhash.hashvalues
    return values


def signature_bytes(signature: Signature | None) -> bytes:
    """The signature as stores keep it (`graph.signature`); empty where there is none."""
    return b"" if signature is None else signature.astype("<u4").tobytes()


def _shingles(terms: list[str]) -> npt.NDArray[np.uint64]:
    hashes = np.fromiter(map(_term_hash, terms), dtype=np.uint64, count=len(terms))
    windows = np.lib.stride_tricks.sliding_window_view(hashes, _SHINGLE)
    mixed = (windows * _MULTIPLIERS).sum(axis=1, dtype=np.uint64)
    shingles: npt.NDArray[np.uint64] = (mixed ^ (mixed >> np.uint64(29))) & _MASK
    return shingles


@lru_cache(maxsize=50_000)
def _term_hash(term: str) -> int:
    return zlib.crc32(term.encode())
