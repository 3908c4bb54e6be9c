"""The structure of legal texts: Chương, Mục, Điều, Khoản, Điểm."""

from graph.model import Chunk, Document
from ingestion.chunking.chunker import chunk
from ingestion.model import Draft
from ingestion.options import ChunkOptions

LAW = """QUỐC HỘI
Luật số: 1/2024/QH15

Chương I
NHỮNG QUY ĐỊNH CHUNG

Điều 1. Phạm vi điều chỉnh
Luật này quy định về cây xanh đô thị.

Điều 2. Giải thích từ ngữ
Trong Luật này, các từ ngữ dưới đây được hiểu như sau:
1. Cây xanh là cây trồng trong đô thị.
2. Đô thị là khu vực tập trung dân cư.

Chương II
TRỒNG VÀ CHĂM SÓC

Mục 1. TRỒNG CÂY

Điều 3. Trồng cây
1. Chủ sở hữu có trách nhiệm:
a) Trồng đúng giống;
b) Trồng đúng chỗ;
c) Báo cho Ủy ban nhân dân cấp xã.
2. Sửa đổi Điều 5 của Luật Cây xanh như sau:
“Điều 5. Cấm chặt cây
Không ai được chặt cây.
Điều 6. Cấm đốt cây
Không ai được đốt cây.”
3. Điều 7 của Luật này không áp dụng ở nông thôn.

Điều 4. Hiệu lực
Luật này có hiệu lực từ ngày 01 tháng 01 năm 2025.
"""


def chunks_of(
    text: str, limit: int = 1800, title: str = "Luật Cây xanh", instrument: str | None = None
) -> tuple[Chunk, ...]:
    document = Document(
        id="d", tenant="t", uri="u", title=title, text=text, source="s", external_id="u", instrument=instrument
    )
    return chunk(Draft(document), ChunkOptions(limit=limit))


def test_each_article_is_a_chunk_with_its_path() -> None:
    assert [piece.path for piece in chunks_of(LAW)] == [
        (),
        ("Chương I Những quy định chung", "Điều 1 Phạm vi điều chỉnh"),
        ("Chương I Những quy định chung", "Điều 2 Giải thích từ ngữ"),
        ("Chương II Trồng và chăm sóc", "Mục 1 Trồng cây", "Điều 3 Trồng cây"),
        ("Chương II Trồng và chăm sóc", "Mục 1 Trồng cây", "Điều 4 Hiệu lực"),
    ]


def test_quoted_articles_are_no_headings() -> None:
    article = next(piece for piece in chunks_of(LAW) if piece.path and piece.path[-1].startswith("Điều 3"))
    assert "Không ai được đốt cây" in LAW[article.start : article.end]


def test_a_long_article_is_cut_at_its_clauses_and_points() -> None:
    parts = [piece for piece in chunks_of(LAW, limit=200) if any("Điều 3" in heading for heading in piece.path)]
    assert [piece.path[3:] for piece in parts] == [("Khoản 1",), ("Khoản 2–3",)]
    assert LAW[parts[0].start : parts[0].end].endswith("Ủy ban nhân dân cấp xã.")


def test_a_clause_that_is_cut_names_its_points() -> None:
    points = "\n".join(f"{letter}) Một việc phải làm cho đúng lúc và đúng nơi;" for letter in "abcde")
    text = f"1. Mở đầu ngắn.\n2. Chủ sở hữu phải làm các việc sau:\n{points}\n3. Kết thúc."
    parts = chunks_of(text, limit=160, instrument="1/2024/QH15")
    assert ("Khoản 2", "Điểm c–e") in [piece.path for piece in parts] or ("Khoản 2", "Điểm d–e") in [
        piece.path for piece in parts
    ]
    assert parts[-1].path == ("Khoản 3",)


def test_several_clauses_in_a_chunk_are_a_range() -> None:
    text = "\n".join(f"{number}. Quy định thứ {number} của điều này về cây xanh." for number in range(1, 9))
    assert [piece.path for piece in chunks_of(text, limit=220, instrument="1/2024/QH15")] == [
        ("Khoản 1–4",),
        ("Khoản 5–8",),
    ]


def test_numbered_lists_outside_the_law_are_no_clauses() -> None:
    text = "\n".join(f"{number}. Bước {number}: cho thêm nước dùng vào nồi phở." for number in range(1, 20))
    assert all(piece.path == () for piece in chunks_of(text, limit=300, title="Cách nấu phở"))


def test_a_title_repeated_before_each_heading_is_passed_over() -> None:
    text = "\n\n".join(f"Luật Cây xanh. Điều {number}. Việc {number}\nNội dung." for number in (1, 2, 3))
    assert [piece.path for piece in chunks_of(text)] == [("Điều 1 Việc 1",), ("Điều 2 Việc 2",), ("Điều 3 Việc 3",)]


def test_a_reference_at_the_start_of_a_line_is_no_heading() -> None:
    text = "Điều 1. Một\nTheo quy định tại\nĐiều 5 của Luật này thì được.\nĐiều 2. Hai\nHết."
    assert [piece.path for piece in chunks_of(text)] == [("Điều 1 Một",), ("Điều 2 Hai",)]


def test_a_number_of_thousands_of_digits_is_no_article() -> None:
    pieces = chunks_of(f"Điều {'1' * 5000}. Số dài\n\nĐiều 1. Phạm vi\nMột câu.\n\nĐiều 2. Áp dụng\nHai câu.\n")
    assert [piece.path for piece in pieces if piece.path] == [("Điều 1 Phạm vi",), ("Điều 2 Áp dụng",)]
