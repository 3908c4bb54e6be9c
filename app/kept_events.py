"""Events of a run that is over, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import overload

from agents.events import EVENTS, Event


class KeptEvents(Sequence[Event]):
    """Reads each event anew when it is asked for.

    As objects the events of thousands of answers take several times the memory, and every full collection of garbage
    walks them while the event loop waits.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        self._written = tuple(EVENTS.dump_json([event]) for event in events)

    @property
    def size(self) -> int:
        """Bytes of all."""
        return sum(len(written) for written in self._written)

    def __len__(self) -> int:
        return len(self._written)

    @overload
    def __getitem__(self, place: int) -> Event: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Event]: ...

    def __getitem__(self, place: int | slice) -> Event | Sequence[Event]:
        if isinstance(place, slice):
            return [event for written in self._written[place] for event in EVENTS.validate_json(written)]
        return EVENTS.validate_json(self._written[place])[0]
