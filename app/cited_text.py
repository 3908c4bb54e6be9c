"""An answer as text with ``[n]`` marks and a list of sources, piece by piece as its events come."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from agents.events import (
    CitationOut,
    DraftEvent,
    ErrorEvent,
    Event,
    FinalEvent,
    SentenceEvent,
    SourceOut,
    SourcesEvent,
    WithheldEvent,
)
from agents.nodes.finalise import is_item
from app.table_rows import Row, row_of

_HEADINGS = {"vi": "Nguồn", "en": "Sources"}
_UNPROVED = {"vi": "(chưa được chứng minh)", "en": "(not proved)"}
_SENTENCE_END = re.compile(r"(?<=[.!?…:;])\s|\n")
_BARE_NUMBER = re.compile(r"\d+[.)]")
_MARK = re.compile(r" ?(?:\[\d{1,3}\])+")
_LISTS = tuple(f"\n**{heading}**\n" for heading in _HEADINGS.values())
_MARKDOWN = re.compile(r"([\\`*_\[\]<>])")


@dataclass(frozen=True, slots=True)
class Cited:
    """A cited sentence.

    Attributes:
        start: Its first code point in the text.
        end: One past its last; the marks come behind it.
        number: The ``[n]`` behind it.
        citation: The place that carries it.
        source: The passage that holds the place.
    """

    start: int
    end: int
    number: int
    citation: CitationOut
    source: SourceOut


class CitedText:
    """Takes the events of one run and gives back what each adds to the text.

    Sentences come with the numbers of what carries them: the first source that is cited is ``[1]``, the next one
    ``[2]``, whatever their numbers among all that was found, since chat programs count so. In draft mode the unchecked
    text comes as it is written; its sentences are marked where they end, those that nothing proves too. The rows of
    tables are told with the names of their columns.

    Attributes:
        text: All that was given back so far.
        cited: What it cites, in its order.
        final: The last event, once it has come.
    """

    def __init__(
        self, language: str = "vi", *, draft: bool = False, link: Callable[[Cited], str] | None = None
    ) -> None:
        """Takes how it is told.

        Args:
            language: ``vi`` or ``en``, of what stands around the sentences.
            draft: Whether the run shows unchecked text.
            link: Address of a cited place, for the list of sources; without one they are named only.
        """
        self.text = ""
        self.cited: list[Cited] = []
        self.final: FinalEvent | None = None
        self._language = language if language in _HEADINGS else "vi"
        self._draft = draft
        self._link = link
        self._sources: dict[int, SourceOut] = {}
        self._numbers: dict[int, int] = {}
        self._said = False
        self._header: tuple[Row, SentenceEvent] | None = None
        self._settled = 0
        self._behind = ""
        self._body_end: int | None = None

    @property
    def body(self) -> str:
        """The text without the list of sources."""
        return self.text[: self._body_end]

    def add(self, event: Event) -> str:
        """What the event adds to the text; often nothing."""
        before = len(self.text)
        match event:
            case SourcesEvent():
                self._sources.update({source.number: source for source in event.sources})
            case DraftEvent():
                self._add_draft(event.text)
            case SentenceEvent():
                self._add_sentence(event)
            case WithheldEvent():
                if self._draft and self._was_drafted(event.text):
                    self._settle(f" {_UNPROVED[self._language]}")
            case FinalEvent():
                self._close(event)
            case ErrorEvent():
                self._show_header()
                self._list_sources()
            case _:
                pass
        return self.text[before:]

    def _add_sentence(self, event: SentenceEvent) -> None:
        self._said = True
        if self._draft and (at := self._was_drafted(event.text)):
            self._cite(event, *at)
            self._settle(self._marks(event))
            return
        row = row_of(event.text, [self._sources[citation.number].text for citation in event.citations])
        self._show_header(unless_of=row)
        if row is not None and row.is_header:
            self._header = (row, event)
        else:
            self._write(event, str(row) if row is not None else event.text, on_line=row is not None)

    def _show_header(self, unless_of: Row | None = None) -> None:
        """Tells the first row of a table, which waits until no row follows that names its columns anyway."""
        if self._header is not None:
            row, event = self._header
            self._header = None
            if unless_of is None or unless_of.header != row.cells:
                self._write(event, str(row), on_line=True)

    def _write(self, event: SentenceEvent, told: str, *, on_line: bool) -> None:
        if self.text:
            self.text += "\n" if on_line or is_item(event.text) else " "
        start = len(self.text)
        # "1766. [1]" would open an ordered list in Markdown; "1766 [1]." does not.
        dot = told[-1] if _BARE_NUMBER.fullmatch(told) else ""
        self.text += told.removesuffix(dot)
        self._cite(event, start, len(self.text))
        self.text += self._marks(event) + dot
        self._settled = len(self.text)

    def _cite(self, event: SentenceEvent, start: int, end: int) -> None:
        for citation in event.citations:
            number = self._numbers.setdefault(citation.number, len(self._numbers) + 1)
            self.cited.append(Cited(start, end, number, citation, self._sources[citation.number]))

    def _marks(self, event: SentenceEvent) -> str:
        numbers = dict.fromkeys(self._numbers[citation.number] for citation in event.citations)
        return " " + "".join(f"[{number}]" for number in numbers) if numbers else ""

    def _add_draft(self, piece: str) -> None:
        """Tells a piece of the draft; what stands behind the end of a sentence waits for its mark, one event long."""
        if self.text and not self._behind and self._settled == len(self.text) and not piece[:1].isspace():
            self._behind = "\n"
        self.text += self._behind
        before = self.text[-1:]
        end = _SENTENCE_END.search(before + piece)
        cut = max(0, end.start() - len(before)) if end else len(piece)
        self.text, self._behind = self.text + piece[:cut], piece[cut:]

    def _was_drafted(self, sentence: str) -> tuple[int, int] | None:
        """Where the sentence stands in what was drafted since the last mark; it is told to its end."""
        words = r"\s+".join(re.escape(word) for word in sentence.split())
        found = re.compile(words).search(self.text + self._behind, self._settled)
        if found is None:
            return None
        more = max(0, found.end() - len(self.text))
        self.text, self._behind = self.text + self._behind[:more], self._behind[more:]
        return found.span()

    def _settle(self, mark: str) -> None:
        self.text += mark
        self._settled = len(self.text)

    def _close(self, event: FinalEvent) -> None:
        self.final = event
        self.text += self._behind.rstrip()
        self._behind = ""
        self._show_header()
        if event.abstained or not self._said:
            self.text += ("\n\n" if self.text else "") + event.answer
            return
        self.text += "".join(f"\n\n{remark}" for remark in event.remarks)
        self._list_sources()

    def _list_sources(self) -> None:
        self._body_end = len(self.text)
        if self.cited:
            self.text += f"\n\n**{_HEADINGS[self._language]}**\n\n" + "\n".join(self._source_lines())

    def _source_lines(self) -> list[str]:
        return [f"- [{number}] {self._named(first)}" for number, first in sorted(first_places(self.cited).items())]

    def _named(self, first: Cited) -> str:
        name = _MARKDOWN.sub(r"\\\1", " ".join(source_path(first.source).split()))
        return f"[{name}]({self._link(first)})" if self._link is not None else f"{name} · `{first.source.uri}`"


def first_places(cited: Iterable[Cited]) -> dict[int, Cited]:
    """The place by which each source is cited first, by its number."""
    first: dict[int, Cited] = {}
    for one in cited:
        first.setdefault(one.number, one)
    return first


def without_marks(text: str) -> str:
    """A told text as it was before: without marks and the list of sources."""
    begins = [at for heading in _LISTS if (at := text.find(heading)) >= 0]
    if begins:
        text = text[: min(begins)].rstrip("\n")
    text = _MARK.sub("", text)
    for mark in _UNPROVED.values():
        text = text.replace(f" {mark}", "")
    return text


def source_path(source: SourceOut) -> str:
    """Title and headings of a source, and its days in force: ``Luật Đất đai 2024 › Điều 5 › Khoản 2``."""
    path = " › ".join((source.title, *source.path))
    if source.page is not None:
        path += f", trang {source.page}"
    if source.valid_from or source.valid_to:
        path += f" (hiệu lực {source.valid_from or '…'} – {source.valid_to or 'nay'})"
    return path
