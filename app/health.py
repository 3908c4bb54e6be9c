"""How the parts of the server are: its stores, and the model servers that it asks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass

from app.model_check import check_models
from app.serving import Services
from graph.errors import VinaGraphError

_LONGEST_S = 2.0
_KEPT_S = 5.0


@dataclass(frozen=True, slots=True)
class PartHealth:
    """How a part is.

    Attributes:
        problem: What is wrong, with what to do; empty where nothing is.
        seconds: Its answer took so long.
    """

    problem: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Parts:
    """How all are, by name."""

    stores: dict[str, PartHealth]
    models: dict[str, PartHealth]

    @property
    def are_well(self) -> bool:
        """Whether nothing is wrong anywhere."""
        return not any(part.problem for part in (*self.stores.values(), *self.models.values()))


class HealthCheck:
    """Asks the parts, at most every few seconds however often it is asked itself."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._kept: tuple[float, Parts] | None = None

    async def look(self, services: Services) -> Parts:
        """How the parts are, now or a few seconds ago."""
        async with self._turn:
            now = time.monotonic()
            if self._kept is None or now - self._kept[0] > _KEPT_S:
                self._kept = (now, await _look(services))
            return self._kept[1]

    def forget(self) -> None:
        """Has the parts asked next time, however soon that is."""
        self._kept = None


async def _look(services: Services) -> Parts:
    ports, store = services.ports, services.store
    asked = {
        "graph": ports.graph.get_meta("health"),
        "vectors": ports.vectors.count(services.settings.tenant),
        "app": store.find_key(""),
    }
    models, stores = await asyncio.gather(
        check_models(services.settings, _LONGEST_S),
        asyncio.gather(*(_ask(name, asking) for name, asking in asked.items())),
    )
    return Parts(
        stores=dict(zip(asked, stores, strict=True)),
        models={check.part: PartHealth(check.problem, check.seconds) for check in models},
    )


async def _ask(name: str, asking: Awaitable[object]) -> PartHealth:
    start = time.perf_counter()
    problem = ""
    try:
        async with asyncio.timeout(_LONGEST_S):
            await asking
    except TimeoutError:
        problem = f"The {name} store does not answer within {_LONGEST_S:g} s."
    except VinaGraphError as error:
        problem = str(error)
    return PartHealth(problem, time.perf_counter() - start)
