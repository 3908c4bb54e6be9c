"""A queue in which tenants take turns."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

Item = TypeVar("Item")


class TurnQueue(Generic[Item]):
    """Things that wait, first come first served within a tenant, one tenant after the other."""

    def __init__(self) -> None:
        self._queues: OrderedDict[str, deque[Item]] = OrderedDict()
        self._held: set[str] = set()
        self._news = asyncio.Event()

    def put(self, tenant: str, item: Item) -> None:
        """Puts a thing behind those of its tenant."""
        self._queues.setdefault(tenant, deque()).append(item)
        self._news.set()

    def remove(self, tenant: str, item: Item) -> bool:
        """Takes a thing out of its turn; False where it does not wait."""
        queue = self._queues.get(tenant, ())
        if item not in queue:
            return False
        self._queues[tenant].remove(item)
        return True

    def waiting(self, tenant: str) -> int:
        """How many things of a tenant wait."""
        return len(self._queues.get(tenant, ()))

    @contextmanager
    def held(self, tenant: str) -> Iterator[None]:
        """Lets everything of a tenant wait until left; not twice at once."""
        self._held.add(tenant)
        try:
            yield
        finally:
            self._held.remove(tenant)
            self._news.set()

    def is_held(self, tenant: str) -> bool:
        """Whether everything of a tenant waits."""
        return tenant in self._held

    async def next(self) -> Item:
        """Waits for a thing whose turn it is; its tenant then goes behind the others."""
        while True:
            for tenant, queue in list(self._queues.items()):
                if not queue:
                    del self._queues[tenant]
                elif tenant not in self._held:
                    self._queues.move_to_end(tenant)
                    return queue.popleft()
            self._news.clear()
            await self._news.wait()
