"""What was read of a SQLite file, kept until something else is committed to it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from graph.stores.sqlite.database import Database

_MOST_KEYS = 1_000
"""More keys at once (the runs of words of a question as long as a page) are read and not kept: they would hold the
event loop, and drive out what others ask for."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class KeptReads(Generic[K, V]):
    """Values by key, those used last; none outlives a commit (`Database.write`).

    The file belongs to one program, so whatever changes it goes through its `Database`, whose ``version`` tells.
    That the file holds nothing for a key is kept as well. Values are shared: do not write to them.
    """

    def __init__(
        self,
        database: Database,
        work: Callable[..., Mapping[K, V]],
        most: int,
        size: Callable[[V], int],
    ) -> None:
        """Keeps nothing yet.

        Args:
            database: The file.
            work: Reads the values of keys: given a connection, a list of keys, and what else `read` is given.
            most: Sum of the sizes that are kept, at most.
            size: Of a value; a key without a value has size 1.
        """
        self._database = database
        self._work = work
        self._most = most
        self._size = size
        self._kept: OrderedDict[tuple[Hashable, K], V | None] = OrderedDict()
        self._held = 0
        self._version = database.version

    async def read(self, keys: Iterable[K], *given: Hashable) -> dict[K, V]:
        """Values by key, in the order of the keys, those missing left out; all of them as of one commit.

        Raises:
            StoreError: The file failed, or was closed.
        """
        wanted = list(dict.fromkeys(keys))
        if len(wanted) > _MOST_KEYS:
            found = await self._read(wanted, given)
            return {key: found[key] for key in wanted if key in found}
        version = self._database.version
        if version is None or version != self._version:
            self._forget(version)
        known, absent = self._known(wanted, given)
        if absent:
            found = await self._read(absent, given)
            if self._database.version != version:
                if known:  # as of an earlier commit
                    known, found = {}, await self._read(wanted, given)
            elif version is not None:
                self._keep({(given, key): found.get(key) for key in absent})
            known |= found
        return {key: value for key in wanted if (value := known.get(key)) is not None}

    def _known(self, keys: Iterable[K], given: tuple[Hashable, ...]) -> tuple[dict[K, V | None], list[K]]:
        """What is kept of those keys, which were used just now, and the other keys."""
        known: dict[K, V | None] = {}
        absent: list[K] = []
        for key in keys:
            entry = (given, key)
            if entry in self._kept:
                known[key] = self._kept[entry]
                self._kept.move_to_end(entry)
            else:
                absent.append(key)
        return known, absent

    async def _read(self, keys: list[K], given: tuple[Any, ...]) -> Mapping[K, V]:
        return await self._database.read(self._work, keys, *given)

    def _forget(self, version: int | None) -> None:
        self._kept.clear()
        self._held = 0
        self._version = version

    def _keep(self, values: Mapping[tuple[Hashable, K], V | None]) -> None:
        for key, value in values.items():
            if key not in self._kept:
                self._kept[key] = value
                self._held += self._size_of(value)
        while self._held > self._most:
            _, value = self._kept.popitem(last=False)
            self._held -= self._size_of(value)

    def _size_of(self, value: V | None) -> int:
        return 1 if value is None else self._size(value)
