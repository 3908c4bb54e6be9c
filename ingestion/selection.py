"""What must be written: drafts that are no copies and not stored already."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import aclosing
from dataclasses import replace

from graph.ports import GraphStore
from graph.results import DocumentState
from ingestion.legal.instruments import Instruments, inherit
from ingestion.model import Draft, Item, Reject
from ingestion.steps.dedup import Deduplicator
from ingestion.steps.dedup_stored import check_stored
from ingestion.steps.normalise import clean
from ingestion.summary import Tally
from ingestion.work import Prepared

_REPLACES = (
    "{} replaces a document of the source {}; it belongs to {} now. "
    "If they are different documents, ingest the common parent folder of both instead"
)
_BATCH_DOCUMENTS = 200
_BATCH_CHARACTERS = 400_000


class Selector:
    """Decides about drafts in the order in which they were read."""

    def __init__(
        self,
        graph: GraphStore,
        tenant: str,
        collections: Collection[str],
        instruments: Instruments,
        fingerprint: str,
        tally: Tally,
    ) -> None:
        self._graph = graph
        self._tenant = tenant
        self._collections = collections
        self._instruments = instruments
        self._fingerprint = fingerprint
        self._tally = tally
        self._deduplicator = Deduplicator()
        self.present: set[str] = set()
        """URIs that the sources still hold, as far as they could be read."""
        self.below: set[str] = set()
        """How the URIs begin of what unreadable rows may have held."""
        self.all_told = True
        """Whether each unreadable piece of the sources could be told by its URI, or by how that begins."""

    async def select(self, prepared: AsyncGenerator[Prepared]) -> AsyncGenerator[tuple[Draft, ...]]:
        """Batches of the drafts that must be written; the others are counted."""
        batch: list[Draft] = []
        async with aclosing(prepared):
            async for part in prepared:
                self._tally.add_seconds(part.seconds)
                batch += await self._new(part)
                while (full := _full(batch)) is not None:
                    yield tuple(batch[:full])
                    del batch[:full]
        if batch:
            yield tuple(batch)

    async def _new(self, part: Prepared) -> list[Draft]:
        with self._tally.timed("deduplicate"):
            kept = [draft for item in part.items if (draft := self._kept(item)) is not None]
        with self._tally.timed("look up"):
            states = await self._graph.document_states(self._tenant, [draft.document.uri for draft in kept])
        changed: list[Draft] = []
        for draft in kept:
            state = states.get(draft.document.uri)
            if self._is_stored(draft, state):
                self._tally.note_unchanged(draft)
            else:
                self._warn_of_another_source(draft, state)
                changed.append(draft)
        selected = await self._without_copies(changed, states)
        for draft in selected:
            self._tally.note_selected(draft)
        return selected

    async def _without_copies(self, drafts: list[Draft], states: Mapping[str, DocumentState]) -> list[Draft]:
        """The drafts that repeat nothing which an earlier run stored from another collection."""
        with self._tally.timed("deduplicate"):
            new = [draft for draft in drafts if draft.document.uri not in states]
            items = await check_stored(self._graph, self._tenant, self._collections, new)
        rejects = {id(draft): item for draft, item in zip(new, items, strict=True) if isinstance(item, Reject)}
        for reject in rejects.values():
            self.note_reject(reject)
        return [draft for draft in drafts if id(draft) not in rejects]

    def _kept(self, item: Item) -> Draft | None:
        if isinstance(item, Draft):
            item = self._deduplicator.check(replace(item, document=inherit(item.document, self._instruments)))
        if isinstance(item, Reject):
            self.note_reject(item)
            return None
        self.present.add(item.document.uri)
        self._tally.warn(item.place, item.warnings)
        return item

    def note_reject(self, reject: Reject) -> None:
        """Counts a reject; what could not be read is not held to have vanished."""
        self._tally.note_reject(reject)
        if reject.step == "read":
            if reject.uri is not None:
                self.present.add(clean(reject.uri))
            elif reject.below:
                self.below.add(clean(reject.below))
            else:
                self.all_told = False

    def _warn_of_another_source(self, draft: Draft, state: DocumentState | None) -> None:
        source = draft.document.source
        if state is not None and state.source != source:
            self._tally.warn(draft.place, (_REPLACES.format(state.uri, state.source, source),))

    def _is_stored(self, draft: Draft, state: DocumentState | None) -> bool:
        return (
            state is not None
            and state.content_hash == draft.document.content_hash
            and state.fingerprint == self._fingerprint
        )


def _full(batch: list[Draft]) -> int | None:
    """How many drafts make a full batch; None where there are too few."""
    characters = 0
    for count, draft in enumerate(batch, 1):
        characters += len(draft.document.text)
        if count == _BATCH_DOCUMENTS or characters >= _BATCH_CHARACTERS:
            return count
    return None
