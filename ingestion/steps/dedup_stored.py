"""Copies of what earlier runs stored from other collections."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graph.ports import GraphStore
from graph.signature import similarity
from ingestion.model import Draft, Item, Why
from ingestion.steps import rejected
from ingestion.steps.dedup import NEAR
from ingestion.steps.sign import signature_bytes


async def check_stored(
    graph: GraphStore, tenant: str, collections: Collection[str], drafts: Sequence[Draft]
) -> list[Item]:
    """The drafts, or rejects that name the stored document that they repeat.

    Documents of the run's own collections are not compared with: the run may be about to replace, rename or delete
    them, and copies among what it reads are found by `ingestion.steps.dedup`.

    Args:
        graph: The store.
        tenant: Owner of the documents.
        collections: Collections that this run reads.
        drafts: Documents that are not stored; a stored one may always change.
    """
    signatures = [signature_bytes(draft.signature) for draft in drafts]
    items: list[Item] = []
    for draft, signature, alike in zip(drafts, signatures, await graph.alike(tenant, signatures), strict=True):
        copied = next(
            (
                other
                for other in alike
                if other.source not in collections and similarity(signature, other.signature) >= NEAR
            ),
            None,
        )
        reason = "" if copied is None else f"says nearly the same as {copied.uri} of the source {copied.source}"
        reject = rejected(draft, "near-duplicate", f"{reason}, which is stored", Why.COPY)
        items.append(draft if copied is None else reject)
    return items
