"""Chunks: invariants on any text, and the structure of sections, tables and pages."""

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Chunk, ChunkKind, Document
from ingestion.chunking.chunker import chunk
from ingestion.model import Draft, Heading, Outline, PageStart, TableSpan
from ingestion.options import ChunkOptions
from ingestion.readers.markdown import read_markdown

SENTENCES = (
    "Hà Nội là thủ đô của Việt Nam.",
    "Điều 1. Phạm vi điều chỉnh",
    "Điều 2. Đối tượng áp dụng",
    "Chương II\nQUY ĐỊNH CHUNG",
    "1. Người lao động có quyền nghỉ phép;",
    "2. Người sử dụng lao động có trách nhiệm:",
    "a) Trả lương đúng hạn;",
    "b) Bảo đảm an toàn.",
    "Năm | Sự kiện\n1945 | Độc lập\n1975 | Thống nhất",
    "“Điều 9. Điều được trích dẫn",
    "Phụ lục",
    "PHỤ LỤC I",
    "một_từ_rất_dài" * 30,
    "",
    " \t ",
)
texts = st.one_of(
    st.lists(st.sampled_from(SENTENCES), max_size=60).flatmap(
        lambda parts: st.sampled_from(["\n", "\n\n", " "]).map(lambda joint: joint.join(parts))
    ),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=400),
    st.text(alphabet="ab. \n|1)Đ”“", max_size=400),
)


def draft_of(
    text: str, outline: Outline | None = None, title: str = "Tài liệu", instrument: str | None = None
) -> Draft:
    document = Document(
        id="d", tenant="t", uri="u", title=title, text=text, source="s", external_id="u", instrument=instrument
    )
    return Draft(document, outline or Outline())


def assert_covers(text: str, chunks: tuple[Chunk, ...]) -> None:
    at = 0
    for ordinal, piece in enumerate(chunks):
        assert piece.ordinal == ordinal
        assert at <= piece.start < piece.end <= len(text)
        assert not text[at : piece.start].strip()
        assert text[piece.start : piece.end].strip() == text[piece.start : piece.end]
        at = piece.end
    assert not text[at:].strip()
    assert len({piece.id for piece in chunks}) == len(chunks)


@settings(max_examples=300, deadline=None)
@given(texts, st.integers(20, 300), st.booleans())
def test_chunks_are_ordered_and_cover_the_text(text: str, limit: int, is_legal: bool) -> None:
    draft = draft_of(text, instrument="1/2024/NĐ-CP" if is_legal else None)
    chunks = chunk(draft, ChunkOptions(limit=limit, table_limit=limit * 2))
    assert_covers(text, chunks)
    assert all(piece.end - piece.start <= limit for piece in chunks if piece.kind is ChunkKind.TEXT)


@st.composite
def outlined(draw: st.DrawFn) -> tuple[str, Outline]:
    blocks = draw(st.lists(st.tuples(st.sampled_from("hpt"), st.integers(1, 4), st.integers(1, 12)), max_size=25))
    text = ""
    headings: list[Heading] = []
    tables: list[TableSpan] = []
    pages: list[PageStart] = []
    for kind, level, size in blocks:
        start = len(text) + (2 if text else 0)
        body = "Mục tiêu" if kind == "h" else "\n".join(["Tên | Số"] * size) if kind == "t" else "Một câu nói. " * size
        text += ("\n\n" if text else "") + body.strip()
        if kind == "h":
            headings.append(Heading(start, len(text), level))
        elif kind == "t":
            tables.append(TableSpan(start, len(text), "Tên | Số"))
        elif level == 1:
            pages.append(PageStart(start, len(pages) + 1))
    return text, Outline(tuple(headings), tuple(tables), tuple(pages))


@settings(max_examples=200, deadline=None)
@given(outlined(), st.integers(40, 400))
def test_outlined_documents_are_covered_too(made: tuple[str, Outline], limit: int) -> None:
    text, outline = made
    chunks = chunk(draft_of(text, outline), ChunkOptions(limit=limit, table_limit=10_000))
    assert_covers(text, chunks)
    for table in outline.tables:
        assert any(
            piece.kind is ChunkKind.TABLE and piece.start <= table.start and table.end <= piece.end for piece in chunks
        )


def test_a_text_that_fits_stays_whole() -> None:
    (whole,) = chunk(draft_of("Một câu.\n\nHai câu.\n"), ChunkOptions())
    assert (whole.start, whole.end, whole.path) == (0, 18, ())


def test_sections_are_chunks_with_their_headings_as_path() -> None:
    body = "Câu này nói về lịch sử của thành phố. " * 20
    content = read_markdown(f"# Huế\n\n{body}\n\n## Địa lý\n\n### Sông\n\n{body}\n\n### Núi\n\n{body}\n".encode())
    chunks = chunk(draft_of(content.text, content.outline, title="Huế"), ChunkOptions(limit=1000))
    assert [piece.path for piece in chunks] == [(), ("Địa lý", "Sông"), ("Địa lý", "Núi")]
    assert content.text[chunks[1].start :].startswith("Địa lý\n\nSông")


def test_a_section_that_fits_is_kept_with_what_is_below_it() -> None:
    body = "Câu này nói về lịch sử của thành phố. " * 10
    content = read_markdown(f"{body * 3}\n\n## Địa lý\n\n### Sông\n\n{body}\n\n### Núi\n\n{body}\n".encode())
    chunks = chunk(draft_of(content.text, content.outline), ChunkOptions(limit=1200))
    assert [piece.path for piece in chunks] == [(), ("Địa lý",)]


def test_a_table_is_whole_and_takes_its_introduction_along() -> None:
    rows = "\n".join(f"| Tỉnh {number} | {number * 17} |" for number in range(60))
    content = read_markdown(
        f"Mở đầu dài. {'Câu đệm. ' * 40}\n\n## Dân số\n\n| Tỉnh | Số dân |\n|---|---|\n{rows}\n\nHết.".encode()
    )
    chunks = chunk(draft_of(content.text, content.outline), ChunkOptions(limit=500))
    (table,) = [piece for piece in chunks if piece.kind is ChunkKind.TABLE]
    shown = content.text[table.start : table.end]
    assert shown.startswith("Dân số\n\nTỉnh | Số dân\nTỉnh 0 | 0")
    assert shown.endswith("Tỉnh 59 | 1003")
    assert table.path == ("Dân số",)


def test_a_table_that_is_too_long_is_cut_between_rows_with_its_header_in_the_path() -> None:
    rows = "\n".join(f"| Tỉnh {number} | {number * 17} |" for number in range(400))
    content = read_markdown(f"| Tỉnh | Số dân |\n|---|---|\n{rows}\n".encode())
    first, *later = chunk(draft_of(content.text, content.outline), ChunkOptions(table_limit=2000))
    assert later
    assert first.path == ()
    for part in later:
        assert part.path == ("Bảng: Tỉnh | Số dân",)
        assert content.text[part.start :].startswith("Tỉnh ")


def test_parts_of_a_long_text_are_even_and_end_with_sentences() -> None:
    text = " ".join(f"Đây là câu thứ {number} của một đoạn văn rất dài." for number in range(60))
    chunks = chunk(draft_of(text), ChunkOptions(limit=1000))
    assert all(text[piece.start : piece.end].endswith(".") for piece in chunks)
    sizes = [piece.end - piece.start for piece in chunks]
    assert min(sizes) > 0.6 * max(sizes)


def test_chunks_know_their_page() -> None:
    text = "Trang một nói một điều. " * 20 + "\n\n" + "Trang hai nói điều khác. " * 20
    outline = Outline(pages=(PageStart(0, 1), PageStart(text.index("Trang hai"), 2)))
    chunks = chunk(draft_of(text, outline), ChunkOptions(limit=600))
    assert [piece.page for piece in chunks] == [1, 2]
