"""What goes between the program and the process that holds the index: frames of pickled tuples.

Both ends are the same program on the same machine, over a socket pair that nobody else has.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.ports import FloatArray, VectorPoint

HEADER = struct.Struct("!Q")
OPENED = 0
"""Id of the first reply, which says whether the index could be opened."""

HELD = "held by another process"
"""The error of an index that cannot be opened because another process has it."""

FIRST_DAY = 0
LAST_DAY = 10_000_000
"""Days (proleptic ordinals) that stand for an open beginning and an open end; a plain range then filters both."""


@dataclass(frozen=True, slots=True)
class Request:
    """An operation of the engine, its arguments, and the id that its reply carries."""

    id: int
    operation: str
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The value of a request, or the message of its failure."""

    id: int
    value: Any = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class PointBatch:
    """Points column by column, which pickles many times faster than objects.

    Attributes:
        ids: Chunk ids.
        payloads: Filter fields of each point.
        dense: Array [n, dimension].
        indices: Term ids of all points, one after the other.
        values: Their weights.
        ends: Array [n]: where each point's terms end.
    """

    ids: list[str]
    payloads: list[dict[str, str | int]]
    dense: FloatArray
    indices: npt.NDArray[np.uint32]
    values: FloatArray
    ends: npt.NDArray[np.int64]


def day_number(day: date | None, default: int) -> int:
    """Ordinal of a day, or what stands for an open end."""
    return default if day is None else day.toordinal()


def batch_of(points: Sequence[VectorPoint]) -> PointBatch:
    """The points as columns."""
    return PointBatch(
        ids=[point.chunk_id for point in points],
        payloads=[_payload(point) for point in points],
        dense=np.stack([point.dense for point in points]).astype(np.float32, copy=False),
        indices=np.concatenate([point.sparse.indices for point in points]).astype(np.uint32, copy=False),
        values=np.concatenate([point.sparse.values for point in points]).astype(np.float32, copy=False),
        ends=np.cumsum([len(point.sparse.indices) for point in points], dtype=np.int64),
    )


def _payload(point: VectorPoint) -> dict[str, str | int]:
    start, end = point.validity
    return {
        "tenant": point.tenant,
        "document": point.document_id,
        "source": point.source,
        "kind": point.kind,
        "valid_from": day_number(start, FIRST_DAY),
        "valid_to": day_number(end, LAST_DAY),
    }


def encode(message: Request | Reply) -> bytes:
    """A message with its length before it."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return HEADER.pack(len(body)) + body


def decode(body: bytes) -> Any:  # noqa: ANN401 - a request or a reply, by which end asks
    """The message of a frame's body."""
    return pickle.loads(body)  # noqa: S301 - from our own process
