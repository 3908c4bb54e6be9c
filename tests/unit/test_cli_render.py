"""What the terminal quotes of the sources."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import StringIO

from rich.console import Console

from agents.events import CitationOut, Event, SentenceEvent, SourceOut, SourcesEvent
from app.cli.render import AnswerPrinter

TEXT = "Mức chi.\nChức vụ | Hà Nội | Tỉnh khác\nTrưởng phòng | 1.000.000 | 700.000\nCông ty có hai chi nhánh."
HEADER, ROW, LAST = TEXT.split("\n")[1:]


def sentence(ordinal: int, text: str) -> SentenceEvent:
    start = 100 + TEXT.index(text)
    cited = CitationOut(number=1, chunk="c", document="d", start=start, end=start + len(text), score=1.0)
    return SentenceEvent(ordinal=ordinal, text=text, citations=(cited,), score=1.0)


async def told(*texts: str) -> AsyncIterator[Event]:
    source = SourceOut(
        number=1,
        chunk="c",
        document="d",
        uri="a.md",
        title="Chi",
        path=("Mức",),
        text=TEXT,
        start=100,
        end=200,
        score=1.0,
    )
    yield SourcesEvent(sources=(source,))
    for ordinal, text in enumerate(texts):
        yield sentence(ordinal, text)


async def quoted(*texts: str) -> list[str]:
    out = StringIO()
    await AnswerPrinter(Console(file=out, width=200), None).show(told(*texts))
    sources = out.getvalue().partition("Nguồn:\n")[2].splitlines()
    assert sources[0] == "[1] Chi › Mức · a.md"
    return [line.strip(" “”") for line in sources[1:]]


async def test_each_sentence_has_the_words_that_carry_it() -> None:
    assert await quoted(LAST, "Mức chi.") == ["Mức chi.", LAST]


async def test_a_row_is_quoted_with_its_headings_and_not_the_header_above_it() -> None:
    assert await quoted("1.000.000", HEADER, ROW) == ["Chức vụ: Trưởng phòng · Hà Nội: 1.000.000 · Tỉnh khác: 700.000"]
    assert await quoted(HEADER) == ["Chức vụ · Hà Nội · Tỉnh khác"]
