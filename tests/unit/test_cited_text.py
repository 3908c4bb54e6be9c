"""An answer told piece by piece: marks, spans, tables, drafts, the list of sources."""

from __future__ import annotations

from agents.events import (
    CitationOut,
    DraftEvent,
    Event,
    FinalEvent,
    SentenceEvent,
    SourceOut,
    SourcesEvent,
    Usage,
    WithheldEvent,
)
from app.cited_text import CitedText, without_marks
from app.openai.answer import annotations_of

TEXT = "Huế là kinh đô của triều Nguyễn. Sông Hương chảy qua Huế.\nVùng | Mức lương\nVùng I | 4.960.000"
KINGS, RIVER = "Huế là kinh đô của triều Nguyễn.", "Sông Hương chảy qua Huế."


def source(number: int, title: str = "Cố đô") -> SourceOut:
    return SourceOut(
        number=number,
        chunk=f"c{number}",
        document=f"d{number}",
        uri=f"{number}.md",
        title=title,
        path=("Lịch sử",),
        text=TEXT,
        start=100,
        end=100 + len(TEXT),
        score=1.0,
    )


def sentence(text: str, *numbers: int) -> SentenceEvent:
    start = 100 + max(0, TEXT.find(text))
    citations = tuple(
        CitationOut(number=n, chunk=f"c{n}", document=f"d{n}", start=start, end=start + len(text), score=0.9)
        for n in numbers
    )
    return SentenceEvent(ordinal=0, text=text, citations=citations, score=0.9)


def final(answer: str = "", *, abstained: bool = False, remarks: tuple[str, ...] = ()) -> FinalEvent:
    return FinalEvent(answer=answer, short_answer=None, abstained=abstained, remarks=remarks, usage=Usage(), seconds={})


def sources(*items: SourceOut) -> SourcesEvent:
    return SourcesEvent(sources=items)


def tell(told: CitedText, *events: Event) -> list[str]:
    pieces = [told.add(event) for event in events]
    assert "".join(pieces) == told.text
    return [piece for piece in pieces if piece]


def test_sentences_come_one_by_one_with_marks_and_spans() -> None:
    told = CitedText()
    pieces = tell(
        told, sources(source(1), source(2)), sentence(KINGS, 2, 2, 1), sentence(RIVER, 1), final(remarks=("Lưu ý.",))
    )
    assert pieces[:2] == [f"{KINGS} [1][2]", f" {RIVER} [2]"]
    assert told.body == f"{KINGS} [1][2] {RIVER} [2]\n\nLưu ý."
    assert [told.text[one.start : one.end] for one in told.cited] == [KINGS, KINGS, KINGS, RIVER]
    assert pieces[-1].endswith("\n\n**Nguồn**\n\n- [1] Cố đô › Lịch sử · `2.md`\n- [2] Cố đô › Lịch sử · `1.md`")


def test_items_and_rows_stand_on_lines_of_their_own_and_cells_are_named() -> None:
    told = CitedText()
    tell(
        told,
        sources(source(1)),
        sentence("1. Một.", 1),
        sentence("2. Hai.", 1),
        sentence("Vùng | Mức lương", 1),
        sentence("Vùng I | 4.960.000", 1),
        final(),
    )
    assert told.body == "1. Một. [1]\n2. Hai. [1]\nVùng I · Mức lương: 4.960.000 [1]"


def test_a_bare_number_opens_no_list() -> None:
    told = CitedText()
    tell(told, sources(source(1)), sentence("1945.", 1), sentence(KINGS, 1), final())
    assert told.body == f"1945 [1]. {KINGS} [1]"
    assert without_marks(told.text) == f"1945. {KINGS}"


def test_titles_cannot_break_out_of_the_list() -> None:
    told = CitedText("en", link=lambda cited: f"/d/{cited.citation.document}")
    tell(told, sources(source(1, "A](x) <img src=x>\n# B")), sentence(KINGS, 1), final())
    assert told.text.endswith("**Sources**\n\n- [1] [A\\](x) \\<img src=x\\> # B › Lịch sử](/d/d1)")


def test_an_abstention_is_told_as_it_is() -> None:
    told = CitedText()
    assert tell(told, sources(source(1)), final("Không tìm thấy.", abstained=True)) == ["Không tìm thấy."]
    assert told.body == told.text


def test_a_draft_is_marked_where_its_sentences_end() -> None:
    told = CitedText(draft=True)
    false = "Huế ở miền Nam."
    pieces = tell(
        told,
        sources(source(1)),
        DraftEvent(text="Huế là kinh đô"),
        DraftEvent(text=" của triều Nguyễn. Huế"),
        sentence(KINGS, 1),
        DraftEvent(text=" ở miền Nam.\n"),
        WithheldEvent(ordinal=1, text=false, reason="Không đoạn nào có câu này."),
        DraftEvent(text=RIVER),
        sentence(RIVER, 1),
        final(),
    )
    assert pieces[0] == "Huế là kinh đô"
    assert told.body == f"{KINGS} [1] {false} (chưa được chứng minh)\n{RIVER} [1]"
    assert [told.text[one.start : one.end] for one in told.cited] == [KINGS, RIVER]


def test_what_is_drafted_at_once_is_marked_each_where_it_ends() -> None:
    told = CitedText(draft=True)
    tell(
        told,
        sources(source(1)),
        DraftEvent(text=f"{KINGS}\n{RIVER}\n"),
        sentence(KINGS, 1),
        sentence(RIVER, 1),
        final(),
    )
    assert told.body == f"{KINGS} [1]\n{RIVER} [1]"


def test_a_sentence_that_was_not_drafted_is_told() -> None:
    told = CitedText(draft=True)
    tell(told, sources(source(1)), sentence(KINGS, 1), DraftEvent(text="Nháp"), final())
    assert told.body == f"{KINGS} [1]\nNháp"


def test_marks_and_sources_can_be_taken_off_again() -> None:
    told = CitedText()
    tell(told, sources(source(1)), sentence(KINGS, 1), sentence(RIVER, 1), final())
    assert without_marks(told.text) == f"{KINGS} {RIVER}"
    assert without_marks("Điều 5 [3]. Hết") == "Điều 5. Hết"


def test_annotations_name_each_source_once_and_differently() -> None:
    told = CitedText()
    tell(told, sources(source(4), source(7)), sentence(KINGS, 7), sentence(RIVER, 7, 4), final())
    citations = [one.url_citation for one in annotations_of(told.cited, "http://here/")]
    assert [one.number for one in citations] == [1, 1, 2]
    assert [one.title for one in citations] == ["Cố đô › Lịch sử", "Cố đô › Lịch sử", "Cố đô › Lịch sử (2)"]
    assert len({one.url for one in citations}) == 2
    assert [one.quote for one in citations] == [KINGS, RIVER, RIVER]
    assert citations[0].url == f"http://here/#/documents/d7?at=100-{100 + len(KINGS)}"
