"""Steps between reading and writing: generators over drafts; what falls out goes on as a reject with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ingestion.model import Draft, Item, Reject, Why


def each(items: Iterable[Item], step: Callable[[Draft], Item]) -> Iterator[Item]:
    """Applies a step to each draft; rejects pass through."""
    for item in items:
        yield item if isinstance(item, Reject) else step(item)


def rejected(draft: Draft, step: str, reason: str, why: Why) -> Reject:
    """The reject that a draft becomes."""
    return Reject(draft.place, step, reason, draft.document.uri, why)
