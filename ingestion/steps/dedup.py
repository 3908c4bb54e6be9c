"""Exact and near duplicates within a run, by hash and MinHash (Broder 1997), found by the bands that stores use too."""

from __future__ import annotations

from graph.model import content_hash
from graph.signature import bands_of, similarities
from ingestion.model import Draft, Item, Why
from ingestion.steps import rejected
from ingestion.steps.sign import identity, signature_bytes

NEAR = 0.95
"""Share of shingles from which two documents of the same identity are copies."""
_COMPARED = 500
"""Documents of a band that the next is compared with, the latest: thousands that share one (a form, filled in again and
again) would else take time with the square of their number."""


class Deduplicator:
    """Remembers what it saw; the first of several copies stays.

    A copy has the same identity (title, instrument, days; see `ingestion.steps.sign.identity`) and the same words, or
    at least 95 % of their shingles. A document is compared with others of the run, never with its own older version;
    `ingestion.steps.dedup_stored` compares with what earlier runs stored. Of very many that are alike but no copies,
    the latest are compared with; a copy of the same words is found in any case.

    It grows with the run, not with what is stored: 1.2 KB a document, 1.2 GB for a million.
    """

    def __init__(self) -> None:
        self._uris: dict[str, str] = {}
        self._exact: dict[str, str] = {}
        self._kept: list[tuple[str, bytes]] = []
        self._sharing: dict[int, int | list[int]] = {}
        """By band, the document of it, or those; most bands have one, for which a list would take room."""

    def check(self, draft: Draft) -> Item:
        """The draft, or a reject that names the document that it repeats."""
        document = draft.document
        place = self._uris.setdefault(document.uri, draft.place)
        if place != draft.place:
            return rejected(draft, "duplicate", f"its id {document.uri} was given to {place} already", Why.COPY)
        words = content_hash(identity(document, titled=draft.titled) + "\n" + " ".join(document.text.split()))
        original = self._exact.setdefault(words, document.uri)
        if original != document.uri:
            return rejected(draft, "duplicate", f"has the same text as {original}", Why.COPY)
        signature = signature_bytes(draft.signature)
        bands = bands_of(signature)
        nearest = self._nearest(signature, bands)
        if nearest is not None:
            return rejected(draft, "near-duplicate", f"says nearly the same as {nearest}", Why.COPY)
        self._remember(document.uri, signature, bands)
        return draft

    def _nearest(self, signature: bytes, bands: list[int]) -> str | None:
        numbers = sorted({number for band in bands for number in self._latest(band)})
        shares = similarities(signature, [self._kept[number][1] for number in numbers])
        return next(
            (self._kept[number][0] for number, share in zip(numbers, shares, strict=True) if share >= NEAR), None
        )

    def _remember(self, uri: str, signature: bytes, bands: list[int]) -> None:
        if not bands:
            return
        number = len(self._kept)
        self._kept.append((uri, signature))
        for band in bands:
            sharing = self._sharing.setdefault(band, number)
            if isinstance(sharing, list):
                sharing.append(number)
            elif sharing != number:
                self._sharing[band] = [sharing, number]

    def _latest(self, band: int) -> list[int]:
        sharing = self._sharing.get(band, [])
        return sharing[-_COMPARED:] if isinstance(sharing, list) else [sharing]
