"""What nodes work with: the opened parts, the options of a run, and where events go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from agents.events import Event
from agents.ports import Filters, GroundingChecker, QueryAnalyst, Writer
from graph.cpu_work import CpuWork
from graph.errors import InputError
from graph.model import DEFAULT_TENANT
from graph.ports import GraphStore
from graph.retrieval.options import PassageSearch


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what one step may take.

    Attributes:
        understand_s: Seconds for the analyst.
        search_s: Seconds for one search, not counting what it waits for its turn.
        read_s: Seconds for one read of the graph.
        bridge_s: Seconds for the first hop of a question over two.
        check_s: Seconds for the check of one sentence.
        answer_s: Seconds for all writing and checking of a round, for each writer asked.
        characters: Characters read from one stream of a writer.
        repeats: Sentences in a row that say what was said before; then a stream is left.
    """

    understand_s: float = 10.0
    search_s: float = 10.0
    read_s: float = 10.0
    bridge_s: float = 20.0
    check_s: float = 10.0
    answer_s: float = 180.0
    characters: int = 200_000
    repeats: int = 3


@dataclass(frozen=True, slots=True)
class AgentParts:
    """The opened parts that an agent works with.

    Attributes:
        search: Finds passages.
        graph: Reads passages and facts by id.
        writer: Writes answers.
        checker: Judges sentences.
        analyst: Understands questions.
        backup_writer: Takes over where ``writer`` fails; None where ``writer`` needs no server.
        limits: Bounds on each step.
        work: Threads in which passages are read beside the writer.
    """

    search: PassageSearch
    graph: GraphStore
    writer: Writer
    checker: GroundingChecker
    analyst: QueryAnalyst
    backup_writer: Writer | None = None
    limits: Limits = field(default_factory=Limits)
    work: CpuWork = field(default_factory=CpuWork)


@dataclass(frozen=True, slots=True)
class AgentOptions:
    """Options of one run; plain values, so that Studio shows them as a form.

    Attributes:
        tenant: Whose documents are read.
        rounds: Rounds of retrieval, at most.
        passages: Passages a round.
        attempts: Times that a writer is asked in a round, at most.
        mode: ``verified`` shows sentences once they are checked; ``draft`` shows text at once, too.
        sources: Collections that are searched; empty for all.
        kinds: Kinds of documents that are searched; empty for all.
        instrument: Number of the legal instrument that is searched, the whole or its beginning (``38/2022``).
        in_force_on: Day on which law must be in force, ``2024-07-01``; the question's or today where it is None.
        language: Language of what is told about the answer, and of what a model writes; ``auto`` for the question's.
    """

    tenant: str = DEFAULT_TENANT
    rounds: int = 2
    passages: int = 10
    attempts: int = 3
    mode: Literal["verified", "draft"] = "verified"
    sources: Sequence[str] = ()
    kinds: Sequence[str] = ()
    instrument: str | None = None
    in_force_on: str | None = None
    language: Literal["auto", "vi", "en"] = "auto"

    @property
    def filters(self) -> Filters:
        """What these options restrict the search to.

        Raises:
            InputError: ``in_force_on`` is no date.
        """
        instrument = "".join(self.instrument.split()).upper() if self.instrument else None
        return Filters(tuple(self.sources), tuple(self.kinds), _day(self.in_force_on), instrument)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"“{text}” không phải là ngày. Hãy viết ngày theo dạng 2024-07-01.") from error


@dataclass(frozen=True, slots=True)
class AgentContext:
    """What a node is given beside the state."""

    parts: AgentParts
    options: AgentOptions
    emit: Callable[[Event], None]
