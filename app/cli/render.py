"""Shows the events of an answer on a terminal: steps dimly, sentences as they are verified, sources last."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from rich.console import Console

from agents.events import (
    CitationOut,
    DegradedEvent,
    DraftEvent,
    ErrorEvent,
    Event,
    FinalEvent,
    RetryEvent,
    SentenceEvent,
    SourceOut,
    SourcesEvent,
    StatusEvent,
    WithheldEvent,
)
from app.cited_text import source_path
from app.table_rows import Row, row_of


class AnswerPrinter:
    """Prints one answer to a console, its steps to another.

    Args:
        out: Where the answer goes.
        steps: Where the steps go; None leaves them out.
    """

    def __init__(self, out: Console, steps: Console | None) -> None:
        self._out = out
        self._steps = steps
        self._sources: dict[int, SourceOut] = {}
        self._cited: dict[int, list[CitationOut]] = {}
        self._said = False
        self._held: tuple[Row, str] | None = None
        self.final: FinalEvent | None = None
        self.error: ErrorEvent | None = None

    async def show(self, events: AsyncIterator[Event]) -> None:
        """Prints events until the run ends."""
        async for event in events:
            self._one(event)
        self._show_held()
        self._show_sources()

    async def dump(self, events: AsyncIterator[Event]) -> None:
        """Prints each event as a line of JSON."""
        async for event in events:
            self._out.file.write(event.model_dump_json() + "\n")
            self._out.file.flush()
            self._note(event)

    def _note(self, event: Event) -> None:
        if isinstance(event, FinalEvent):
            self.final = event
        elif isinstance(event, ErrorEvent):
            self.error = event

    def _one(self, event: Event) -> None:
        self._note(event)
        match event:
            case StatusEvent():
                self._step(f"· {event.detail}")
            case SourcesEvent():
                self._sources.update({source.number: source for source in event.sources})
            case SentenceEvent():
                self._said = True
                self._show_sentence(event)
            case DraftEvent():
                self._out.print(event.text, end="", markup=False)
            case WithheldEvent():
                self._step(f"· giữ lại: “{event.text}” ({event.reason})")
            case RetryEvent():
                self._step(f"· lượt {event.round}: {event.reason}")
            case DegradedEvent():
                self._step(f"· thiếu {event.part}: {event.missing}", style="yellow")
            case FinalEvent():
                if event.abstained or not self._said:
                    self._out.print(event.answer, markup=False)
                else:
                    for remark in event.remarks:
                        self._out.print(remark, markup=False)
            case _:
                pass

    def _show_sentence(self, event: SentenceEvent) -> None:
        for citation in event.citations:
            self._cited.setdefault(citation.number, []).append(citation)
        cited = list(dict.fromkeys(citation.number for citation in event.citations))
        row = row_of(event.text, [self._sources[number].text for number in cited])
        line = f"{event.text if row is None else row} {''.join(f'[{n}]' for n in cited)}".rstrip()
        self._show_held(unless_header_of=row)
        if row is not None and row.is_header:
            self._held = (row, line)
        else:
            self._out.print(line, markup=False)

    def _show_held(self, unless_header_of: Row | None = None) -> None:
        """Shows the first row of a table, which waits until no row follows that names its columns anyway."""
        if self._held is not None:
            header, line = self._held
            self._held = None
            if unless_header_of is None or unless_header_of.header != header.cells:
                self._out.print(line, markup=False)

    def _step(self, text: str, style: str = "dim") -> None:
        if self._steps is not None:
            self._steps.print(text, style=style, markup=False)

    def _show_sources(self) -> None:
        if not self._cited:
            return
        self._out.print("\nNguồn:", style="bold")
        for number in sorted(self._cited):
            source = self._sources[number]
            self._out.print(f"[{number}] {source_path(source)} · {source.uri}", markup=False)
            for quote in _quotes(source, self._cited[number]):
                self._out.print(f"    “{_shortened(quote)}”", style="dim", markup=False)


def _quotes(source: SourceOut, citations: Sequence[CitationOut]) -> list[str]:
    """What is cited of a source, in its order: each place once, and no header of a row that is cited too."""
    spans = {(citation.start, citation.end) for citation in citations}
    outer = sorted(one for one in spans if not any(_within(one, other) for other in spans - {one}))
    texts = [source.text[start - source.start : end - source.start] for start, end in outer]
    rows = [row_of(text, [source.text]) for text in texts]
    headers = {row.header for row in rows if row is not None and not row.is_header}
    return [
        str(row) if row is not None else text
        for text, row in zip(texts, rows, strict=True)
        if row is None or row.cells not in headers
    ]


def _within(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


_QUOTE = 160


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _QUOTE else text[: _QUOTE - 1] + "…"
